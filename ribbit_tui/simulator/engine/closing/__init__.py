"""The closing of accounts."""
