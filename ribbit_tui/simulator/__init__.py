"""Simulator of Alpaca's Broker API, with an HTTP server over one SQLite file."""
