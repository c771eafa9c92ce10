"""Documents handed in, and those made from the books."""
