"""Words and formats on screen for statuses, amounts and times."""
