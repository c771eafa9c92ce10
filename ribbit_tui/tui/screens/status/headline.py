"""The status in large letters, and the sentence below it."""

from datetime import timedelta

from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.account.first_steps import opening_time
from ribbit_tui.session.state import State
from ribbit_tui.tui.drawing.large_text import can_be_large, large_lines, large_width
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.words.formats import age, plain, precise_duration
from ribbit_tui.tui.words.statuses import TONE_STYLES, account_words
from ribbit_tui.wire.accounts import Account, AccountStatus

_LONG = timedelta(minutes=1)


class Headline(Static):
    """The status of an account in three rows; the screen shows it where there is room."""

    DEFAULT_CSS = "Headline { height: auto; text-align: center; padding: 1 0; }"

    def __init__(self) -> None:
        super().__init__(id="status-headline", markup=False)
        self._state: State | None = None

    def show(self, state: State) -> None:
        """Show the status of the account of this state."""
        self._state = state
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        account, width = self._state.account if self._state else None, self.content_size.width
        if self._state is None or account is None or width <= 0:
            return
        words = account_words(account.status)
        parts = [(words.label, TONE_STYLES[words.tone])]
        if account.status == AccountStatus.ACTIVE:
            name = plain(account.identity.given_name, 20) if account.identity else ""
            end = [(f" {name}", "$primary")] if name else []
            parts = [(f"You're approved{',' if name else ''}", "$foreground"), *end]
        lines = [_large(parts, width), Content()]
        if sentence := _sentence(self._state, account):
            lines.append(sentence)
        show_text(self, Content("\n").join(lines))


def _large(parts: list[tuple[str, str]], width: int) -> Content:
    """Draw the parts beside each other in large letters, or else in one bold line."""
    text = "".join(part for part, _ in parts)
    if not can_be_large(text) or large_width(text) > width:
        return Content.assemble(*((part, f"{style} bold") for part, style in parts))
    rows = zip(*(large_lines(part) for part, _ in parts), strict=True)
    styles = [style for _, style in parts]
    return Content("\n").join(
        Content(" ").join(
            Content.styled(cells, style) for cells, style in zip(row, styles, strict=True)
        )
        for row in rows
    )


def _sentence(state: State, account: Account) -> Content | None:
    if account.status != AccountStatus.ACTIVE:
        return None
    number = plain(account.account_number, 20)
    taken = opening_time(state)
    parts: list[tuple[str, str]] = [
        ("Account ", "$label"),
        (number, "bold"),
        (" is open.", "$label"),
    ]
    if taken is not None:
        words = age(taken.total_seconds()) if taken >= _LONG else precise_duration(taken)
        parts += [(" From the application to here: ", "$label"), (words, "$primary bold")]
    return Content.assemble(*parts)
