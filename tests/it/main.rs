mod randomness;
