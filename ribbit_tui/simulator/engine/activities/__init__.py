"""Activities of accounts."""
