"""A region of a screen with a border that carries its title, its counts and its keys."""

from collections.abc import Sequence

from textual.containers import Vertical
from textual.content import Content
from textual.style import Style

KEY_STYLE, ACTIVE_STYLE = "$accent bold", "$primary bold"


def key_hints(keys: Sequence[tuple[str, str]]) -> Content:
    """Return keys with the words for what they do: `enter Open  b Buy`."""
    return Content("   ").join(
        Content.assemble((key, KEY_STYLE), (f" {words}", "$label")) for key, words in keys
    )


def choices(names: Sequence[str], chosen: str, action: str = "") -> Content:
    """Return names in a row, the chosen one in the colour of what is active.

    A click on one does `action`, such as `screen.show_period`, with the name.
    """
    shown = []
    for name in names:
        text = Content.styled(name, ACTIVE_STYLE if name == chosen else "$quiet")
        if action:
            text = text.stylize(Style.from_meta({"@click": f"{action}('{name}')"}))
        shown.append(text)
    return Content("  ").join(shown)


class Panel(Vertical):
    """A panel: its border names it, and is coloured while something in it has the focus."""

    DEFAULT_CSS = """
    Panel {
        border: round $idle-border;
        border-title-color: $label;
        border-title-style: none;
        border-subtitle-color: $label;
        background: $surface;
        height: auto;
        &:focus, &:focus-within {
            border: round $primary;
            border-title-color: $primary;
            border-title-style: bold;
        }
        &:ansi { background: ansi_default; }
    }
    """

    def __init__(self, title: str = "", *, id: str | None = None, classes: str = "") -> None:
        super().__init__(id=id, classes=classes)
        self._title = title
        self.border_title = Content(title)

    def show_title(self, *more: str | Content) -> None:
        """Show the title, and behind it counts or filters."""
        parts = [
            part if isinstance(part, Content) else Content.styled(part, "$quiet not bold")
            for part in more
        ]
        self.show_border_title(Content("  ").join([Content(self._title), *parts]))

    def show_border_title(self, title: Content) -> None:
        """Show another title. The same one is not set again: that paints the whole panel."""
        if self.border_title != title.markup:
            self.border_title = title

    def show_border_subtitle(self, subtitle: Content) -> None:
        """Show another text in the bottom border. The same one is not set again either."""
        if self.border_subtitle != subtitle.markup:
            self.border_subtitle = subtitle

    def show_keys(self, *keys: tuple[str, str]) -> None:
        """Show what keys do here in the bottom border. Each is the key and the words for it."""
        self.show_border_subtitle(key_hints(keys))
