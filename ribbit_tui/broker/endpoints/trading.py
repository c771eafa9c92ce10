"""Orders and positions of an account."""

import contextlib
from datetime import datetime
from typing import Literal

from ribbit_tui.broker import errors
from ribbit_tui.broker.paths import parameters, path
from ribbit_tui.broker.transport import Transport
from ribbit_tui.wire.orders import Order, OrderCancellation, OrderCreation
from ribbit_tui.wire.positions import (
    IntradayReporting,
    PnlReset,
    PortfolioHistory,
    Position,
    PositionClosing,
)
from ribbit_tui.wire.tolerance import Listing


class Trading:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def create_order(self, account_id: str, creation: OrderCreation) -> Order:
        """Place an order once, however often a response gets lost.

        `client_order_id` must belong to this order alone. A second call with the same one returns
        the order that the first one placed. Raises ValueError without a `client_order_id`.
        """
        client_order_id = creation.client_order_id
        if not client_order_id:
            raise ValueError("an order needs a client_order_id")
        try:
            response = await self._transport.write(
                "POST",
                path("/v1/trading/accounts/{}/orders", account_id),
                creation.to_wire(),
                repeatable=True,
            )
            return response.one(Order)
        except errors.OutcomeUnknownError as error:
            if error.refusal is None:
                raise
            unknown = error
        except errors.RefusedError as error:
            if not _is_duplicate(error):
                raise
            unknown = errors.OutcomeUnknownError(
                error.message, request_id=error.request_id, refusal=error
            )
        # An earlier attempt may have been accepted, and the last one been refused because of it:
        # for its duplicate id, or for the money that the order holds.
        with contextlib.suppress(errors.BrokerError):
            return await self.get_order_by_client_order_id(account_id, client_order_id)
        raise unknown

    async def get_order(self, account_id: str, order_id: str) -> Order:
        response = await self._transport.get(
            path("/v1/trading/accounts/{}/orders/{}", account_id, order_id)
        )
        return response.one(Order)

    async def get_order_by_client_order_id(self, account_id: str, client_order_id: str) -> Order:
        response = await self._transport.get(
            path("/v1/trading/accounts/{}/orders:by_client_order_id", account_id),
            parameters(client_order_id=client_order_id),
        )
        return response.one(Order)

    async def list_orders(
        self,
        account_id: str,
        *,
        status: Literal["open", "closed", "all"] = "open",
        limit: int | None = None,
        after: datetime | None = None,
        until: datetime | None = None,
        direction: Literal["asc", "desc"] | None = None,
        symbols: tuple[str, ...] | None = None,
        nested: bool | None = None,
    ) -> Listing[Order]:
        """List orders by time of submission: 50 unless `limit` says otherwise, at most 500.

        `nested` returns legs within their orders, and not in the list itself.
        """
        response = await self._transport.get(
            path("/v1/trading/accounts/{}/orders", account_id),
            parameters(
                status=status,
                limit=limit,
                after=after,
                until=until,
                direction=direction,
                symbols=symbols,
                nested=nested,
            ),
        )
        return response.many(Order)

    async def cancel_order(self, account_id: str, order_id: str) -> None:
        """Request a cancellation. The order may still be filled before it takes effect."""
        await self._transport.write(
            "DELETE", path("/v1/trading/accounts/{}/orders/{}", account_id, order_id)
        )

    async def cancel_all_orders(self, account_id: str) -> list[OrderCancellation]:
        """Request the cancellation of every open order; returns a result for each."""
        response = await self._transport.write(
            "DELETE", path("/v1/trading/accounts/{}/orders", account_id)
        )
        return response.many(OrderCancellation)

    async def close_all_positions(self, account_id: str) -> list[PositionClosing]:
        """Sell every position; returns a result for each. Open orders stay."""
        response = await self._transport.write(
            "DELETE", path("/v1/trading/accounts/{}/positions", account_id)
        )
        return response.many(PositionClosing)

    async def list_positions(self, account_id: str) -> Listing[Position]:
        response = await self._transport.get(path("/v1/trading/accounts/{}/positions", account_id))
        return response.many(Position)

    async def portfolio_history(
        self,
        account_id: str,
        *,
        timeframe: str,
        period: str | None = None,
        start: datetime | None = None,
        reporting: IntradayReporting = IntradayReporting.MARKET_HOURS,
    ) -> PortfolioHistory:
        """Return the equity over a `period` such as `1D` or `3M`, or from `start` on.

        The profit is that since the begin of all of it.
        """
        response = await self._transport.get(
            path("/v1/trading/accounts/{}/account/portfolio/history", account_id),
            parameters(
                period=period,
                start=start,
                timeframe=timeframe,
                intraday_reporting=reporting,
                pnl_reset=PnlReset.NO_RESET,
            ),
        )
        return response.one(PortfolioHistory)


def _is_duplicate(refusal: errors.RefusedError) -> bool:
    """Whether an order with this `client_order_id` exists already."""
    return isinstance(refusal, errors.InvalidRequestError | errors.ConflictError) and (
        "client_order_id" in f"{refusal.field} {refusal.message}"
    )
