"""What accounts own and watch, and what happened in them."""
