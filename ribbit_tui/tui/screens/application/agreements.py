"""The agreements of an application: read, then accept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from ribbit_tui.session.application.steps.agreements import AcceptedAgreement, AgreementText
from ribbit_tui.tui.widgets.page import Page
from ribbit_tui.tui.words.formats import day_and_time, plain


class AgreementRow(Vertical):
    """One agreement: its title, how far it is, and the way to read it."""

    DEFAULT_CSS = """
    AgreementRow {
        height: auto;
        margin-bottom: 1;
        Horizontal { height: 1; }
        .title { width: 28; }
        .message { color: $quiet; height: auto; }
        &.-accepted .message { color: $success; }
        &.-wrong .message { color: $error; }
    }
    """

    @dataclass
    class Asked(Message):
        """The person wants to read this agreement."""

        text: AgreementText

    def __init__(self, text: AgreementText) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(self.text.title, classes="title", markup=False)
            yield Button("Read", compact=True)
        yield Static("", classes="message", markup=False)

    def show(
        self, accepted: AcceptedAgreement | None, error: str | None, zone: tzinfo | None
    ) -> None:
        """Say whether it was accepted, when and from where."""
        message = f"Not accepted yet · revision {self.text.revision}"
        if accepted is not None:
            when = day_and_time(accepted.signed_at, zone).strip()
            message = f"✓ Accepted {when} from {accepted.ip_address}"
        elif error is not None:
            message = f"✗ {plain(error, 300)}"
        self.query_one(".message", Static).update(Content(message))
        self.set_class(accepted is not None, "-accepted")
        self.set_class(accepted is None and error is not None, "-wrong")

    @on(Button.Pressed)
    def _read(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Asked(self.text))


class AgreementList(Page):
    DEFAULT_CSS = "AgreementList { height: auto; }"

    def __init__(self, texts: Sequence[AgreementText], zone: tzinfo | None) -> None:
        super().__init__()
        self._texts = texts
        self._zone = zone

    def compose(self) -> ComposeResult:
        for text in self._texts:
            yield AgreementRow(text)

    def show(self, accepted: Mapping[str, AcceptedAgreement], errors: Mapping[str, str]) -> None:
        """Bring the rows up to date."""
        for row in self.query(AgreementRow):
            name = row.text.agreement
            row.show(accepted.get(name), errors.get(f"agreements.{name}"), self._zone)

    def focus_first_open(self) -> None:
        """Go to the first agreement that is still to be accepted."""
        rows = list(self.query(AgreementRow))
        open_rows = [row for row in rows if not row.has_class("-accepted")]
        (open_rows or rows)[0].query_one(Button).focus()
