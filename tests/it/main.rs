mod broken_scenarios;
mod engine;
mod example;
mod forces;
mod limits;
mod outputs;
mod randomness;
