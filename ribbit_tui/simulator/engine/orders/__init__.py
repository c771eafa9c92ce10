"""Orders: the rules for them, their matching with the market, and what they hold."""
