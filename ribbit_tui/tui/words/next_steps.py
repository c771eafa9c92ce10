"""How the next step is put, and where it is taken."""

from typing import NamedTuple

from ribbit_tui.session.account.next_step import NextStep


class StepWords(NamedTuple):
    words: str
    label: str
    room: str


STEP_WORDS = {
    NextStep.WAIT_FOR_ACTIVE: StepWords(
        "The account is not active yet.", "See its status", "status"
    ),
    NextStep.LINK_A_BANK: StepWords("Link a bank to bring in money.", "Link a bank", "money"),
    NextStep.DEPOSIT: StepWords("Make a first deposit.", "Deposit", "money"),
    NextStep.INVEST: StepWords("Buy a first share, or a fraction of one.", "Invest", "invest"),
}
