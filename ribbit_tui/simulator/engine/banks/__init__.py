"""Bank links: ACH relationships, and recipient banks for wires."""
