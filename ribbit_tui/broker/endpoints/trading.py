"""Orders and positions of an account."""

from datetime import datetime
from typing import Literal

from ribbit_tui.broker import errors
from ribbit_tui.broker.paths import parameters, path
from ribbit_tui.broker.transport import Transport
from ribbit_tui.wire.orders import Order, OrderCancellation, OrderCreation
from ribbit_tui.wire.positions import Position, PositionClosing


class Trading:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def create_order(self, account_id: str, creation: OrderCreation) -> Order:
        """Place an order once, however often its answer gets lost.

        `client_order_id` must be set (ValueError) and belong to this order alone: calling again
        with the same one gives the order that is already there.
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
        except errors.RefusedError as error:
            if not _may_be_there(error):
                raise
            refusal = error
        # Whatever the last attempt was refused for (a duplicate id, or money that this very
        # order has bound), an earlier one may have been accepted.
        try:
            return await self.get_order_by_client_order_id(account_id, client_order_id)
        except errors.NotFoundError:
            pass
        except errors.BrokerError as error:
            raise errors.OutcomeUnknownError(
                "whether the order was placed could not be found out", request_id=error.request_id
            ) from None
        raise refusal

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
    ) -> list[Order]:
        """By time of submission; the server's own limit is 50, at most 500."""
        response = await self._transport.get(
            path("/v1/trading/accounts/{}/orders", account_id),
            parameters(
                status=status,
                limit=limit,
                after=after,
                until=until,
                direction=direction,
                symbols=symbols,
            ),
        )
        return response.many(Order)

    async def cancel_order(self, account_id: str, order_id: str) -> None:
        """Ask for it; the order's status tells whether the market was faster."""
        await self._transport.write(
            "DELETE", path("/v1/trading/accounts/{}/orders/{}", account_id, order_id)
        )

    async def cancel_all_orders(self, account_id: str) -> list[OrderCancellation]:
        """Ask for every open order; an answer for each."""
        response = await self._transport.write(
            "DELETE", path("/v1/trading/accounts/{}/orders", account_id)
        )
        return response.many(OrderCancellation)

    async def close_all_positions(self, account_id: str) -> list[PositionClosing]:
        """Sell everything; an answer for each position. Open orders stay."""
        response = await self._transport.write(
            "DELETE", path("/v1/trading/accounts/{}/positions", account_id)
        )
        return response.many(PositionClosing)

    async def list_positions(self, account_id: str) -> list[Position]:
        response = await self._transport.get(path("/v1/trading/accounts/{}/positions", account_id))
        return response.many(Position)


def _may_be_there(refusal: errors.RefusedError) -> bool:
    is_duplicate = isinstance(refusal, errors.InvalidRequestError | errors.ConflictError) and (
        "client_order_id" in f"{refusal.field} {refusal.message}"
    )
    return is_duplicate or refusal.earlier_attempt_lost
