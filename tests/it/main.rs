mod engine;
mod forces;
mod outputs;
mod randomness;
