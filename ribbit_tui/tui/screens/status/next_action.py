"""The action that the Status screen offers first."""

from typing import NamedTuple

from ribbit_tui.wire.accounts import AccountStatus


class NextAction(NamedTuple):
    """The label and the action of the first button."""

    label: str
    action: str


NEXT_ACTIONS: dict[str, NextAction] = {
    AccountStatus.ONBOARDING: NextAction("Start the identity check", "identity_check"),
    AccountStatus.REJECTED: NextAction("Apply again", "apply_again"),
    AccountStatus.ACCOUNT_CLOSED: NextAction("Go to Welcome", "app.welcome"),
}
