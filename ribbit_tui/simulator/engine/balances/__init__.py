"""Values of accounts, and money that has not settled."""
