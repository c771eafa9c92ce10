"""What a person asks of the server, and what becomes of it."""
