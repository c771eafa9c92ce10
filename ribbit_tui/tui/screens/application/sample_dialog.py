"""The dialog that fills in a sample applicant and sets the outcome of the review."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, OptionList, Select, Static
from textual.widgets.option_list import Option

from ribbit_tui.session.application.samples.personas import (
    PERSONAS,
    PERSONAS_BY_ID,
    ChosenSample,
    Persona,
)
from ribbit_tui.session.application.steps.demo_outcome import DEMO_OUTCOME
from ribbit_tui.tui.dialogs.base import Dialog
from ribbit_tui.tui.inputs.pick_list import PickList


class SampleApplicantDialog(Dialog[ChosenSample]):
    """A dialog that returns the applicant, if one was chosen, and the outcome."""

    DEFAULT_CSS = """
    SampleApplicantDialog {
        .dialog { max-height: 100%; }
        OptionList, OptionList:focus { padding: 0; background: $panel; }
        OptionList { height: auto; max-height: 10; }
        #fill-in { min-width: 11; }
        #outcome-only { min-width: 20; }
        .outcome { height: 1; margin-top: 1; }
        .outcome Static { width: 16; }
        .outcome Select { width: 1fr; }
    }
    """

    def __init__(self, outcome: str | None) -> None:
        super().__init__()
        self._outcome = outcome

    def compose_dialog(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Fill in a sample applicant", classes="title", markup=False)
            yield OptionList(*(_option(persona) for persona in PERSONAS))
            with Horizontal(classes="outcome"):
                yield Static(DEMO_OUTCOME.label, markup=False)
                yield PickList(
                    [(choice.label, choice.value) for choice in DEMO_OUTCOME.options()],
                    value=self._outcome or Select.NULL,
                    prompt="Decided by the review",
                    compact=True,
                )
            yield Static(
                "Enter fills in the applicant and replaces all answers.",
                classes="hint",
                markup=False,
            )
            with Horizontal(classes="buttons"):
                yield Button("Back", id="back", compact=True)
                yield Button("Set outcome only", id="outcome-only", compact=True)
                yield Button("Fill in", id="fill-in", variant="primary", compact=True)

    def on_mount(self) -> None:
        applicants = self.query_one(OptionList)
        applicants.highlighted = 0
        applicants.focus()

    @on(OptionList.OptionSelected)
    @on(Button.Pressed, "#fill-in")
    def _fill_in(self, event: OptionList.OptionSelected | Button.Pressed) -> None:
        event.stop()
        option = self.query_one(OptionList).highlighted_option
        if option is not None and option.id is not None:
            self.finish(ChosenSample(PERSONAS_BY_ID[option.id], self._chosen_outcome()))

    @on(Button.Pressed, "#outcome-only")
    def _set_outcome_only(self, event: Button.Pressed) -> None:
        event.stop()
        self.finish(ChosenSample(None, self._chosen_outcome()))

    @on(Button.Pressed, "#back")
    def _back(self, event: Button.Pressed) -> None:
        event.stop()
        self.finish(None)

    def _chosen_outcome(self) -> str | None:
        select = self.query_one(Select)
        return None if select.is_blank() else str(select.value)


def _option(persona: Persona) -> Option:
    words = Content.assemble(persona.title, "\n", (persona.leads_to, "$quiet"))
    return Option(words, persona.id)
