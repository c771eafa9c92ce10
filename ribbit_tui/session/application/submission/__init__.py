"""A draft as the Broker API takes it, and its refusals at their fields."""
