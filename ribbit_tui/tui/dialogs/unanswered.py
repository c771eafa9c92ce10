"""The dialog about writes without a response, which also asks before one is sent again."""

from collections.abc import Awaitable, Callable
from datetime import tzinfo
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from ribbit_tui.session.unanswered.writes import UnansweredError, UnansweredWrite
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.words.formats import plain
from ribbit_tui.tui.words.unanswered import look_words, write_line

from .base import Dialog

if TYPE_CHECKING:
    from ribbit_tui.session.session import Session

Result = TypeVar("Result")

_TITLE = "No answer yet"
_HINT = "What is not there yet may still arrive. Ribbit tells you as soon as it knows."


class UnansweredDialog(Dialog[bool]):
    """A dialog that returns True if the user wants to send the write again.

    It closes by itself when the outcome is known.
    """

    DEFAULT_CSS = """
    UnansweredDialog {
        .dialog { border: round $warning; }
        .detail, .remedy, .writes { height: auto; margin-bottom: 1; }
        .remedy { text-style: bold; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("unanswered.look", "look"),
    ]

    def __init__(
        self, session: "Session", zone: tzinfo | None, failure: UnansweredError | None = None
    ) -> None:
        """Tell of one write that was not sent or not found (`failure`), or of all."""
        super().__init__()
        self._session = session
        self._zone = zone
        self._failure = failure

    def compose_dialog(self) -> ComposeResult:
        report = self._failure.report if self._failure is not None else None
        with Vertical(classes="dialog"):
            yield Static(report.title if report else _TITLE, classes="title", markup=False)
            if report is not None:
                yield Static(plain(report.detail, 400), classes="detail", markup=False)
                yield Static(plain(report.remedy, 200), classes="remedy", markup=False)
            yield Static("", classes="writes", markup=False)
            if report is None:
                yield Static(_HINT, classes="hint", markup=False)
            elif report.request_id:
                words = f"Request id {plain(report.request_id, 64)}"
                yield Static(words, classes="hint", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Close", id="close", compact=True)
                yield Button("Look now", id="look", compact=True)
                yield Button("Stop looking", id="forget", compact=True)
                yield Button("Send it again", id="again", variant="warning", compact=True)

    def on_mount(self) -> None:
        self.query_one("#again").display = bool(self._failure and self._failure.can_be_repeated)
        self.query("#close").focus()
        self._show()
        self.set_interval(1, self._show)

    @property
    def _writes(self) -> list[UnansweredWrite]:
        """The writes that are told of, as long as their outcome is not known."""
        unanswered = self._session.unanswered
        if self._failure is None:
            return unanswered.lost(self._session.state.customer_id)
        write = unanswered.get(self._failure.write.key)
        return [write] if write is not None else []

    @property
    def _overdue(self) -> list[UnansweredWrite]:
        now = self._session.clock.now()
        return [write for write in self._writes if not write.may_arrive(now)]

    def _show(self) -> None:
        writes, now = self._writes, self._session.clock.now()
        if not writes:
            self.finish(False)
            return
        lines = [write_line(write, now, self._zone) for write in writes]
        looked = max((one.looked_at for one in writes if one.looked_at), default=None)
        if times := look_words(looked, self._session.unanswered.next_look_at, now):
            lines.append(Content.styled(times, "$quiet"))
        self.query_one(".writes", Static).update(Content("\n").join(lines))
        self.query_one("#forget").display = bool(self._overdue)

    @on(Button.Pressed, "#look")
    def action_look(self) -> None:
        self._session.unanswered.look_now()

    @on(Button.Pressed, "#forget")
    def _forget(self) -> None:
        """Do not look any more for what is not expected any more."""
        for write in self._overdue:
            self._session.unanswered.forget(write)
        self._show()

    @on(Button.Pressed, "#again")
    def _again(self) -> None:
        self.finish(True)

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.finish(False)


async def send_or_ask(
    app: App[object],
    session: "Session",
    zone: tzinfo | None,
    action: Callable[[bool], Awaitable[Result]],
) -> Result:
    """Await `action(again)`; ask before it sends again what has no answer. Call it in a worker.

    Raises ActionFailedError. An UnansweredError has been told to the user already.
    """
    again = False
    while True:
        try:
            return await action(again)
        except UnansweredError as failure:
            if not await app.push_screen_wait(UnansweredDialog(session, zone, failure)):
                raise
            again = True
