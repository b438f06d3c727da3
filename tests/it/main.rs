mod broken_scenarios;
mod engine;
mod example;
mod forces;
mod outputs;
mod randomness;
