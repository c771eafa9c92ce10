"""Transfers by ACH and wire."""
