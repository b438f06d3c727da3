mod engine;
mod randomness;
