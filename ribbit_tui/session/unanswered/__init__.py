"""Writes without a response: they may be done, or still be on their way, until a reading tells."""
