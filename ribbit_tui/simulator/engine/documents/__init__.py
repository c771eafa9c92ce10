"""Documents of accounts: rules and records."""
