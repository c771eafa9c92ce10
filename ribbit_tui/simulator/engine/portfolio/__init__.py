"""The history of an account's equity and profit."""
