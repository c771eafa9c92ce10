"""Everything that the app uses or mends in Textual's private parts, for the pinned version.

`tests/tui/test_textual_private.py` names each of them.
"""
