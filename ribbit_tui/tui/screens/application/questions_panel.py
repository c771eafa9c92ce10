"""The panels of the steps that consist of questions."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from ribbit_tui.session.application.drafts.draft import Draft, IncompleteApplicationError
from ribbit_tui.session.application.fields.field import Step
from ribbit_tui.session.application.steps.w8ben import W8BEN
from ribbit_tui.tui.widgets.form import Form
from ribbit_tui.tui.widgets.w8ben_form import W8benForm

from .step_panel import StepPanel

if TYPE_CHECKING:
    from ribbit_tui.tui.dependencies import AppDependencies


class FormPanel(StepPanel):
    """A form. Its `Form.Answered` messages reach the screen, which updates the draft."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form

    def compose(self) -> ComposeResult:
        yield self._form

    async def show_errors(self, errors: Mapping[str, str]) -> bool:
        if not self._form.show_errors(errors):
            self._form.focus_first()
        return True


class QuestionsPanel(FormPanel):
    """The questions of a step."""

    def __init__(self, step: Step, draft: Draft, today: date) -> None:
        super().__init__(Form(step.fields, draft.answers, today))


class W8benPanel(FormPanel):
    """The W-8BEN. Continuing signs it."""

    def __init__(self, draft: Draft, dependencies: "AppDependencies", today: date) -> None:
        super().__init__(W8benForm(draft.answers, today))
        self._draft = draft
        self._dependencies = dependencies
        self._today = today

    def complete(self) -> None:
        """Sign the form, unless an answer is missing or the signature is still valid."""
        if not self._draft.errors(W8BEN.id, self._today):
            return
        clock, local_ip = self._dependencies.clock, self._dependencies.local_ip
        with suppress(IncompleteApplicationError):
            self._draft.sign_w8ben(clock.now(), local_ip(), self._today)
