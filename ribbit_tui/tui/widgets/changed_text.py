"""Text shown only when it has changed: each update of a Static lays out the whole screen."""

from textual.content import Content
from textual.widgets import Static


def show_text(static: Static, text: Content) -> None:
    """Show a text, unless it is shown already in the same colours."""
    shown = static.content
    if not (isinstance(shown, Content) and text.is_same(shown)):
        static.update(text)
