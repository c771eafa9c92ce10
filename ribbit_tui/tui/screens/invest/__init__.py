"""The Invest screen."""
