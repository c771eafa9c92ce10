"""Fields of the form, their kinds, and when they appear."""
