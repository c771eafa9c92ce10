"""Models and enums of the Broker API, market data and events."""
