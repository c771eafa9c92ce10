"""One customer's live picture: loaded by REST, kept true by events, healed by reconciliation."""
