"""The facts that the Account screen shows of an account."""

from datetime import UTC

import pytest

from ribbit_tui.session.state import State
from ribbit_tui.tui.screens.account.sections import section_facts
from ribbit_tui.wire.cip import Cip
from tests.tui import states


def shown(section: str, label: str, state: State) -> str:
    """Return the text of the section's fact with this label."""
    [fact] = [one for one in section_facts(section, state, UTC) if one.label == label]
    return fact.value


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (None, "Trading"),
        ("trading", "Trading"),
        ("custodial", "Custodial, held for a minor"),
        ("donor_advised", "Donor-advised, held by a charity"),
        ("ira", "Individual retirement account (IRA)"),
        ("hsa", "Health savings account (HSA)"),
        ("of_next_year", "Of next year"),
    ],
)
def test_Q7_the_type_of_an_account_is_told_in_words(sent: str | None, words: str) -> None:
    state = states.complete()
    assert state.account is not None
    state.account.account_type = sent
    assert shown("overview", "Kind", state) == words


def test_Q9_the_number_of_an_identity_document_is_masked() -> None:
    state = states.complete()
    state.cip = Cip.model_validate({"kyc": {"id_number": "jd0000123456789"}})
    assert shown("checks", "ID number", state) == "•••••••••••6789"
