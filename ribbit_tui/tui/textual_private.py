"""Everything that the app uses or mends in Textual's private parts, for the pinned version.

`tests/tui/test_textual_private.py` names each of them.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from rich.text import Text
from textual import events, on
from textual._compositor import Compositor
from textual._context import active_app, visible_screen_stack
from textual._widget_navigation import Direction
from textual.app import App, ScreenStackError
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingsMap, KeymapApplyResult
from textual.command import CommandPalette
from textual.content import Content, _FormattedLine
from textual.css.model import RuleSet
from textual.css.query import NoMatches
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.errors import NoWidget
from textual.geometry import Region, Size
from textual.keys import _character_to_key
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Button, Input, OptionList
from textual.worker import WorkerFailed

if TYPE_CHECKING:
    # Imported with the first form, not before the first frame.
    from textual.widgets import RadioSet

Result = TypeVar("Result")
Rules = dict[tuple[object, ...], list[RuleSet]]

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


class ReportingApp(App[None]):
    """An app that ends with a report of an unexpected error instead of a traceback.

    Textual's traceback prints local variables, and with them personal data.
    """

    has_started = False
    """Whether the app has been mounted."""

    def report_error(self, error: BaseException) -> str:
        """Log an unexpected error. Returns the line to print when the app has ended."""
        raise NotImplementedError

    def _handle_exception(self, error: Exception) -> None:
        """Ignore failed look-ups of widgets and screens that the ending app has removed."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        has_ended = self.has_started and not self.is_running
        if not (has_ended and isinstance(cause, (NoMatches, ScreenStackError))):
            super()._handle_exception(error)

    async def _close_all(self) -> None:
        """Close all screens, even if another one is opened meanwhile.

        Textual iterates over its dictionary of modes and awaits the end of each screen on the way.
        A message or task of a screen that is still open can switch to a mode that was not shown
        before, which adds to that dictionary: the iteration raises RuntimeError, the app ends with
        it, and the other screens stay open. Once they have ended, Textual awaits nothing on the
        way; it starts no screen that is opened after the app has begun to end.
        """
        stacks = list(self._screen_stacks.values())
        for screen in [screen for stack in stacks for screen in reversed(stack)]:
            if screen._running:
                await self._prune(screen)
        await super()._close_all()

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """The screens that can be seen behind the front one: none behind an opaque one.

        Textual lays out and renders the screen below all the same, and repaints the front one
        whenever that changes.
        """
        stack = self._screen_stack
        is_opaque = bool(stack) and stack[-1].styles.background.a == 1
        return [] if is_opaque else super()._background_screens

    def _fatal_error(self) -> None:
        if self._exception is not None:
            self._exit_renderables.append(self.report_error(self._exception))
        self._close_messages_no_wait()


Render = tuple[Region, Region, list[Strip]]
"""The region of a widget, that in which it is seen, and its lines there."""


class RowCompositor(Compositor):
    """A compositor that asks widgets only for the rows that are painted, and none that is covered.

    Textual's own asks every widget of the screen for all of its rows, for a single changed cell.
    """

    def _get_renders(self, crop: Region | None = None) -> Iterable[Render]:
        area = self.size.region
        painted = crop or area
        rows = Region(0, painted.y, area.width, painted.height)
        for widget, (region, clip) in self.visible_widgets.items():  # from front to back
            seen = region.intersection(clip).intersection(rows)
            if seen and seen.overlaps(painted):
                lines = widget.render_lines(seen.translate(-region.offset))
                yield region, clip.intersection(rows), lines
                if seen.contains_region(painted):
                    return


class SteadyScreen(Screen[Result]):
    """A screen that is styled, laid out and painted once when it opens, and once for each new size.

    Textual first lays out a new screen without the classes of its breakpoints, then styles and
    lays out all of it again; it repeats each layout of a new size; and a screen that opens in a
    mode comes to the front twice, for which each widget of the screen before is styled again.
    """

    _styled_for: tuple[object, ...] | None = None
    """The looks of the app when this screen came to the front last; None before that."""
    _is_in_front = False

    def __init__(self) -> None:
        super().__init__()
        self._compositor = RowCompositor()
        if (app := active_app.get(None)) is not None:
            self._css_update_count = app._css_update_count

    def post_message(self, message: Message) -> bool:
        """Come to the front once until the screen has left it."""
        if isinstance(message, events.ScreenResume):
            if self._is_in_front:
                return False
            self._is_in_front = True
        elif isinstance(message, events.ScreenSuspend):
            self._is_in_front = False
        return super().post_message(message)

    def on_compose(self) -> None:
        """Set the classes of the breakpoints before there is a widget to be styled."""
        width, height = self.app.size
        horizontal, vertical = self.HORIZONTAL_BREAKPOINTS or [], self.VERTICAL_BREAKPOINTS or []
        classes = self._get_breakpoint_classes(width, horizontal)
        classes |= self._get_breakpoint_classes(height, vertical)
        self.add_class(*classes)

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Style all of a screen that comes to the front only if the app's looks have changed.

        Each widget is styled when it is mounted and when its classes change, also on a screen that
        is not in front.
        """
        app = self.app
        looks = (app.theme, frozenset(app.classes), frozenset(app.pseudo_classes))
        event.refresh_styles = self._styled_for not in (None, looks)
        self._styled_for = looks

    def _on_resize(self, event: events.Resize) -> None:  # type: ignore[override]
        """Ignore a size that the terminal no longer has: a late event would restore it."""
        if event.size != self.app.size:
            event.prevent_default()

    def _screen_resized(self, size: Size) -> None:
        if size != self._compositor.size:
            super()._screen_resized(size)

    def _compositor_refresh(self) -> None:
        """Repaint each screen through which this one is seen, where this one has changed.

        Textual repaints the front one alone. One between them went on showing what was.
        """
        changed = list(self._compositor._dirty_regions)
        super()._compositor_refresh()
        behind = self.app._background_screens
        if changed and self in behind:
            for screen in behind[behind.index(self) + 1 :]:
                screen._set_dirty(*changed)

    def dismiss_from_below(self, result: Result) -> None:
        """Close this screen with a result while others lie on top of it, which stay.

        Textual's `dismiss` closes the front one, whichever screen it is called on.
        """
        self._result_callbacks[-1](result)
        self.app._screen_stack.remove(self)
        self._pop_result_callback()
        self.app.call_next(self.app._replace_screen, self)


class CachingStylesheet(Stylesheet):
    """Parses each source once per set of variables.

    Textual caches the rules of 64 sources, fewer than this app has, and parses all sources again
    for each new screen. That took two thirds of the time to open a screen.
    """

    _by_variables: ClassVar[dict[frozenset[tuple[str, str]], Rules]] = {}

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parsed = self._known_rules()

    def _known_rules(self) -> Rules:
        return self._by_variables.setdefault(frozenset(self._variables.items()), {})

    def set_variables(self, variables: dict[str, str]) -> None:
        """Set the variables. The cached rules stay valid if the variables are the same."""
        if variables != self._variables:
            super().set_variables(variables)
            self._parsed = self._known_rules()
            self._require_parse = True

    def reparse(self) -> None:
        """Parse the sources that have changed since the last call."""
        if self._require_parse:
            self.parse()

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        key = (css, read_from, is_default_rules, tie_breaker, scope)
        if (rules := self._parsed.get(key)) is None:
            rules = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
            self._parsed[key] = rules
        return rules


class DrawnInput(Input):
    """An input that can draw another text than its value.

    Textual lays out the whole screen at each key, since the width of the text is a size. Here only
    the field is painted: its own size does not depend on its text.
    """

    def _watch_value(self, value: str) -> None:
        self.set_reactive(Input.virtual_size, Size(self.content_width, 1))
        super()._watch_value(value)

    def drawn_text(self) -> str | None:
        """Return the text to draw, as long as the value; None to draw what Textual draws."""
        return None

    @property
    def _value(self) -> Text:
        drawn = self.drawn_text()
        if drawn is None:
            return super()._value
        return Text(drawn, no_wrap=True, overflow="ignore", end="")


def set_radio_cursor(radios: "RadioSet", index: int) -> None:
    """Put the cursor of a set of radio buttons on the button with this index."""
    radios._selected = index


def screen_strips(app: App[None]) -> list[Strip]:
    """Render the screen, with the screens that are visible behind a dialog."""
    visible_screen_stack.set(app._background_screens)
    width, height = app.size
    return app.screen._compositor.render_strips(Size(width, height))


def key_name(character: str) -> str:
    """Return Textual's name for the key that types a character."""
    return character if character.isalnum() else _character_to_key(character)
