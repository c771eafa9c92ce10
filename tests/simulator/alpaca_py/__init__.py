"""Alpaca's own client drives a simulator process, and understands every answer."""
