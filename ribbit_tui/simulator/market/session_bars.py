"""Bars of whole sessions, from which all finer prices of a symbol are made.

A regular session goes from the opening of the day to its close. The sessions around it lead from a
close to the next opening, so that prices never jump but over the night's gap, little by little.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import exp, sqrt
from typing import NamedTuple

from ribbit_tui.simulator.exact import USD_PLACES

from .calendar import Calendar, Phase, Session
from .noise import Noise
from .session_prices import DAY_SHAPE, GAP_LAYER, NIGHT_LAYER, VOLUME, Bar, trades_of

_BASE_DAY = date(2026, 1, 1).toordinal()
_PERIODS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
"""Days between the turning points of the day-to-day noise, one period for each octave."""
_OCTAVE = 0.01
"""Deviation, as a fraction of the price, of the octave of period 1; longer ones deviate more."""
_REACH = {Phase.REGULAR: 0.006, Phase.PRE: 0.002, Phase.AFTER: 0.0015, Phase.OVERNIGHT: 0.0015}
"""Average distance, as a fraction of the price, of high and low from open and close."""
_SHARE = {Phase.PRE: 0.05, Phase.AFTER: 0.05, Phase.OVERNIGHT: 0.03}
"""Volume as a fraction of the regular session's."""
_LEAST_A_MINUTE = 250
_EVENING, _MORNING = 0.3, 0.7
"""Parts of the night's gap that are done by 20:00 and by 04:00."""
# A layer of the noise field for every octave of the closes; the others are in `session_prices`.
_CLOSE_LAYER = 100


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Quotation of a symbol: `base` is its price in ticks around the start of 2026.

    A tick is 10**-`places` USD. Volume is counted in lots, of which `lots` make a share or a coin.
    `gap` is the deviation of a day's opening from the close before, as a fraction of the price.
    `swing` is the volatility in multiples of a stock's.
    """

    calendar: Calendar
    base: int
    is_crypto: bool = False
    places: int = 2
    lots: int = 1
    gap: float = 0.002
    swing: float = 1.0

    @property
    def tick(self) -> int:
        """Size of a tick in micros (1e-6 USD)."""
        return int(10 ** (USD_PLACES - self.places))

    def price(self, ticks: int) -> Decimal:
        """Convert ticks to USD."""
        return Decimal(ticks).scaleb(-self.places)


class _Night(NamedTuple):
    """Prices in ticks at the end of after-hours trading, and of overnight trading."""

    evening: int
    morning: int


class SessionBars:
    """Simulated bars of whole sessions of all symbols, before any change by a director."""

    def __init__(self, listings: Mapping[str, Listing], seed: int) -> None:
        self._listings = listings
        self._seed = seed
        self.noise = lru_cache(maxsize=None)(self._make_noise)
        self.close_ticks = lru_cache(maxsize=8192)(self._make_close_ticks)

    def _make_noise(self, symbol: str) -> Noise:
        return Noise(f"{self._seed}/{symbol}")

    def _make_close_ticks(self, symbol: str, day: date) -> int:
        """Return the close of a day's regular session."""
        noise, listing = self.noise(symbol), self._listings[symbol]
        drift = _log_price(noise, day.toordinal()) - _log_price(noise, _BASE_DAY)
        return max(1, round(listing.base * exp(listing.swing * drift)))

    def bar(self, symbol: str, session: Session) -> Bar:
        """Return the bar of a session of the symbol's own calendar."""
        noise, listing = self.noise(symbol), self._listings[symbol]
        opened, closed = self._ends(symbol, session)
        up, down = (noise.uniform(DAY_SHAPE, 4 * session.number + i) for i in (0, 1))
        top, bottom = max(opened, closed), min(opened, closed)
        reach = 2 * _REACH[session.phase] * listing.swing
        high = top + round(top * reach * up)
        low = max(1, bottom - round(bottom * reach * down))
        volume = round(1_000_000 * exp(1.5 * noise.normal(VOLUME, session.day.toordinal())))
        if session.phase is not Phase.REGULAR:
            least = _LEAST_A_MINUTE * session.minutes
            volume = max(least, round(volume * _SHARE[session.phase]))
        return Bar(session.opens, opened, high, low, closed, volume, trades_of(volume))

    def _ends(self, symbol: str, session: Session) -> tuple[int, int]:
        """Return the first and the last price (ticks) of a session."""
        calendar = self._listings[symbol].calendar
        if session.phase is Phase.REGULAR:
            before = calendar.session_before(session)
            return self._open_ticks(symbol, before, session), self.close_ticks(symbol, session.day)
        regular = calendar.session(session.day)
        assert regular is not None
        if session.phase is Phase.AFTER:
            night = self._night(symbol, regular, calendar.next_session(regular.opens))
            return self.close_ticks(symbol, session.day), night.evening
        before = calendar.session_before(regular)
        night = self._night(symbol, before, regular)
        if session.phase is Phase.OVERNIGHT:
            return night.evening, night.morning
        return night.morning, self._open_ticks(symbol, before, regular)

    def _open_ticks(self, symbol: str, before: Session, session: Session) -> int:
        noise, listing = self.noise(symbol), self._listings[symbol]
        closed = self.close_ticks(symbol, before.day)
        gap = listing.gap * noise.normal(GAP_LAYER, session.day.toordinal())
        return max(1, round(closed * exp(gap)))

    def _night(self, symbol: str, before: Session, session: Session) -> _Night:
        """Return the prices of the night between two regular sessions that follow each other."""
        noise, listing = self.noise(symbol), self._listings[symbol]
        closed = self.close_ticks(symbol, before.day)
        gap = self._open_ticks(symbol, before, session) - closed
        number = 2 * session.day.toordinal()
        evening, morning = (
            max(1, round(closed + part * gap + wobble * closed * listing.gap / 2))
            for part, wobble in (
                (_EVENING, noise.normal(NIGHT_LAYER, number)),
                (_MORNING, noise.normal(NIGHT_LAYER, number + 1)),
            )
        )
        return _Night(evening, morning)


def _log_price(noise: Noise, day: int) -> float:
    """Return the logarithm of the price, up to a constant."""
    return sum(
        _OCTAVE * sqrt(period) * noise.smooth(_CLOSE_LAYER + octave, day, period)
        for octave, period in enumerate(_PERIODS)
    )
