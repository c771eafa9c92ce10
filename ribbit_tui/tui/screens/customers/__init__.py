"""The dialog that finds a customer of the firm."""
