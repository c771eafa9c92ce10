"""The active keys at the bottom of the screen; a click on a key presses it."""

from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.reactive import reactive
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Footer

GAP = 1
"""Columns between two keys."""
DIM = Style(dim=True)


@dataclass(frozen=True)
class Key:
    """A key with its description."""

    key: str
    display: str
    description: str
    is_enabled: bool
    tooltip: str

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
            by_action[binding.action] = Key(
                binding.key,
                screen.app.get_key_display(binding),
                binding.description,
                enabled,
                tooltip or binding.description,
            )
    return tuple(by_action.values())


class KeyLine(Widget):
    """All keys in one widget: they change with the focus, and widgets are slow to create."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"key-line--key", "key-line--description", "key-line--hovered"}
    DEFAULT_CSS = """
    KeyLine {
        width: auto;
        height: 1;
        .key-line--key { color: $footer-key-foreground; text-style: bold; }
        .key-line--description { color: $footer-description-foreground; }
        .key-line--hovered { background: $block-hover-background; }
        &:hover { pointer: pointer; }
    }
    """
    keys: reactive[tuple[Key, ...]] = reactive((), layout=True)
    hovered: reactive[Key | None] = reactive(None)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return max(0, sum(key.width + GAP for key in self.keys) - GAP)

    def render_line(self, y: int) -> Strip:
        styles = [
            self.get_component_rich_style(f"key-line--{part}") for part in ("key", "description")
        ]
        hovered = Style(bgcolor=self.get_component_rich_style("key-line--hovered").bgcolor)
        gap = Segment(" " * GAP, Style(bgcolor=self.rich_style.bgcolor))
        segments: list[Segment] = []
        for key in self.keys:
            for part, style in zip(key.parts, styles, strict=True):
                shown = style + hovered if key == self.hovered else style
                segments.append(Segment(part, shown if key.is_enabled else shown + DIM))
            segments.append(gap)
        return Strip(segments[:-1])

    def watch_keys(self) -> None:
        if self.hovered not in self.keys:
            self.hovered = None

    def watch_hovered(self, hovered: Key | None) -> None:
        self.tooltip = hovered.tooltip if hovered is not None else None

    def key_at(self, x: int) -> Key | None:
        """Return the key in this column."""
        start = 0
        for key in self.keys:
            if start <= x < start + key.width:
                return key
            start += key.width + GAP
        return None

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
