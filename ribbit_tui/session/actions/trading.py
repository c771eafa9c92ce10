"""Orders: place, cancel, sell everything.

A 2xx means accepted, not done: fills and cancellations arrive as events. Every action raises
ActionFailedError, and nothing else, when it failed or its outcome is unknown.
"""

from decimal import Decimal

from ribbit_tui.broker.responses import safe_line
from ribbit_tui.session.errors import ActionFailedError, ErrorReport
from ribbit_tui.session.state import Change
from ribbit_tui.session.state_store import StateStore
from ribbit_tui.session.sync.order_updates import keep_newer_order
from ribbit_tui.session.trading.ticket import TicketReview
from ribbit_tui.session.unanswered.writes import UnansweredWrite, WriteKind
from ribbit_tui.wire.orders import Order

from .calls import Calls

_MOST_REASONS = 5


class TradingActions:
    """Places and cancels orders, and closes positions."""

    def __init__(self, store: StateStore, calls: Calls) -> None:
        self._store = store
        self._calls = calls

    async def place_order(self, review: TicketReview, *, again: bool = False) -> Order:
        """Send a reviewed order.

        The `client_order_id` is made before the call. If the response is lost, the same ticket is
        sent again under the same id, so that nothing is bought twice.
        """
        account_id = self._calls.account_id()
        order = await self._calls.write(
            self._describe(review),
            lambda broker, write: broker.trading.create_order(
                account_id, review.to_creation(write.key)
            ),
            again=again,
        )
        self._store.apply_response(
            account_id, lambda state: keep_newer_order(state, order), Change.ORDERS
        )
        self._store.mark_stale(Change.MONEY)
        return self._store.state.orders.get(order.id, order)

    def is_repetition(self, review: TicketReview) -> bool:
        """Whether this order was sent before, its answer is lost, and its id is used again."""
        return self._calls.is_repetition(self._describe(review, key=""))

    def _describe(self, review: TicketReview, *, key: str | None = None) -> UnansweredWrite:
        """Describe a reviewed order as a write, under a new `client_order_id` without a `key`."""
        creation = review.to_creation("")
        body = creation.to_wire()
        del body["client_order_id"]
        for name, value in creation:
            if isinstance(value, Decimal):
                body[name] = f"{value.normalize():f}"  # 0.42 and 0.420 are one order
        amounts = (f"{name} {body[name]}" for name in ("qty", "notional") if body.get(name))
        subject = " ".join([body["side"], body["symbol"], *amounts])
        account_id = self._calls.account_id()
        return self._calls.new_write(WriteKind.ORDER, subject, body, account_id=account_id, key=key)

    async def cancel_order(self, order: Order, *, again: bool = False) -> None:
        """Request the cancellation of an open order."""
        account_id = self._calls.account_id()
        body = {"ids": [order.id], "symbol": order.symbol}
        write = self._calls.new_write(
            WriteKind.ORDER_CANCELLATION, order.id, body, account_id=account_id
        )
        await self._calls.write(
            write,
            lambda broker, _: broker.trading.cancel_order(account_id, order.id),
            again=again,
        )
        self._store.mark_stale(Change.ORDERS | Change.MONEY)

    async def cancel_all_orders(self, *, again: bool = False) -> None:
        """Request the cancellation of every open order."""
        account_id = self._calls.account_id()
        ids = [order.id for order in self._store.state.orders.values() if not order.is_closed]
        write = self._calls.new_write(
            WriteKind.CANCELLATION_OF_ALL, "all", {"ids": ids}, account_id=account_id
        )
        results = await self._calls.write(
            write, lambda broker, _: broker.trading.cancel_all_orders(account_id), again=again
        )
        self._store.mark_stale(Change.ORDERS | Change.MONEY)
        failed = [one.message for one in results if one.status >= 400]
        if failed:
            raise ActionFailedError(_partial_failure("could not be canceled", failed, len(results)))

    async def sell_all_positions(self, *, again: bool = False) -> None:
        """Place a market order to sell each position."""
        account_id = self._calls.account_id()
        body = {"symbols": sorted(self._store.state.positions)}
        write = self._calls.new_write(WriteKind.SALE_OF_ALL, "all", body, account_id=account_id)
        results = await self._calls.write(
            write, lambda broker, _: broker.trading.close_all_positions(account_id), again=again
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
