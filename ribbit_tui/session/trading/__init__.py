"""Order tickets, valuation, asset search and crypto."""
