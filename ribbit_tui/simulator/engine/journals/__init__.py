"""Journals of cash and shares."""
