"""The buffer for keys that are typed while the next step is being shown."""

from textual import events
from textual.screen import Screen


class KeyBuffer:
    """A buffer that keeps keys while nothing has the focus, and sends them to the first field."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._is_active = True
        self._is_complete = False
        self._keys: list[events.Key] = []

    def start(self) -> None:
        """Keep the keys from now on. Without a focused widget, the screen gets them first."""
        self._is_active = True
        self._is_complete = False
        self._screen.set_focus(None)

    def add(self, event: events.Key) -> None:
        """Keep a printable key, unless the buffer is off.

        Enter and Tab complete the first field. Keys after them belong to another field: drop them.
        """
        if not self._is_active:
            return
        if event.key in ("enter", "tab"):
            self._is_complete = True
        if event.is_printable:
            event.stop()
            event.prevent_default()
            if not self._is_complete:
                self._keys.append(events.Key(event.key, event.character))

    def flush(self) -> None:
        """Send the keys to the focused widget, once the app has set the focus.

        Deferred twice: the app sets the focus later, and queued keys reach the screen after that.
        """
        self._screen.app.call_later(self._screen.call_later, self._flush)

    def _flush(self) -> None:
        self._is_active = False
        keys, self._keys = self._keys, []
        if self._screen.focused is not None:
            for key in keys:
                self._screen.focused.post_message(key)
