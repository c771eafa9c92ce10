"""The active keys at the bottom of the screen; a click on a key presses it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.reactive import reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Footer

from ribbit_tui.tui.keys.table import TABLE

GAP = 1
"""Columns between two keys."""
DIM = Style(dim=True)
OF_APP = ("always", "app", "screen")
"""The places of the keys that always work."""


@dataclass(frozen=True)
class Key:
    """A key with its description."""

    key: str
    display: str
    description: str
    is_enabled: bool
    tooltip: str
    rank: int = 50
    """The key with the lowest rank is dropped first where space is short."""
    is_of_app: bool = False
    """Whether it always works and is shown at the right; else it acts here and now."""

    @property
    def parts(self) -> tuple[str, str]:
        """The key and its description, padded with spaces."""
        return f" {self.display} ", f"{self.description} " if self.description else ""

    @property
    def width(self) -> int:
        return cell_len("".join(self.parts))


def active_keys(screen: Screen[object]) -> tuple[Key, ...]:
    """Return one key for each action that is available now and has `show` set."""
    by_action: dict[str, Key] = {}
    for _, binding, enabled, tooltip in screen.active_bindings.values():
        if binding.show and binding.action not in by_action:
            entry = TABLE.get(binding.id or "")
            by_action[binding.action] = Key(
                binding.key,
                screen.app.get_key_display(binding),
                binding.description,
                enabled,
                tooltip or binding.description,
                entry.footer if entry else 50,
                entry is not None and entry.place in OF_APP,
            )
    return tuple(by_action.values())


def arrange(keys: Sequence[Key], width: int) -> list[tuple[int, Key]]:
    """Return the keys that fit, each with its column.

    Those that act here and now are at the left, those of the app at the right, help last.
    """
    kept = sorted(keys, key=lambda key: (key.is_of_app, key.rank if key.is_of_app else 0))
    while kept and _width(kept) > width:
        kept.remove(min(reversed(kept), key=lambda key: key.rank))
    columns = []
    x = 0
    for index, key in enumerate(kept):
        if key.is_of_app and not (index and kept[index - 1].is_of_app):
            x = width - _width(kept[index:])
        columns.append((x, key))
        x += key.width + GAP
    return columns


def _width(keys: Sequence[Key]) -> int:
    return sum(key.width + GAP for key in keys) - GAP


class KeyLine(Widget):
    """All keys in one widget: they change with the focus, and widgets are slow to create."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"key-line--key", "key-line--description", "key-line--hovered"}
    DEFAULT_CSS = """
    KeyLine {
        width: 1fr;
        height: 1;
        .key-line--key { color: $footer-key-foreground; text-style: bold; }
        .key-line--description { color: $footer-description-foreground; }
        .key-line--hovered { background: $block-hover-background; }
        &:hover { pointer: pointer; }
    }
    """
    keys: reactive[tuple[Key, ...]] = reactive(())
    hovered: reactive[Key | None] = reactive(None)

    def render_line(self, y: int) -> Strip:
        styles = [
            self.get_component_rich_style(f"key-line--{part}") for part in ("key", "description")
        ]
        hovered = Style(bgcolor=self.get_component_rich_style("key-line--hovered").bgcolor)
        gap = Style(bgcolor=self.rich_style.bgcolor)
        segments: list[Segment] = []
        end = 0
        for x, key in arrange(self.keys, self.size.width):
            segments.append(Segment(" " * (x - end), gap))
            end = x + key.width
            for part, style in zip(key.parts, styles, strict=True):
                shown = style + hovered if key == self.hovered else style
                segments.append(Segment(part, shown if key.is_enabled else shown + DIM))
        return Strip([*segments, Segment(" " * (self.size.width - end), gap)])

    def watch_keys(self) -> None:
        if self.hovered not in self.keys:
            self.hovered = None

    def watch_hovered(self, hovered: Key | None) -> None:
        self.tooltip = hovered.tooltip if hovered is not None else None

    def key_at(self, x: int) -> Key | None:
        """Return the key in this column."""
        arranged = arrange(self.keys, self.size.width)
        return next((key for start, key in arranged if start <= x < start + key.width), None)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.hovered = self.key_at(event.x)

    def on_leave(self) -> None:
        self.hovered = None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        key = self.key_at(event.x)
        if key is not None and key.is_enabled:
            self.app.simulate_key(key.key)
        elif key is not None:
            self.app.bell()


class KeyBar(Footer):
    """Textual's footer, drawn by one widget instead of one for each key."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)

    def compose(self) -> ComposeResult:
        yield KeyLine()

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Show the keys that are active now. The screen calls it when bindings have changed."""
        if self.app.app_focus and self.is_attached and screen is self.screen:
            self.query_one(KeyLine).keys = active_keys(screen)
