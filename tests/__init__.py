"""What the desk promises, as tests, on the same paths as the code."""
