"""Settlement: the cash that may leave an account, and its dates."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.simulator.conftest import Api, OpenApi
from tests.simulator.engine.banks.test_recipient_banks import add_bank, wire

DAY = 24 * 60 * 60
ORDERS_FILL_AFTER = 1.5
"""Seconds, at the usual pace."""
FRIDAY_NOON = datetime(2026, 1, 16, 17, 0, tzinfo=UTC)


async def figures(api: Api, account_id: str) -> tuple[int, int, int]:
    """Cash, what it buys, and what may leave."""
    account = await api.account(account_id)
    assert account["cash_transferable"] == account["cash_withdrawable"]
    return (
        int(account["cash"]),
        int(account["buying_power"]),
        int(account["cash_withdrawable"]),
    )


async def test_proceeds_buy_at_once_but_leave_only_when_settled(api: Api) -> None:
    account_id = await api.funded_account("1000")
    await api.order(account_id, notional="600")
    await api.advance(2)
    assert await figures(api, account_id) == (400, 400, 400)
    await api.order(account_id, side="sell", notional="250")
    await api.advance(2)
    assert await figures(api, account_id) == (650, 650, 400)
    await api.order(account_id, symbol="MSFT", notional="100")
    await api.advance(2)
    assert await figures(api, account_id) == (550, 550, 300)
    await api.advance(DAY)
    assert await figures(api, account_id) == (550, 550, 550)


@pytest.mark.parametrize(
    ("hours", "settled"),
    [
        (12, False),  # Saturday, 00:00 in New York
        (12 + 48, False),  # Monday, a holiday
        (12 + 72 - 1, False),
        (12 + 72, True),  # Tuesday, 00:00
    ],
)
async def test_settlement_waits_for_the_next_session(
    open_api: OpenApi, hours: int, settled: bool
) -> None:
    api = await open_api(market_hours="nyse", start_time=FRIDAY_NOON)
    account_id = await api.funded_account("1000")
    await api.order(account_id, notional="600")
    await api.advance(2)
    await api.order(account_id, side="sell", notional="250")
    await api.advance(2)
    since = (api.simulation.now() - FRIDAY_NOON).total_seconds()
    await api.advance(hours * 3600 - since)
    assert await figures(api, account_id) == (650, 650, 650 if settled else 400)


async def test_transfers_under_way_are_pending(api: Api) -> None:
    account_id = await api.open_account()
    bank = await api.link_bank(account_id)
    await api.transfer(account_id, bank, "1000")
    account = await api.account(account_id)
    assert (account["pending_transfer_in"], account["cash"]) == ("1000", "0")
    await api.advance(8)
    await api.transfer(account_id, bank, "300", "OUTGOING")
    account = await api.account(account_id)
    assert (account["pending_transfer_in"], account["pending_transfer_out"]) == ("0", "300")
    assert account["cash_withdrawable"] == "700"
    await api.advance(8)
    account = await api.account(account_id)
    assert (account["pending_transfer_out"], account["cash"]) == ("0", "700")


async def test_every_unsettled_sale_counts(api: Api) -> None:
    account_id = await api.funded_account("1000")
    for symbol in ("AAPL", "MSFT"):
        await api.order(account_id, symbol=symbol, notional="300")
    await api.advance(2)
    for symbol, amount in (("AAPL", "100"), ("AAPL", "50"), ("MSFT", "25")):
        await api.order(account_id, symbol=symbol, side="sell", notional=amount)
        await api.advance(2)
    assert await figures(api, account_id) == (575, 575, 400)


async def test_every_withdrawal_under_way_counts_and_so_do_the_fees_of_wires(api: Api) -> None:
    account_id = await api.open_account()
    bank = await api.fund(account_id, "1000")
    wired_to = await add_bank(api, account_id)
    await api.transfer(account_id, bank, "100", "OUTGOING")
    for amount, method in (("100", "user"), ("150", "user"), ("200", "invoice")):
        await wire(api, account_id, wired_to, amount, fee_payment_method=method)
    account = await api.account(account_id)
    # The customer's wires pay out 75 and 125 and cost 25 each; the firm is invoiced for the third.
    assert account["pending_transfer_out"] == "550"
    assert account["cash_withdrawable"] == "450"


async def test_deposits_under_way_are_counted_together(api: Api) -> None:
    account_id = await api.open_account()
    bank = await api.link_bank(account_id)
    for amount in ("30", "12"):
        await api.transfer(account_id, bank, amount)
    assert (await api.account(account_id))["pending_transfer_in"] == "42"


async def test_a_sale_at_midnight_is_one_of_the_day_that_begins(open_api: OpenApi) -> None:
    midnight = datetime(2026, 1, 16, 5, tzinfo=UTC)  # in New York
    api = await open_api(start_time=midnight - timedelta(minutes=5))
    account_id = await api.funded_account("1000")
    await api.order(account_id, notional="600")
    await api.advance(2)
    until_midnight = (midnight - api.simulation.now()).total_seconds()
    await api.advance(until_midnight - ORDERS_FILL_AFTER)
    sale = await api.order(account_id, side="sell", notional="250")
    await api.advance(2)
    path = f"/v1/trading/accounts/{account_id}/orders/{sale['id']}"
    assert (await api.get(path))["filled_at"] == "2026-01-16T05:00:00.000000Z"
    assert await figures(api, account_id) == (650, 650, 400)


async def test_nothing_can_leave_while_all_the_cash_is_unsettled(api: Api) -> None:
    account_id = await api.funded_account("100")
    await api.order(account_id, notional="100")
    await api.advance(2)
    await api.client.delete(f"/v1/trading/accounts/{account_id}/positions/AAPL")
    await api.advance(2)
    account = await api.account(account_id)
    assert account["cash"] != "0"
    assert account["cash_withdrawable"] == "0"
