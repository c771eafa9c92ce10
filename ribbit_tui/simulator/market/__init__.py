"""The simulated market: when it trades, and at what prices."""
