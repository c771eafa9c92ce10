"""Price overrides: prices that the director moved or halted, or that a split scaled."""
