"""Orders: what is accepted, how they meet the market, what they hold."""
