"""Ribbit: a whole brokerage life in a terminal, on Alpaca's Broker API."""

__version__ = "0.1.0"
