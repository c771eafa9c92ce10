"""The agreements of the application: each is read, then accepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Button, Static

from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.steps.agreements import (
    AcceptedAgreement,
    AgreementText,
    applying_agreements,
)
from ribbit_tui.session.application.steps.registry import AGREEMENTS_STEP
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.words.formats import day_and_time, plain

from .step_panel import StepPanel

if TYPE_CHECKING:
    from ribbit_tui.tui.dependencies import AppDependencies

_EXCERPT, _MORE = 2, 4
"""Paragraphs that are shown on a wide terminal, and on a very wide one."""


class AgreementRow(Vertical):
    """One agreement: its title, whether it is accepted, and a button that opens its text.

    Where there is room, its text begins below.
    """

    DEFAULT_CSS = """
    AgreementRow {
        height: auto;
        margin-bottom: 1;
        Horizontal { height: 1; }
        .title { width: 28; }
        .message { color: $quiet; height: auto; }
        .excerpt, .more { color: $label; height: auto; display: none; }
        &.-accepted .message { color: $success; }
        &.-wrong .message { color: $error; }
    }
    """

    @dataclass
    class ReadRequested(Message):
        """Posted when the user wants to read this agreement."""

        text: AgreementText

    def __init__(self, text: AgreementText) -> None:
        super().__init__()
        self.text = text

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(self.text.title, classes="title", markup=False)
            yield Button("Read", compact=True)
        yield Static("", classes="message", markup=False)
        excerpt, more = self.text.paragraphs[:_EXCERPT], self.text.paragraphs[_EXCERPT:_MORE]
        yield Static("\n".join(excerpt), classes="excerpt", markup=False)
        yield Static("\n".join(more), classes="more", markup=False)

    def show(
        self, accepted: AcceptedAgreement | None, error: str | None, zone: tzinfo | None
    ) -> None:
        """Show when and from which address the agreement was accepted, or the error."""
        message = f"Not accepted yet · revision {self.text.revision}"
        if accepted is not None:
            when = day_and_time(accepted.signed_at, zone).strip()
            message = f"✓ Accepted {when} from {accepted.ip_address}"
        elif error is not None:
            message = f"✗ {plain(error, 300)}"
        show_text(self.query_one(".message", Static), Content(message))
        self.set_class(accepted is not None, "-accepted")
        self.set_class(accepted is None and error is not None, "-wrong")

    @on(Button.Pressed)
    def _read(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.ReadRequested(self.text))


class AgreementsPanel(StepPanel):
    """The agreements that apply to the draft."""

    def __init__(self, draft: Draft, dependencies: "AppDependencies", today: date) -> None:
        super().__init__()
        self._texts = applying_agreements(draft.answers)
        self._draft = draft
        self._dependencies = dependencies
        self._today = today

    def compose(self) -> ComposeResult:
        for text in self._texts:
            yield AgreementRow(text)

    async def show_errors(self, errors: Mapping[str, str]) -> bool:
        self._show(errors)
        self._focus_first_open()
        return True

    def _show(self, errors: Mapping[str, str]) -> None:
        for row in self.query(AgreementRow):
            name = row.text.agreement
            error = errors.get(f"agreements.{name}")
            row.show(self._draft.accepted.get(name), error, self._dependencies.zone)

    def _focus_first_open(self) -> None:
        """Focus the first agreement that is not accepted yet."""
        rows = list(self.query(AgreementRow))
        open_rows = [row for row in rows if not row.has_class("-accepted")]
        (open_rows or rows)[0].query_one(Button).focus()

    @on(AgreementRow.ReadRequested)
    def _read_requested(self, event: AgreementRow.ReadRequested) -> None:
        event.stop()
        self.screen.run_worker(
            self._read(event.text), group="agreement", exclusive=True, description="agreement"
        )

    async def _read(self, text: AgreementText) -> None:
        from ribbit_tui.tui.dialogs.agreement import AgreementDialog

        self._draft.open(text.agreement)
        if await self.app.push_screen_wait(AgreementDialog(text)):
            clock, local_ip = self._dependencies.clock, self._dependencies.local_ip
            self._draft.accept(text.agreement, clock.now(), local_ip())
        self._show({})
        is_complete = not self._draft.errors(AGREEMENTS_STEP.id, self._today)
        if not is_complete:
            self._focus_first_open()
        self.post_message(self.Changed(is_complete))
