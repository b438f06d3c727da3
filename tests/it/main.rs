
mod outputs;
