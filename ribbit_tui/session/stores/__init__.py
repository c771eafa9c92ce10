"""What is kept on this machine between two runs."""
