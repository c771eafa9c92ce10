"""Dividends and splits."""
