"""The dialog with the text of an agreement, which is accepted at its end."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Static

from ribbit_tui.session.application.steps.agreements import AgreementText

from .base import Dialog


class AgreementBody(VerticalScroll):
    """The scrollable text. It does not animate, so that Enter right after End accepts."""

    def action_scroll_end(self) -> None:
        self.scroll_end(animate=False)

    def action_page_down(self) -> None:
        self.scroll_page_down(animate=False)


class AgreementDialog(Dialog[bool]):
    """A dialog that returns True when the user accepts, which takes scrolling to the end."""

    DEFAULT_CSS = """
    AgreementDialog {
        .dialog { height: 90%; max-height: 40; }
        AgreementBody { height: 1fr; }
        AgreementBody Static { height: auto; margin-right: 1; }
        .hint { margin-top: 1; }
    }
    """

    def __init__(self, text: AgreementText) -> None:
        super().__init__()
        self._text = text

    def compose_dialog(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self._text.title, classes="title", markup=False)
            with AgreementBody():
                yield Static(self._text.body, markup=False)
            yield Static("", classes="hint", markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Back", id="back", compact=True)
                yield Button("Accept", id="accept", variant="primary", compact=True, disabled=True)

    def on_mount(self) -> None:
        text = self.query_one(AgreementBody)
        text.focus()
        self.watch(text, "scroll_y", self._check_end, init=False)
        self.call_after_refresh(self._check_end)

    def on_resize(self) -> None:
        self.call_after_refresh(self._check_end)

    def _check_end(self) -> None:
        """Enable and focus Accept once the last line is visible."""
        text = self.query_one(AgreementBody)
        accept = self.query_one("#accept", Button)
        is_loaded = text.size.width >= 20 and text.size.height >= 3
        at_the_end = is_loaded and text.scroll_y >= text.max_scroll_y - 1
        if at_the_end and accept.disabled:
            accept.disabled = False
            accept.focus()
        hint = "" if not accept.disabled else "Read to the end to accept: ↓ or Page Down."
        self.query_one(".hint", Static).update(
            hint or f"The full agreement: {self._text.public_url}"
        )

    @on(Button.Pressed, "#accept")
    def _accept(self) -> None:
        self.finish(True)

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.finish(False)
