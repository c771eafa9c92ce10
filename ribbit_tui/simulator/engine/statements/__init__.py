"""Account statements and trade confirmations."""
