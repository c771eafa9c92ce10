"""Query parameters of stocks' market data: feed, currency, symbols of a day, adjustments."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Literal

from fastapi.responses import JSONResponse

from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.market.calendar import ALL_HOURS, EXTENDED_HOURS, Phase, Phases
from ribbit_tui.simulator.simulation import Simulation

from .parameters import split_list

LatestFeed = Literal["sip", "iex", "otc", "boats", "delayed_sip", "overnight"]
PastFeed = Literal["sip", "iex", "otc", "boats"]

_OVERNIGHT: Phases = frozenset({Phase.OVERNIGHT})
_PHASES: dict[str | None, Phases] = {None: ALL_HOURS, "boats": _OVERNIGHT, "overnight": _OVERNIGHT}
"""Parts of the trading day of each feed; the others have all but the overnight part."""
_CURRENCY = "USD"
_DELAYED_FEED = "delayed_sip"
_DELAY = timedelta(minutes=15)
_UNMAPPED = "-"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_ADJUSTMENT, _ALL_ADJUSTMENTS = "raw", "all"
_ADJUSTMENTS = frozenset({"split", "dividend", "spin-off"})


class _InCurrency:
    """The currency of the prices, which a response repeats if it was asked for."""

    def __init__(self, currency: str | None) -> None:
        if currency not in (None, _CURRENCY):
            raise InvalidError("currency must be USD: there are no other prices here", "currency")
        self._currency = currency

    def response(self, body: Mapping[str, object]) -> JSONResponse:
        """Return a response with the currency, if it was asked for."""
        extra = {} if self._currency is None else {"currency": self._currency}
        return JSONResponse({**body, **extra})


class LatestParameters(_InCurrency):
    """Query parameters of latest data. The one market of the simulator is every feed's.

    `boats` and `overnight` have its overnight sessions, the other feeds all other ones. Without a
    feed the latest of all sessions is returned. `delayed_sip` is the market fifteen minutes ago.
    """

    def __init__(self, feed: LatestFeed | None = None, currency: str | None = None) -> None:
        super().__init__(currency)
        self.phases = _PHASES.get(feed, EXTENDED_HOURS)
        self._delay = _DELAY if feed == _DELAYED_FEED else timedelta(0)

    def at(self, simulation: Simulation) -> datetime:
        """Return the time of which the data is the latest."""
        return simulation.now() - self._delay


class PastParameters(_InCurrency):
    """Query parameters of past data. Feeds have the same sessions as for the latest data.

    `asof` has no effect, since no symbol is ever renamed here: its day maps to the same symbols.
    """

    def __init__(
        self, feed: PastFeed | None = None, currency: str | None = None, asof: str | None = None
    ) -> None:
        super().__init__(currency)
        self.phases = _PHASES.get(feed, EXTENDED_HOURS)
        if asof not in (None, _UNMAPPED) and not _is_date(asof):
            raise InvalidError("asof must be a date such as 2026-01-15, or -", "asof")


def _is_date(text: str) -> bool:
    try:
        return _DATE.fullmatch(text) is not None and date.fromisoformat(text) is not None
    except ValueError:
        return False


def adjustments_named(text: str) -> frozenset[str]:
    """Return the adjustments that `adjustment` names; raises InvalidError for unknown ones.

    There are no spin-offs here, so their adjustment leaves every bar as it is.
    """
    names = frozenset(split_list(text))
    if not names <= _ADJUSTMENTS | {_NO_ADJUSTMENT, _ALL_ADJUSTMENTS}:
        raise InvalidError(
            "adjustment must be of raw, split, dividend, spin-off, all", "adjustment"
        )
    return _ADJUSTMENTS if _ALL_ADJUSTMENTS in names else names - {_NO_ADJUSTMENT}
