"""Everything that the app uses or mends in Textual's private parts, for the pinned version.

`tests/tui/test_textual_private.py` names each of them.
"""

from typing import Any

from textual import events, on
from textual._widget_navigation import Direction
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.content import Content, _FormattedLine
from textual.errors import NoWidget
from textual.widgets import Input, OptionList

_move_page = OptionList._move_page
_wrap = Content._wrap_and_format


class Palette(CommandPalette):
    """The command palette; input that comes before it is laid out or while it closes is ignored.

    Textual fails on a second Enter, click or Escape, on a palette whose screen is no longer the
    one in front, and on a click outside of a terminal that has just shrunk.
    """

    def dismiss(self, result: None = None) -> AwaitComplete:
        if not self.is_active:
            return AwaitComplete()
        return super().dismiss(result)

    @on(Input.Changed)
    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _ignore_while_closing(
        self, event: Input.Changed | Input.Submitted | OptionList.OptionSelected
    ) -> None:
        if not self.is_active:
            event.stop()
            event.prevent_default()

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]
        try:
            super()._on_click(event)
        except NoWidget:
            self.dismiss()

    def _on_mount(self, event: events.Mount) -> None:
        if self.is_active:
            super()._on_mount(event)
        else:
            event.prevent_default()


def mend_textual() -> None:
    """Mend what ends any app: lists paged before they are laid out, text laid out 0 cells wide.

    Textual's own lists are among them, in the palette and under a Select. Calling it again
    changes nothing.
    """
    OptionList._move_page = _page_what_is_laid_out  # type: ignore[method-assign,assignment]
    Content._wrap_and_format = _wrap_to_a_cell  # type: ignore[method-assign,assignment]


def _page_what_is_laid_out(options: OptionList, direction: Direction) -> None:
    if (options.highlighted or 0) in options._index_to_line:
        _move_page(options, direction)


def _wrap_to_a_cell(content: Content, width: int, *rest: Any, **named: Any) -> list[_FormattedLine]:
    narrowest = 1 + 2 * named.get("line_pad", 0)
    return _wrap(content, max(width, narrowest), *rest, **named)
