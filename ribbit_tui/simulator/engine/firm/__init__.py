"""The firm's own accounts."""
