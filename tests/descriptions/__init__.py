"""Alpaca's API descriptions of August 2026, schemas only: to hold the product against."""
