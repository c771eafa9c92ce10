"""The words for the next step of a customer, and the screen where it is taken."""

from typing import NamedTuple

from ribbit_tui.session.account.next_step import NextStep


class StepWords(NamedTuple):
    """The sentence for a step, the label of its button and the name of its screen."""

    words: str
    label: str
    screen: str


STEP_WORDS = {
    NextStep.WAIT_FOR_ACTIVE: StepWords(
        "The account is not active yet.", "See its status", "status"
    ),
    NextStep.LINK_A_BANK: StepWords("Link a bank to deposit money.", "Link a bank", "money"),
    NextStep.DEPOSIT: StepWords("Make your first deposit.", "Deposit", "money"),
    NextStep.INVEST: StepWords("Buy your first share, or a fraction of one.", "Invest", "invest"),
}
