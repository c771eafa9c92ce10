"""Past prices and past equity: loaded for the charts on screen, and led up to now."""
