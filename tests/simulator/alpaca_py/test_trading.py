"""Orders, positions, history, watchlists and the market's hours with Alpaca's own client."""

from datetime import date
from typing import Any

import pytest
from alpaca.broker.models import Order
from alpaca.broker.requests import (
    LimitOrderRequest,
    MarketOrderRequest,
    StopLimitOrderRequest,
    StopOrderRequest,
    TrailingStopOrderRequest,
)
from alpaca.trading.enums import (
    AssetClass,
    AssetStatus,
    OrderClass,
    OrderSide,
    OrderStatus,
    OrderType,
    QueryOrderStatus,
    TimeInForce,
)
from alpaca.trading.models import Asset, Calendar, Clock, PortfolioHistory, Position, Watchlist
from alpaca.trading.requests import (
    ClosePositionRequest,
    CreateWatchlistRequest,
    GetAssetsRequest,
    GetCalendarRequest,
    GetOrderByIdRequest,
    GetOrdersRequest,
    GetPortfolioHistoryRequest,
    ReplaceOrderRequest,
    StopLossRequest,
    TakeProfitRequest,
    UpdateWatchlistRequest,
)

from .conftest import Simulator

AAPL = {"symbol": "AAPL", "side": OrderSide.BUY}
BUYS: list[Any] = [
    MarketOrderRequest(**AAPL, qty=0.42, time_in_force=TimeInForce.DAY, commission=1),
    MarketOrderRequest(**AAPL, notional=100.5, time_in_force=TimeInForce.DAY),
    LimitOrderRequest(**AAPL, qty=1, limit_price=50, time_in_force=TimeInForce.GTC),
    LimitOrderRequest(
        **AAPL, qty=1, limit_price=50, time_in_force=TimeInForce.DAY, extended_hours=True
    ),
    LimitOrderRequest(**AAPL, qty=1, limit_price=50, time_in_force=TimeInForce.FOK),
    StopOrderRequest(**AAPL, qty=1, stop_price=900, time_in_force=TimeInForce.GTC),
    StopLimitOrderRequest(
        **AAPL, qty=1, stop_price=900, limit_price=901, time_in_force=TimeInForce.DAY
    ),
    TrailingStopOrderRequest(**AAPL, qty=1, trail_percent=5, time_in_force=TimeInForce.GTC),
    TrailingStopOrderRequest(**AAPL, qty=1, trail_price=10, time_in_force=TimeInForce.DAY),
]


@pytest.fixture(scope="module")
def account_id(simulator: Simulator) -> str:
    return simulator.funded_account()


def submitted(simulator: Simulator, account_id: str, request: Any) -> Order:
    order = simulator.broker.submit_order_for_account(account_id, request)
    assert isinstance(order, Order)
    return order


@pytest.mark.parametrize("request_data", BUYS, ids=lambda request: request.type)
def test_orders_of_every_type(simulator: Simulator, account_id: str, request_data: Any) -> None:
    order = submitted(simulator, account_id, request_data)
    assert order.status == OrderStatus.ACCEPTED
    assert order.type == request_data.type
    assert order.time_in_force == request_data.time_in_force
    simulator.advance(2)
    again = simulator.broker.get_order_for_account_by_id(account_id, order.id)
    by_client_id = simulator.broker.get_order_for_account_by_client_id(
        account_id, order.client_order_id
    )
    assert again == by_client_id
    if order.type == OrderType.MARKET:
        assert again.status == OrderStatus.FILLED
        assert float(again.filled_avg_price) > 0
    simulator.broker.cancel_orders_for_account(account_id)


def test_orders_are_listed_replaced_and_canceled(simulator: Simulator, account_id: str) -> None:
    order = submitted(
        simulator,
        account_id,
        LimitOrderRequest(**AAPL, qty=1, limit_price=50, time_in_force=TimeInForce.GTC),
    )
    simulator.advance(1)
    replaced = simulator.broker.replace_order_for_account_by_id(
        account_id, order.id, ReplaceOrderRequest(qty=2, limit_price=51)
    )
    assert replaced.replaces == order.id
    assert (replaced.qty, replaced.limit_price) == ("2", "51")
    assert [each.id for each in simulator.broker.get_orders_for_account(account_id)] == [
        replaced.id
    ]
    filters = GetOrdersRequest(
        status=QueryOrderStatus.ALL, limit=5, symbols=["AAPL"], side=OrderSide.BUY, nested=True
    )
    assert replaced.id in {
        each.id for each in simulator.broker.get_orders_for_account(account_id, filters)
    }
    simulator.broker.cancel_order_for_account_by_id(account_id, replaced.id)
    now = simulator.broker.get_order_for_account_by_id(
        account_id, replaced.id, GetOrderByIdRequest(nested=True)
    )
    assert now.status == OrderStatus.CANCELED


def test_all_orders_are_canceled(simulator: Simulator, account_id: str) -> None:
    order = submitted(
        simulator,
        account_id,
        LimitOrderRequest(**AAPL, qty=1, limit_price=50, time_in_force=TimeInForce.GTC),
    )
    answers = simulator.broker.cancel_orders_for_account(account_id)
    assert [(answer.id, answer.status) for answer in answers] == [(order.id, 200)]


def test_bracket_oco_and_oto(simulator: Simulator) -> None:
    account_id = simulator.funded_account()
    bracket = submitted(
        simulator,
        account_id,
        MarketOrderRequest(
            **AAPL,
            qty=2,
            time_in_force=TimeInForce.GTC,
            order_class=OrderClass.BRACKET,
            take_profit=TakeProfitRequest(limit_price=900),
            stop_loss=StopLossRequest(stop_price=10, limit_price=9),
        ),
    )
    assert bracket.order_class == OrderClass.BRACKET
    assert {leg.type for leg in bracket.legs} == {OrderType.LIMIT, OrderType.STOP_LIMIT}
    simulator.advance(2)
    now = simulator.broker.get_order_for_account_by_id(
        account_id, bracket.id, GetOrderByIdRequest(nested=True)
    )
    assert now.status == OrderStatus.FILLED
    simulator.broker.cancel_orders_for_account(account_id)

    oco = submitted(
        simulator,
        account_id,
        LimitOrderRequest(
            symbol="AAPL",
            side=OrderSide.SELL,
            qty=2,
            limit_price=900,
            time_in_force=TimeInForce.GTC,
            order_class=OrderClass.OCO,
            take_profit=TakeProfitRequest(limit_price=900),
            stop_loss=StopLossRequest(stop_price=10),
        ),
    )
    assert oco.order_class == OrderClass.OCO
    assert [leg.type for leg in oco.legs] == [OrderType.STOP]
    simulator.broker.cancel_orders_for_account(account_id)

    oto = submitted(
        simulator,
        account_id,
        MarketOrderRequest(
            **AAPL,
            qty=1,
            time_in_force=TimeInForce.DAY,
            order_class=OrderClass.OTO,
            stop_loss=StopLossRequest(stop_price=10),
        ),
    )
    assert [leg.type for leg in oto.legs] == [OrderType.STOP]


def test_positions_and_their_closing(simulator: Simulator) -> None:
    account_id = simulator.funded_account()
    for symbol in ("AAPL", "MSFT"):
        submitted(
            simulator,
            account_id,
            MarketOrderRequest(
                symbol=symbol, qty=2, side=OrderSide.BUY, time_in_force=TimeInForce.DAY
            ),
        )
    simulator.advance(2)
    positions = simulator.broker.get_all_positions_for_account(account_id)
    assert all(isinstance(position, Position) for position in positions)
    assert [position.symbol for position in positions] == ["AAPL", "MSFT"]
    one = simulator.broker.get_open_position_for_account(account_id, "AAPL")
    assert one.qty == "2"
    everyone = simulator.broker.get_all_accounts_positions()
    assert {position.symbol for position in everyone.positions[account_id]} == {"AAPL", "MSFT"}

    order = simulator.broker.close_position_for_account(
        account_id, "AAPL", ClosePositionRequest(percentage="50")
    )
    assert isinstance(order, Order)
    assert (order.side, order.qty) == (OrderSide.SELL, "1")
    simulator.advance(2)
    answers = simulator.broker.close_all_positions_for_account(account_id, cancel_orders=True)
    assert [answer.status for answer in answers] == [200, 200]
    simulator.advance(2)
    assert simulator.broker.get_all_positions_for_account(account_id) == []


def test_crypto_is_bought_and_sold(simulator: Simulator) -> None:
    account_id = simulator.funded_account()
    order = submitted(
        simulator,
        account_id,
        MarketOrderRequest(
            symbol="BTCUSD", qty=0.01, side=OrderSide.BUY, time_in_force=TimeInForce.GTC
        ),
    )
    assert order.asset_class == AssetClass.CRYPTO
    simulator.advance(2)
    (position,) = simulator.broker.get_all_positions_for_account(account_id)
    assert position.asset_class == AssetClass.CRYPTO
    sale = simulator.broker.close_position_for_account(account_id, position.symbol)
    assert sale.asset_class == AssetClass.CRYPTO
    simulator.advance(2)
    assert simulator.broker.get_all_positions_for_account(account_id) == []


def test_portfolio_history(simulator: Simulator, account_id: str) -> None:
    history = simulator.broker.get_portfolio_history_for_account(
        account_id, GetPortfolioHistoryRequest(period="1W", timeframe="1D")
    )
    assert isinstance(history, PortfolioHistory)
    assert len(history.timestamp) == len(history.equity) > 0


def test_clock_and_calendar(simulator: Simulator) -> None:
    assert isinstance(simulator.broker.get_clock(), Clock)
    days = simulator.broker.get_calendar(
        GetCalendarRequest(start=date(2026, 7, 1), end=date(2026, 7, 6))
    )
    assert all(isinstance(day, Calendar) for day in days)
    assert [day.date.day for day in days][:2] == [1, 2]


def test_watchlists(simulator: Simulator, account_id: str) -> None:
    broker = simulator.broker
    made = broker.create_watchlist_for_account(
        account_id, CreateWatchlistRequest(name="Ponds", symbols=["AAPL"])
    )
    assert isinstance(made, Watchlist)
    added = broker.add_asset_to_watchlist_for_account_by_id(account_id, made.id, "MSFT")
    assert [asset.symbol for asset in added.assets] == ["AAPL", "MSFT"]
    renamed = broker.update_watchlist_for_account_by_id(
        account_id, made.id, UpdateWatchlistRequest(name="Lakes")
    )
    assert renamed.name == "Lakes"
    less = broker.remove_asset_from_watchlist_for_account_by_id(account_id, made.id, "AAPL")
    assert [asset.symbol for asset in less.assets] == ["MSFT"]
    assert broker.get_watchlist_for_account_by_id(account_id, made.id).name == "Lakes"
    broker.delete_watchlist_from_account_by_id(account_id, made.id)
    assert broker.get_watchlists_for_account(account_id) == []


def test_assets(simulator: Simulator) -> None:
    stocks = simulator.broker.get_all_assets(
        GetAssetsRequest(status=AssetStatus.ACTIVE, asset_class=AssetClass.US_EQUITY)
    )
    assert len(stocks) > 500
    coins = simulator.broker.get_all_assets(GetAssetsRequest(asset_class=AssetClass.CRYPTO))
    assert "BTC/USD" in {coin.symbol for coin in coins}
    asset = simulator.broker.get_asset("A")
    assert isinstance(asset, Asset)
    assert asset.name == "Agilent Technologies Inc."
    assert simulator.broker.get_asset(asset.id) == asset
