"""Prices that the director of a simulation has moved, and halts."""
