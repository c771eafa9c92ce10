"""Journals: cash and shares moved between accounts of the firm."""
