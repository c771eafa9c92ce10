"""The screens: one package each, with the screen in `screen.py` and its own parts beside it.

A new screen gets a package here, an entry in `tui/main_screens.py`, and its class in
`customer_screens.py` if it shows the open customer. The screens of the firm, the presenter and
the engineer (Desk, Director, Wire) will be packages `desk`, `director` and `wire` here.
"""
