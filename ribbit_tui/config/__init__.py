"""Settings from flags, RIBBIT_* variables, config.toml and defaults, in that order."""
