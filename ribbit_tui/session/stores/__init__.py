"""Files that are kept on this machine between two runs."""
