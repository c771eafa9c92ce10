"""Answers and their texts: dates, phones, Latin letters, rules and check digits."""
