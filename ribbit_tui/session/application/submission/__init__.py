"""The request that creates an account, and the server's refusals by field."""
