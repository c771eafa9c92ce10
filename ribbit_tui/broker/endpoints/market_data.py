"""The market's clock, calendar and prices."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime

from ribbit_tui.broker.paths import parameters
from ribbit_tui.broker.transport import Host, Transport
from ribbit_tui.wire.market import Bar, BarsOfManyPage, CalendarDay, Clock, Snapshot
from ribbit_tui.wire.tolerance import Listing

_SYMBOLS_PER_CALL = 200  # keeps the URL well below the 8 kB that servers accept


_BARS_PER_PAGE = 10_000
_MOST_PAGES = 20
"""More bars than any chart asks for; a server that never ends its pages is left there."""

LoadSnapshots = Callable[[Sequence[str]], Awaitable[dict[str, Snapshot]]]
"""Requests the snapshots of not too many symbols."""


class MarketData:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def clock(self) -> Clock:
        return (await self._transport.get("/v1/clock")).one(Clock)

    async def calendar(
        self, *, start: date | None = None, end: date | None = None
    ) -> Listing[CalendarDay]:
        """List the trading days from `start` to `end`."""
        response = await self._transport.get("/v1/calendar", parameters(start=start, end=end))
        return response.many(CalendarDay)

    async def snapshots(self, symbols: Sequence[str]) -> dict[str, Snapshot]:
        """Return snapshots of stocks by symbol. Symbols without a price are left out."""
        return await self._in_batches(self._stocks, symbols)

    async def crypto_snapshots(self, pairs: Sequence[str]) -> dict[str, Snapshot]:
        """Return snapshots of crypto pairs, such as `BTC/USD`. Unknown ones are left out."""
        return await self._in_batches(self._crypto, pairs)

    async def bars(
        self, symbols: Sequence[str], timeframe: str, start: datetime
    ) -> dict[str, list[Bar]]:
        """Return the bars of stocks by symbol from `start` on, adjusted for splits.

        `timeframe` is one that Alpaca documents, such as `5Min`, `1Day` or `1Week`.
        """
        return await self._all_bars("/v2/stocks/bars", symbols, timeframe, start, "split")

    async def crypto_bars(
        self, pairs: Sequence[str], timeframe: str, start: datetime
    ) -> dict[str, list[Bar]]:
        """Return the bars of crypto pairs, such as `BTC/USD`, from `start` on."""
        return await self._all_bars("/v1beta3/crypto/us/bars", pairs, timeframe, start)

    async def _all_bars(
        self,
        path: str,
        symbols: Sequence[str],
        timeframe: str,
        start: datetime,
        adjustment: str | None = None,
    ) -> dict[str, list[Bar]]:
        found: dict[str, list[Bar]] = {}
        token: str | None = None
        for _ in range(_MOST_PAGES):
            response = await self._transport.get(
                path,
                parameters(
                    symbols=symbols,
                    timeframe=timeframe,
                    start=start,
                    limit=_BARS_PER_PAGE,
                    adjustment=adjustment,
                    page_token=token,
                ),
                host=Host.DATA,
            )
            page = response.one(BarsOfManyPage)
            for symbol, bars in page.bars.items():
                found.setdefault(symbol, []).extend(bars)
            token = page.next_page_token
            if not token:
                break
        return found

    async def _in_batches(self, load: LoadSnapshots, symbols: Sequence[str]) -> dict[str, Snapshot]:
        batches = [
            symbols[start : start + _SYMBOLS_PER_CALL]
            for start in range(0, len(symbols), _SYMBOLS_PER_CALL)
        ]
        found: dict[str, Snapshot] = {}
        for part in await asyncio.gather(*map(load, batches)):
            found |= part
        return found

    async def _stocks(self, symbols: Sequence[str]) -> dict[str, Snapshot]:
        response = await self._transport.get(
            "/v2/stocks/snapshots", parameters(symbols=symbols), host=Host.DATA
        )
        return response.by_name(Snapshot)

    async def _crypto(self, pairs: Sequence[str]) -> dict[str, Snapshot]:
        response = await self._transport.get(
            "/v1beta3/crypto/us/snapshots", parameters(symbols=pairs), host=Host.DATA
        )
        return response.by_name(Snapshot, within="snapshots")
