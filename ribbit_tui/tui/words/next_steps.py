"""The words for the next step of a customer, and the way to where it is taken."""

from typing import NamedTuple

from ribbit_tui.session.account.next_step import NextStep


class Way(NamedTuple):
    """The name of a screen, and the action there that focuses what is to be filled in, if any."""

    screen: str
    action: str = ""


class StepWords(NamedTuple):
    """The sentence for a step, the label of its button and the way to it."""

    words: str
    label: str
    way: Way


STEP_WORDS = {
    NextStep.WAIT_FOR_ACTIVE: StepWords(
        "The account is not active yet.", "See its status", Way("status")
    ),
    NextStep.LINK_A_BANK: StepWords(
        "Link a bank to deposit money.", "Link a bank", Way("money", "link")
    ),
    NextStep.DEPOSIT: StepWords(
        "Make your first deposit.", "Deposit", Way("money", "amount('INCOMING')")
    ),
    NextStep.INVEST: StepWords(
        "Buy your first share, or a fraction of one.", "Invest", Way("invest")
    ),
}
