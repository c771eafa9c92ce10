"""ACH relationships and recipient banks."""
