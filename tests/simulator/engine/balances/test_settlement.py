"""Settlement: the cash that may leave an account, and its dates."""

from datetime import UTC, datetime

import pytest

from tests.simulator.conftest import Api, OpenApi

DAY = 24 * 60 * 60
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
