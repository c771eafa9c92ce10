"""The dialogs that ask before orders are canceled."""

from collections.abc import Sequence
from datetime import tzinfo

from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog
from ribbit_tui.tui.words.formats import day_and_time, shares
from ribbit_tui.tui.words.orders import order_kind, order_title
from ribbit_tui.wire.orders import Order

_MAX_LISTED = 8
_HINT = "What has filled stays yours. An order may still fill before it is canceled."


def cancellation(order: Order, zone: tzinfo | None) -> ConfirmDialog:
    """Build the dialog that asks before one order is canceled."""
    facts = [
        ("Order", order_title(order)),
        ("Kind", order_kind(order)),
        ("Placed", day_and_time(order.created_at, zone)),
        ("Filled", shares(order.filled_qty)),
    ]
    return ConfirmDialog("Cancel this order?", facts, "Cancel order", _HINT, is_destructive=True)


def cancellation_of_all(orders: Sequence[Order]) -> ConfirmDialog:
    """Build the dialog that asks before all open orders are canceled."""
    facts = [("Order", order_title(order)) for order in orders[:_MAX_LISTED]]
    if len(orders) > _MAX_LISTED:
        facts.append(("", f"and {len(orders) - _MAX_LISTED} more"))
    title = f"Cancel all {len(orders)} open orders?" if len(orders) > 1 else "Cancel this order?"
    return ConfirmDialog(title, facts, "Cancel all", _HINT, is_destructive=True)
