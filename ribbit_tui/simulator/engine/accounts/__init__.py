"""Accounts: finding them, their status, and how the API answers them."""
