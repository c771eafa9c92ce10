"""Prices of stocks and crypto with Alpaca's own data clients."""

from datetime import UTC, datetime
from typing import Any

import pytest
from alpaca.data.models import Bar, BarSet, Orderbook, Quote, Snapshot, Trade
from alpaca.data.requests import (
    CryptoBarsRequest,
    CryptoLatestBarRequest,
    CryptoLatestOrderbookRequest,
    CryptoLatestQuoteRequest,
    CryptoLatestTradeRequest,
    CryptoQuoteRequest,
    CryptoSnapshotRequest,
    CryptoTradesRequest,
    StockBarsRequest,
    StockLatestBarRequest,
    StockLatestQuoteRequest,
    StockLatestTradeRequest,
    StockQuotesRequest,
    StockSnapshotRequest,
    StockTradesRequest,
)
from alpaca.data.timeframe import TimeFrame, TimeFrameUnit

from .conftest import Simulator

START, END = datetime(2026, 1, 12, tzinfo=UTC), datetime(2026, 1, 15, tzinfo=UTC)
FRAMES = [
    TimeFrame(5, TimeFrameUnit.Minute),
    TimeFrame(1, TimeFrameUnit.Hour),
    TimeFrame(1, TimeFrameUnit.Day),
    TimeFrame(1, TimeFrameUnit.Week),
]
PAIRS = ["BTC/USD", "ETH/USD"]


@pytest.mark.parametrize("frame", FRAMES, ids=str)
def test_bars_of_stocks(simulator: Simulator, frame: TimeFrame) -> None:
    request = StockBarsRequest(
        symbol_or_symbols=["AAPL", "MSFT"], timeframe=frame, start=START, end=END
    )
    bars = simulator.stocks.get_stock_bars(request)
    assert isinstance(bars, BarSet)
    for symbol in ("AAPL", "MSFT"):
        assert all(isinstance(bar, Bar) and bar.low <= bar.high for bar in bars[symbol])
        assert len(bars[symbol]) > 0


def test_trades_and_quotes_of_stocks(simulator: Simulator) -> None:
    wanted: dict[str, Any] = {"symbol_or_symbols": "AAPL", "start": START, "end": END, "limit": 5}
    trades = simulator.stocks.get_stock_trades(StockTradesRequest(**wanted))["AAPL"]
    assert all(isinstance(trade, Trade) for trade in trades)
    quotes = simulator.stocks.get_stock_quotes(StockQuotesRequest(**wanted))["AAPL"]
    assert all(isinstance(quote, Quote) for quote in quotes)
    assert len(trades) == len(quotes) == 5


def test_latest_of_stocks(simulator: Simulator) -> None:
    client = simulator.stocks
    both = ["AAPL", "MSFT"]
    trades = client.get_stock_latest_trade(StockLatestTradeRequest(symbol_or_symbols=both))
    quotes = client.get_stock_latest_quote(StockLatestQuoteRequest(symbol_or_symbols=both))
    bars = client.get_stock_latest_bar(StockLatestBarRequest(symbol_or_symbols=both))
    snapshots = client.get_stock_snapshot(StockSnapshotRequest(symbol_or_symbols=both))
    assert isinstance(trades["AAPL"], Trade)
    assert isinstance(quotes["MSFT"], Quote)
    assert isinstance(bars["AAPL"], Bar)
    assert isinstance(snapshots["AAPL"], Snapshot)
    assert snapshots["AAPL"].latest_trade == trades["AAPL"]


@pytest.mark.parametrize("frame", FRAMES, ids=str)
def test_bars_of_crypto(simulator: Simulator, frame: TimeFrame) -> None:
    request = CryptoBarsRequest(symbol_or_symbols=PAIRS, timeframe=frame, start=START, end=END)
    bars = simulator.crypto.get_crypto_bars(request)
    assert isinstance(bars, BarSet)
    assert all(len(bars[pair]) > 0 for pair in PAIRS)


def test_latest_of_crypto(simulator: Simulator) -> None:
    client = simulator.crypto
    trades = client.get_crypto_latest_trade(CryptoLatestTradeRequest(symbol_or_symbols=PAIRS))
    quotes = client.get_crypto_latest_quote(CryptoLatestQuoteRequest(symbol_or_symbols=PAIRS))
    bars = client.get_crypto_latest_bar(CryptoLatestBarRequest(symbol_or_symbols=PAIRS))
    snapshots = client.get_crypto_snapshot(CryptoSnapshotRequest(symbol_or_symbols=PAIRS))
    for pair in PAIRS:
        assert isinstance(trades[pair], Trade)
        assert quotes[pair].bid_price <= quotes[pair].ask_price
        assert isinstance(bars[pair], Bar)
        assert snapshots[pair].latest_trade == trades[pair]


def test_trades_quotes_and_books_of_crypto(simulator: Simulator) -> None:
    wanted: dict[str, Any] = {"symbol_or_symbols": PAIRS, "start": START, "end": END, "limit": 6}
    trades = simulator.crypto.get_crypto_trades(CryptoTradesRequest(**wanted))
    quotes = simulator.crypto.get_crypto_quotes(CryptoQuoteRequest(**wanted))
    assert all(isinstance(trade, Trade) for trade in trades["BTC/USD"])
    assert all(isinstance(quote, Quote) for quote in quotes["BTC/USD"])
    books = simulator.crypto.get_crypto_latest_orderbook(
        CryptoLatestOrderbookRequest(symbol_or_symbols=PAIRS)
    )
    for pair in PAIRS:
        book = books[pair]
        assert isinstance(book, Orderbook)
        assert book.bids[0].price <= book.asks[0].price
