"""Past prices and past equity that lead to those of a state, the same in every run."""

from datetime import datetime, timedelta
from math import sin
from typing import Any

import httpx

from ribbit_tui.session.state import State
from ribbit_tui.session.trading.valuation import equity, latest_price

from .states import NOW

Json = dict[str, Any]
_STEPS = {
    "1Min": timedelta(minutes=1),
    "5Min": timedelta(minutes=5),
    "15Min": timedelta(minutes=15),
    "30Min": timedelta(minutes=30),
    "1H": timedelta(hours=1),
    "1Day": timedelta(days=1),
    "1D": timedelta(days=1),
    "1Week": timedelta(weeks=1),
}
_PERIODS = {"1D": 1, "1W": 7, "1M": 30, "3M": 91, "1A": 365}


def walk(number: int, last: float) -> list[float]:
    """Return values that rise by about a twentieth, with hills on the way, and end with `last`."""

    def height(at: int) -> float:
        share = (at + 1) / number
        hills = 0.010 * sin(share * 9) + 0.004 * sin(share * 31)
        return 0.95 + 0.05 * share + hills

    return [last * height(at) / height(number - 1) for at in range(number)]


def bars(state: State, asked: httpx.QueryParams) -> Json:
    """Return the bars of the symbols that have a price."""
    step = _STEPS[asked["timeframe"]]
    start = datetime.fromisoformat(asked["start"])
    number = min(400, max(1, (NOW - start) // step))
    found: Json = {}
    for symbol in asked["symbols"].split(","):
        price = latest_price(state.snapshots.get(symbol))
        if price is None:
            continue
        before = None
        for index, value in enumerate(walk(number, float(price))):
            begin = before or value
            bar = {
                "t": (NOW - step * (number - index)).isoformat(),
                "o": round(begin, 2),
                "h": round(max(begin, value) * 1.004, 2),
                "l": round(min(begin, value) * 0.996, 2),
                "c": round(value, 2),
                "v": 1000 + 700 * (index % 5),
            }
            found.setdefault(symbol, []).append(bar)
            before = value
    return {"bars": found, "next_page_token": None}


def equity_history(state: State, asked: httpx.QueryParams) -> Json:
    """Return the history of the equity, of which a twentieth is profit."""
    step = _STEPS[asked["timeframe"]]
    length = timedelta(days=_PERIODS.get(asked.get("period", ""), 400))
    number = min(400, length // step)
    worth = equity(state)
    values = [round(value, 2) for value in walk(number, float(worth or 0))]
    return {
        "timestamp": [int((NOW - step * (number - at)).timestamp()) for at in range(number)],
        "equity": values,
        "profit_loss": [round(value - values[0], 2) for value in values],
        "profit_loss_pct": [0.0] * number,
        "base_value": values[0],
        "timeframe": asked["timeframe"],
    }
