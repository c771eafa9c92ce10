"""The simulated market: its assets, trading hours and prices."""
