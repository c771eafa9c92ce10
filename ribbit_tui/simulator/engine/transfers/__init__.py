"""Transfers between a customer's bank and account, by ACH or wire."""
