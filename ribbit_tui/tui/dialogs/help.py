"""The help: for what has the focus, then for the screen, then the keys of the app."""

import inspect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Static

from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.keys.key_map import KeyMap
from ribbit_tui.tui.keys.key_names import written
from ribbit_tui.tui.keys.table import TABLE
from ribbit_tui.tui.widgets.panel import Panel

from .base import Dialog

_KEYS_WIDTH = 16


@dataclass(frozen=True)
class HelpSection:
    """A part of the help: what something is, and its keys with what they do."""

    title: str
    text: str
    keys: Sequence[tuple[str, str]]


class HelpDialog(Dialog[None]):
    """The help on top of the screen that it explains."""

    DEFAULT_CSS = """
    HelpDialog {
        .dialog { max-width: 84; padding: 0 1; }
        .help-section { height: auto; width: 100%; margin: 0 0 1 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [bind("always.help", "leave")]

    def __init__(self, sections: Sequence[HelpSection]) -> None:
        super().__init__()
        self._sections = sections

    def compose_dialog(self) -> ComposeResult:
        with VerticalScroll(classes="dialog") as scroll:
            scroll.border_title = "Help"
            for section in self._sections:
                yield Static(_words(section), classes="help-section", markup=False)

    def on_mount(self) -> None:
        self.query(".dialog").focus()


def help_sections(screen: Screen[object], keys: KeyMap) -> list[HelpSection]:
    """Return the help of what has the focus on a screen, of the screen, and of the app."""
    focused, sections = screen.focused, []
    if focused is not None:
        within = [node for node in focused.ancestors_with_self if node not in (screen, screen.app)]
        titles = (_panel_title(node) for node in within)
        title = next(filter(None, titles), "") or "Here"
        told = next(filter(None, (_text(node) for node in within)), "")
        here = HelpSection(title, told, _keys(within, keys))
        if here.text or here.keys:
            sections.append(here)
    title, _, text = _text(screen).partition("\n")
    text = " ".join(text.split())
    name = title.removeprefix("# ") or "This dialog"
    sections.append(HelpSection(name, text, _keys([screen], keys)))
    sections.append(HelpSection("Ribbit", "", _keys([screen.app], keys)))
    return sections


def _panel_title(node: DOMNode) -> str:
    title = node.border_title if isinstance(node, Panel) else None
    return str(title).split("  ")[0] if title else ""


def _text(node: DOMNode) -> str:
    return inspect.cleandoc(getattr(node, "HELP", None) or "")


def _keys(nodes: Iterable[DOMNode], keys: KeyMap) -> list[tuple[str, str]]:
    """Return the keys of these nodes with what they do, without those that are off now."""
    found = {}
    for node in nodes:
        for binding in _bindings(node):
            name = binding.action.partition("(")[0].removeprefix("app.")
            if binding.id in found or node.check_action(name, ()) is False:
                continue
            names = keys.names(binding.id or "")
            shown = names[: 1 if names[0].isdigit() else None]
            found[binding.id] = (
                ", ".join(written(name) for name in shown),
                TABLE[binding.id or ""].help,
            )
    return list(found.values())


def _bindings(node: DOMNode) -> Iterator[Binding]:
    """Iterate over the bindings of a node and its bases that are in the table of keys."""
    for base in type(node).__mro__:
        for binding in vars(base).get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id in TABLE:
                yield binding


def _words(section: HelpSection) -> Content:
    lines = [Content.styled(section.title, "$primary bold")]
    if section.text:
        lines.append(Content(section.text))
    for key, words in section.keys:
        gap = " " * max(1, _KEYS_WIDTH - cell_len(key))
        lines.append(Content.assemble((key, "$accent bold"), gap, (words, "$label")))
    return Content("\n").join(lines)
