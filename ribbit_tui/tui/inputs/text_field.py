"""A field for one line of text."""

from textual import events

from ribbit_tui.session.application.values.text import is_hidden
from ribbit_tui.tui.textual_private import DrawnInput

MAX_PASTE_LENGTH = 20_000


class TextField(DrawnInput):
    """An input that cleans what is pasted: one line, without invisible characters.

    Nothing is cut; the form reports an answer that is too long. A paste of more than
    `MAX_PASTE_LENGTH` characters is refused with a message.
    """

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        password: bool = False,
        id: str | None = None,
        classes: str | None = None,
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
