"""Ribbit: a brokerage app for the terminal, on Alpaca's Broker API."""

__version__ = "0.1.0"
