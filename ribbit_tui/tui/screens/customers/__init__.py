"""The dialog that finds another customer of the firm."""
