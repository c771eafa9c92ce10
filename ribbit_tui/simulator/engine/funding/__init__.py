"""Money in and out: bank links, transfers, journals."""
