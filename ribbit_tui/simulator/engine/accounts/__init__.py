"""Accounts as they stand: finding, listing and answering them, and what their money can do."""
