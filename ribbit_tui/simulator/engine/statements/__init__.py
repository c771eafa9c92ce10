"""Statements and trade confirmations as PDF."""
