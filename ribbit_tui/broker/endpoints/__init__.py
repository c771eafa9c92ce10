"""The calls, grouped as the API groups them."""
