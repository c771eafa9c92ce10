"""Charts: pure functions from points to cells, and the widgets that show them."""
