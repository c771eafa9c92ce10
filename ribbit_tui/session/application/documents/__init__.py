"""Files that a customer attaches to an application."""
