"""Trading accounts and day trades."""
