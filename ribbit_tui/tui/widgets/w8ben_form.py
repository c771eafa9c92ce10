"""The W-8BEN as a form."""

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.application.fields.field import Field
from ribbit_tui.session.application.steps.w8ben import CERTIFIED, W8BEN
from ribbit_tui.session.application.steps.w8ben_document import (
    CERTIFICATION,
    as_on_form,
    lines,
    valid_until,
)
from ribbit_tui.session.application.values.answer import Answers
from ribbit_tui.tui.words.formats import plain

from .form import Form
from .form_row import FormRow


class W8benForm(Form):
    """The lines taken from the answers, the remaining fields, and the certification to sign."""

    DEFAULT_CSS = """
    W8benForm {
        .line { height: auto; }
        .line .name { width: 20; color: $quiet; }
        .line .value { width: 1fr; height: auto; }
        .from { color: $quiet; margin: 0 0 1 20; height: auto; }
        .certification { height: auto; max-width: 80; padding: 0 1; margin-bottom: 1; }
        .certification { border-left: outer $primary 60%; }
        .validity { color: $quiet; height: auto; max-width: 80; margin-bottom: 1; }
    }
    """

    def __init__(
        self,
        answers: Answers,
        today: date,
        *,
        fields: Sequence[Field] = W8BEN.fields,
        origin: str = "From your answers: change them in Contact and Identity.",
    ) -> None:
        """`origin` is the sentence that tells where the prefilled lines come from."""
        super().__init__(fields, answers, today)
        self._origin = origin

    def compose(self) -> ComposeResult:
        for name, value in lines(self.answers):
            with Horizontal(classes="line"):
                yield Static(name, classes="name", markup=False)
                yield Static(Content(plain(value, 300) or "–"), classes="value")
        yield Static(self._origin, classes="from", markup=False)
        for field in self._fields:
            if field.name == CERTIFIED:
                yield Static(CERTIFICATION, classes="certification", markup=False)
            yield FormRow(field, self.answers.get(field.name))
        until = valid_until(self._today)
        yield Static(
            f"Signed today, {as_on_form(self._today)}, the form is valid until"
            f" {as_on_form(until)}. Send a new one then, or within 30 days of a change.",
            classes="validity",
            markup=False,
        )
