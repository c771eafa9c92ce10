"""Positions of accounts."""
