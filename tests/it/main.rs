mod engine;
mod forces;
mod randomness;
