"""Programs that read a text from standard input and print the processor seconds that it took."""
