"""Corporate actions: dividends and splits."""
