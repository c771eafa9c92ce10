"""Tests that an order is placed only once, whatever happens to the responses."""

import httpx
import pytest

from ribbit_tui.broker import errors
from ribbit_tui.wire.orders import OrderCreation
from tests.wire.samples import order

from .support import ACCOUNT, Script, Step, refusal, response

CREATION = OrderCreation(
    symbol="AAPL",
    qty="0.42",
    side="buy",
    type="market",
    time_in_force="day",
    client_order_id="mine",
)
POST = f"POST /v1/trading/accounts/{ACCOUNT}/orders"
LOOK = f"GET /v1/trading/accounts/{ACCOUNT}/orders:by_client_order_id?client_order_id=mine"
LOST = httpx.ReadTimeout("silent")
DUPLICATE = refusal(422, "client_order_id must be unique")
POOR = refusal(403, "insufficient buying power")


@pytest.mark.parametrize("retried", [DUPLICATE, POOR, refusal(409)])
async def test_an_order_whose_response_was_lost_is_looked_up(retried: Step) -> None:
    script = Script(LOST, retried, response(order()))
    async with script.broker() as broker:
        placed = await broker.trading.create_order(ACCOUNT, CREATION)
    assert placed.id == "order-1"
    assert script.paths == [POST, POST, LOOK]


async def test_placing_again_after_an_unknown_outcome_gives_the_order_there_is() -> None:
    script = Script(DUPLICATE, response(order()))
    async with script.broker() as broker:
        assert (await broker.trading.create_order(ACCOUNT, CREATION)).id == "order-1"
    assert script.paths == [POST, LOOK]


async def test_F1_a_refusal_after_a_lost_answer_leaves_it_unknown() -> None:
    """The lost attempt may still be on its way, whatever became of the later one."""
    script = Script(LOST, POOR, refusal(404))
    async with script.broker() as broker:
        with pytest.raises(errors.OutcomeUnknownError, match="buying power") as unknown:
            await broker.trading.create_order(ACCOUNT, CREATION)
    assert isinstance(unknown.value.refusal, errors.ForbiddenError)
    assert script.paths == [POST, POST, LOOK]


async def test_a_look_up_that_fails_leaves_it_unknown() -> None:
    script = Script(LOST, DUPLICATE, LOST)
    async with script.broker() as broker:
        with pytest.raises(errors.OutcomeUnknownError):
            await broker.trading.create_order(ACCOUNT, CREATION)


async def test_a_plain_refusal_is_not_looked_up() -> None:
    script = Script(POOR)
    async with script.broker() as broker:
        with pytest.raises(errors.ForbiddenError):
            await broker.trading.create_order(ACCOUNT, CREATION)
    assert script.paths == [POST]


async def test_an_order_without_client_order_id_is_not_sent() -> None:
    script = Script(response(order()))
    async with script.broker() as broker:
        with pytest.raises(ValueError, match="client_order_id"):
            await broker.trading.create_order(
                ACCOUNT, CREATION.model_copy(update={"client_order_id": None})
            )
    assert script.requests == []
