"""Settings: flags win over RIBBIT_* variables, those over config.toml, that over the defaults."""
