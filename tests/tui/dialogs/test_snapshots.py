"""The dialogs that many screens share."""

from collections.abc import Callable

from ribbit_tui.session.errors import ErrorReport
from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog
from tests.tui.snapshots import Snapshots
from tests.tui.stage import Stage
from tests.tui.states import loaded

Build = Callable[..., Stage]


async def test_dialogs(stage: Build, snapshots: Snapshots) -> None:
    on = stage(loaded())
    problem = ErrorReport(
        "The server does not allow this",
        "insufficient buying power: 12.34 is less than the 100.00 that the order needs",
        "Deposit first, or order less.",
        request_id="2f1c3d4e-0000-4000-8000-5a6b7c8d9e0f",
    )
    facts = [("Asset", "AAPL  Apple Inc. Common Stock"), ("Order", "Buy 0.42 shares")]
    hint = "It fills at its moment's price."
    async with on.running("home") as pilot:
        on.app.show_error(problem)
        await on.until_seen(pilot, "Request id")
        await snapshots.take_at_sizes(on, pilot, "problem")
        await pilot.press("escape")
        on.app.push_screen(ConfirmDialog("Review your order", facts, "Buy AAPL", hint))
        await on.until_seen(pilot, "Buy AAPL")
        await snapshots.take_at_sizes(on, pilot, "confirm")
