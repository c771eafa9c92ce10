"""The market's clock, calendar and prices."""

import asyncio
from collections.abc import Sequence
from datetime import date

from ribbit_tui.broker.paths import parameters
from ribbit_tui.broker.transport import Host, Transport
from ribbit_tui.wire.market import CalendarDay, Clock, Snapshot
from ribbit_tui.wire.tolerance import Listing

_SYMBOLS_PER_CALL = 200  # keeps the URL well below the 8 kB that servers accept


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
        """Return snapshots by symbol. Symbols without a price are left out."""
        batches = [
            symbols[start : start + _SYMBOLS_PER_CALL]
            for start in range(0, len(symbols), _SYMBOLS_PER_CALL)
        ]
        found: dict[str, Snapshot] = {}
        for part in await asyncio.gather(*map(self._snapshots, batches)):
            found |= part
        return found

    async def _snapshots(self, symbols: Sequence[str]) -> dict[str, Snapshot]:
        response = await self._transport.get(
            "/v2/stocks/snapshots", parameters(symbols=symbols), host=Host.DATA
        )
        return response.by_name(Snapshot)
