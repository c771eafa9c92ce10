"""The double-entry ledger and its invariants."""
