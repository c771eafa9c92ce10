"""A field for one line of text."""

from textual import events

from ribbit_tui.session.application.values.text import is_hidden
from ribbit_tui.tui.textual_private.inputs import DrawnInput

MAX_PASTE_LENGTH = 20_000


ALT_DIGITS = "º¡™£¢∞§¶"
"""The characters that a terminal on macOS sends for Alt and the digits 0 to 7."""


class TextField(DrawnInput):
    """An input that cleans what is pasted: one line, without invisible characters.

    Alt with a key, and the characters of `refused`, are not inserted when typed: they are keys of
    the screen.

    Nothing is cut; the form reports an answer that is too long. A paste of more than
    `MAX_PASTE_LENGTH` characters is refused with a message.
    """

    HELP = "A field. Enter goes on to the next one, Esc leaves it, and then letters are keys again."

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        password: bool = False,
        id: str | None = None,
        classes: str | None = None,
        refused: str = "",
    ) -> None:
        super().__init__(
            _visible_line(value),
            placeholder=placeholder,
            password=password,
            id=id,
            classes=classes,
            select_on_focus=False,
            compact=True,
        )

        self._refused = refused

    def check_consume_key(self, key: str, character: str | None) -> bool:
        is_refused = character is not None and character in self._refused
        return not is_refused and super().check_consume_key(key, character)

    def on_key(self, event: events.Key) -> None:
        """Leave a key to the screen if its character cannot be part of the answer."""
        if event.is_printable and (
            event.key.startswith("alt+") or not self.check_consume_key(event.key, event.character)
        ):
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if len(event.text) > MAX_PASTE_LENGTH:
            self.app.notify(
                f"Not pasted: {len(event.text):,} characters are too many for a field.",
                severity="warning",
                markup=False,
            )
            return
        self.replace(_visible_line(event.text).strip(), *sorted(self.selection))


def _visible_line(text: str) -> str:
    on_one_line = "".join(" " if char in "\t\r\n" else char for char in text)
    return "".join(char for char in on_one_line if not is_hidden(char))
