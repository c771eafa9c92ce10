"""Controls in which an answer is typed or chosen."""
