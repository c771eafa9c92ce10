"""Client of Alpaca's Broker API: calls, event streams, and their errors."""
