"""Tests of how a position is valued: today's profit of shares held before and bought since."""

from decimal import Decimal

from tests.simulator.conftest import Api

DAY = 24 * 3600


async def test_todays_profit_counts_from_the_last_close_or_from_the_purchase(api: Api) -> None:
    account_id = await api.funded_account("10000")
    path = f"/v1/trading/accounts/{account_id}/positions/AAPL"

    async def intraday() -> tuple[Decimal, dict[str, Decimal]]:
        position = await api.get(path)
        names = ("qty", "current_price", "lastday_price", "avg_entry_price")
        return Decimal(position["unrealized_intraday_pl"]), {
            name: Decimal(position[name]) for name in names
        }

    await api.order(account_id, qty="2")
    await api.advance(DAY)
    profit, now = await intraday()
    assert profit == 2 * (now["current_price"] - now["lastday_price"]) != 0

    await api.order(account_id, qty="1")
    await api.advance(2)
    profit, now = await intraday()
    base = 2 * now["lastday_price"] + now["avg_entry_price"]
    assert abs(profit - (3 * now["current_price"] - base)) < Decimal("0.001")

    await api.order(account_id, side="sell", qty="2")
    await api.advance(3600)
    profit, now = await intraday()
    assert profit == now["current_price"] - now["lastday_price"]
