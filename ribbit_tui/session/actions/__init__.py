"""Writes to the server, one class for each area."""
