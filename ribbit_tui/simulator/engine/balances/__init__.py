"""Values of accounts, and their money that is not settled."""
