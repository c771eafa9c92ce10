"""Closures of accounts."""
