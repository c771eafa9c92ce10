"""Orders: place, cancel, sell everything.

A 2xx means accepted, not done: fills and cancellations arrive as events. Every action raises
ActionFailedError, and nothing else, when it failed or its outcome is unknown.
"""

from collections.abc import Callable

from ribbit_tui.broker.responses import safe_line
from ribbit_tui.session.errors import ActionFailedError, ErrorReport
from ribbit_tui.session.state import Change
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.session.sync.order_updates import keep_newer_order
from ribbit_tui.session.trading.ticket import TicketReview
from ribbit_tui.wire.orders import Order

from .calls import Calls
from .unknown_outcomes import UnknownOutcomes

_MOST_REASONS = 5


class TradingActions:
    """Places and cancels orders, and closes positions."""

    def __init__(self, store: StateStore, calls: Calls, new_id: Callable[[], str]) -> None:
        self._store = store
        self._calls = calls
        self._new_id = new_id
        self._unknown_outcomes = UnknownOutcomes(calls)

    async def place_order(self, review: TicketReview) -> Order:
        """Send a reviewed order.

        The `client_order_id` is made before the call. It identifies the order when the response
        is lost, so that nothing is bought twice.
        """
        account_id = self._calls.account_id()
        creation = review.to_creation(self._new_id())
        order = await self._calls.send(
            lambda broker: broker.trading.create_order(account_id, creation),
            if_unknown=lambda error: self._unknown_outcomes.find_order(account_id, creation, error),
        )
        self._store.apply_response(
            account_id, lambda state: keep_newer_order(state, order), Change.ORDERS
        )
        self._store.mark_stale(Change.MONEY)
        return self._store.state.orders.get(order.id, order)

    async def cancel_order(self, order: Order) -> None:
        """Request the cancellation of an open order."""
        account_id = self._calls.account_id()
        await self._calls.send(lambda broker: broker.trading.cancel_order(account_id, order.id))
        self._store.mark_stale(Change.ORDERS | Change.MONEY)

    async def cancel_all_orders(self) -> None:
        """Request the cancellation of every open order."""
        account_id = self._calls.account_id()
        results = await self._calls.send(
            lambda broker: broker.trading.cancel_all_orders(account_id)
        )
        self._store.mark_stale(Change.ORDERS | Change.MONEY)
        failed = [one.message for one in results if one.status >= 400]
        if failed:
            raise ActionFailedError(_partial_failure("could not be canceled", failed, len(results)))

    async def sell_all_positions(self) -> None:
        """Place a market order to sell each position."""
        account_id = self._calls.account_id()
        results = await self._calls.send(
            lambda broker: broker.trading.close_all_positions(account_id)
        )
        self._store.mark_stale(Change.ORDERS | Change.POSITIONS | Change.MONEY)
        failed = [
            f"{one.symbol}: {one.message}" if one.message else one.symbol
            for one in results
            if one.status >= 400
        ]
        if failed:
            raise ActionFailedError(_partial_failure("could not be sold", failed, len(results)))


def _partial_failure(words: str, reasons: list[str], requested: int) -> ErrorReport:
    """Return the report of a request of which parts failed, with each reason once."""
    told = dict.fromkeys(safe_line(reason, ()) for reason in reasons[:_MOST_REASONS])
    why = "; ".join(filter(None, told))
    return ErrorReport(
        "Only part of it was done" if len(reasons) < requested else "None of it was done",
        f"{len(reasons)} of {requested} {words}" + (f": {why}." if why else "."),
        "Check what is left, then try again.",
    )
