"""Interest on cash: tiers of rates, enrollment of accounts, daily accrual, monthly credit."""
