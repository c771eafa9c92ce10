"""The words for statuses and the formats of amounts and times."""
