"""A screen that is styled, laid out and painted once."""

from typing import TYPE_CHECKING, TypeVar

from textual import events
from textual._context import active_app
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen

if TYPE_CHECKING:
    # Imported with the first form, not before the first frame.
    pass

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
