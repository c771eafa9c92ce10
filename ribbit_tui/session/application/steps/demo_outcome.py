"""The demo outcome: a fixture of the simulator and the sandbox, never of live."""

from ribbit_tui.session.application.fields.field import Field, WirePath, never
from ribbit_tui.session.application.values.answer import Choice, Kind, WireValue

OUTCOMES = (
    Choice("ACTIVE", "Active: approved and opened"),
    Choice("ACTION_REQUIRED", "Action required: something has to be handed in"),
    Choice("APPROVAL_PENDING", "Approval pending: a person decides"),
    Choice("REJECTED", "Rejected"),
    Choice("APPROVED", "Approved, and not opened yet"),
    Choice("SUBMITTED", "Submitted, and nothing more"),
    Choice("DISABLED", "Disabled after it was open"),
    Choice("ACCOUNT_CLOSED", "Closed after it was open"),
)


def _fixture(status: WireValue) -> str:
    return f"/fixtures/status={status}/fixtures/"


DEMO_OUTCOME = Field(
    "demo.outcome",
    "Demo outcome",
    Kind.CHOICE,
    help="Ends the review in this status, whatever the answers are.",
    choices=OUTCOMES,
    required=never,
    wire_paths=(WirePath("additional_information", _fixture),),
)
"""A field outside the steps. The presenter sets it together with a sample applicant."""
