"""Mends of what ends or misdraws any app."""

from collections.abc import Mapping
from typing import Any

from textual._widget_navigation import Direction
from textual.binding import Binding, BindingsMap, KeymapApplyResult
from textual.content import Content, _FormattedLine
from textual.widgets import Button, OptionList

_move_page = OptionList._move_page
_wrap = Content._wrap_and_format


def mend_textual() -> None:
    """Mend what ends any app, and buttons. Calling it again changes nothing.

    Textual fails on lists paged before they are laid out, its own in the palette and under a Select
    among them, and on text laid out 0 cells wide. A button whose label changes keeps its width, and
    cuts a longer label, until something else changes the layout. A keymap drops bindings that have
    had the same key.
    """
    OptionList._move_page = _page_what_is_laid_out  # type: ignore[method-assign,assignment]
    Content._wrap_and_format = _wrap_to_a_cell  # type: ignore[method-assign,assignment]
    Button.label._layout = True
    BindingsMap.apply_keymap = _apply_keymap  # type: ignore[method-assign,assignment]


def _apply_keymap(bindings: BindingsMap, keymap: Mapping[str, str]) -> KeymapApplyResult:
    """Replace the keys of the bindings whose ids are in `keymap`; keep all others.

    Textual's own method drops other bindings that have had the same key.
    """
    applied: dict[str, list[Binding]] = {}
    for key, found in bindings.key_to_bindings.items():
        for binding in found:
            keys = keymap.get(binding.id or "", key).split(",")
            for one in keys:
                named = applied.setdefault(one, [])
                if all(other.id != binding.id or binding.id is None for other in named):
                    named.append(binding if one == key else binding.with_key(one))
    bindings.key_to_bindings = applied
    return KeymapApplyResult(set())


def _page_what_is_laid_out(options: OptionList, direction: Direction) -> None:
    if (options.highlighted or 0) in options._index_to_line:
        _move_page(options, direction)


def _wrap_to_a_cell(content: Content, width: int, *rest: Any, **named: Any) -> list[_FormattedLine]:
    narrowest = 1 + 2 * named.get("line_pad", 0)
    return _wrap(content, max(width, narrowest), *rest, **named)
