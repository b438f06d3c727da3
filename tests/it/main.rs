mod outputs;
