"""The client of Alpaca's Broker API: calls, event streams, and what can go wrong with them."""
