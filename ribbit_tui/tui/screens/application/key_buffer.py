"""What is typed while a page of the form is turned is for the first question on it."""

from textual import events
from textual.screen import Screen


class KeyBuffer:
    """Holds the keys that come while nothing can take them, from the start on."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._is_holding = True
        self._is_answered = False
        self._keys: list[events.Key] = []

    def hold(self) -> None:
        """From now on, keep what is typed: without a focus, the screen gets it at once."""
        self._is_holding = True
        self._is_answered = False
        self._screen.set_focus(None)

    def take(self, event: events.Key) -> None:
        """Keep a key that found nothing with the focus, if that is because of the page.

        With a key that would go on, the first question is answered: what follows is for another.
        """
        if not self._is_holding:
            return
        if event.key in ("enter", "tab"):
            self._is_answered = True
        if event.is_printable:
            event.stop()
            event.prevent_default()
            if not self._is_answered:
                self._keys.append(events.Key(event.key, event.character))

    def release(self) -> None:
        """Give all to what has the focus, once it has it.

        The app gives the focus later, too, and then come the keys that it left to the screen.
        """
        self._screen.app.call_later(self._screen.call_later, self._release)

    def _release(self) -> None:
        self._is_holding = False
        keys, self._keys = self._keys, []
        if self._screen.focused is not None:
            for key in keys:
                self._screen.focused.post_message(key)
