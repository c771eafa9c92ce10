"""A screen that is styled, laid out and painted once."""

from typing import TypeVar

from textual import events
from textual._context import active_app
from textual.binding import BindingsMap
from textual.dom import DOMNode
from textual.geometry import Size
from textual.keys import key_to_character
from textual.message import Message
from textual.screen import Screen

from .compositor import RowCompositor

Result = TypeVar("Result")


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

    @property
    def _binding_chain(self) -> list[tuple[DOMNode, BindingsMap]]:
        """The bindings from the focus outwards, without the keys that a field within takes.

        Textual leaves them out by the keys that they had before `[keys]` changed them: a letter
        remapped to Ctrl+K was dead in a field, and a function key remapped to a letter took it
        from what was typed.
        """
        focused, app = self.focused, self.app
        nodes = [self, app] if focused is None or focused.loading else focused.ancestors_with_self
        chain: list[tuple[DOMNode, BindingsMap]] = []
        takers: list[DOMNode] = []
        for node in nodes:
            bindings = node._bindings.copy()
            if app._keymap:
                bindings.apply_keymap(app._keymap)
            for key in list(bindings.key_to_bindings) if takers else ():
                character = key_to_character(key)
                if any(inner.check_consume_key(key, character) for inner in takers):
                    del bindings.key_to_bindings[key]
            if type(node).check_consume_key is not DOMNode.check_consume_key:
                takers.append(node)
            chain.append((node, bindings))
        return chain

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
