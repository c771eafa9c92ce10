"""HTTP: parse, call the engine within one transaction, answer."""
