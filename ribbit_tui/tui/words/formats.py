"""The formats of amounts, quantities and times on screen."""

from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING

from ribbit_tui.wire.money import to_cents

if TYPE_CHECKING:
    from ribbit_tui.wire.assets import Asset

UP, DOWN, UNCHANGED = "▲", "▼", "•"
MINUS = "−"
"""The sign of negative numbers, which is as wide as the plus sign."""
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def usd(amount: Decimal | None) -> str:
    """Format an amount as `$1,234.50`; None as an en dash."""
    if amount is None:
        return "–"
    cents = to_cents(amount)
    sign = MINUS if cents < 0 else ""
    return f"{sign}${abs(cents):,}"


def price(amount: Decimal | None) -> str:
    """Format a price as `$1,234.50`, and one below a dollar with all of its decimals."""
    if amount is None or not 0 < amount < 1:
        return usd(amount)
    text = shares(amount)
    return f"${text}" if len(text) > len("0.12") else usd(amount)


def signed_usd(amount: Decimal | None) -> str:
    """Format a change as `+$1.20` or `−$1.20`, without a sign at zero; None as an en dash."""
    if amount is None:
        return "–"
    cents = to_cents(amount)
    sign = "" if not cents else "+" if cents > 0 else MINUS
    return f"{sign}${abs(cents):,}"


def shares(quantity: Decimal | None) -> str:
    """Format a quantity without trailing zeros; None as an en dash."""
    if quantity is None:
        return "–"
    text = f"{quantity:,f}".replace("-", MINUS)
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity(amount: Decimal | None, asset: "Asset | None") -> str:
    """Format a number of shares or coins with its unit: `0.42 shares`, `0.5 BTC`."""
    return f"{shares(amount)} {asset.coin if asset and asset.coin else 'shares'}"


def percent(fraction: Decimal | None) -> str:
    """Format the fraction 0.0125 as `+1.25%`; None as an en dash."""
    if fraction is None:
        return "–"
    shown = round(fraction * 100, 2)
    return f"{shown:+,.2f}%".replace("-", MINUS) if shown else "0.00%"


CENT = Decimal("0.01")
BASIS_POINT = Decimal("0.0001")
"""The smallest fraction that `percent` shows."""


def arrow(amount: Decimal | None, smallest: Decimal = CENT) -> str:
    """Return the glyph of a gain or a loss, which distinguishes them without colour.

    What is shown as zero, since it is less than half of `smallest`, is neither.
    """
    if amount is None or not round(amount / smallest):
        return UNCHANGED
    return UP if amount > 0 else DOWN


def tone(amount: Decimal | None, smallest: Decimal = CENT) -> str:
    """Return the style name of a gain or a loss; see `arrow` for `smallest`."""
    if amount is None or not round(amount / smallest):
        return "quiet"
    return "gain" if amount > 0 else "loss"


def clock_time(at: datetime | None, zone: tzinfo | None) -> str:
    """Format a time as `15:04:05`, and one that is not known as an en dash.

    A `zone` of None is that of this machine.
    """
    return "–" if at is None else f"{at.astimezone(zone):%H:%M:%S}"


def precise_time(at: datetime | None, zone: tzinfo | None) -> str:
    """Format a time with milliseconds, `15:04:05.120`, and one that is not known as an en dash."""
    return "–" if at is None else f"{clock_time(at, zone)}.{at.microsecond // 1000:03}"


def date_and_time(at: datetime | None, zone: tzinfo | None) -> str:
    """Format a time as `5 Jan 2026 10:04`, and one that is not known as an en dash."""
    return "–" if at is None else f"{at.astimezone(zone):%d %b %Y %H:%M}".removeprefix("0")


def day_and_time(at: datetime | None, zone: tzinfo | None) -> str:
    """Format a time as `15 Jan 10:04`, and one that is not known as an en dash."""
    if at is None:
        return "–"
    local = at.astimezone(zone)
    return f"{local.day:>2} {local:%b %H:%M}"


def recent_time(at: datetime | None, zone: tzinfo | None, today: date) -> str:
    """Format a time of today as `15:04:05`, another as `15 Jan 10:04`, none as an en dash."""
    if at is not None and at.astimezone(zone).date() == today:
        return clock_time(at, zone)
    return day_and_time(at, zone)


def age(seconds: float) -> str:
    """Format a duration in seconds as `4 s`, `3 min`, `2 h` or `5 d`."""
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit}"
    return f"{int(seconds)} s"


def precise_duration(time: timedelta) -> str:
    """Format a time that something has taken as `12 ms`, `1.20 s` or `4 min`."""
    seconds = time.total_seconds()
    if seconds >= 60:
        return age(seconds)
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


_METER_CELLS = 20


def upload_size(size: int, limit: int) -> str:
    """Format a size and its limit in bytes of base64: `▓▓▓░░░… 1.6 of 10 MB once encoded`."""
    filled = min(_METER_CELLS, -(-size * _METER_CELLS // limit))
    meter = f"{'▓' * filled}{'░' * (_METER_CELLS - filled)}"
    return f"{meter} {size / 1024 / 1024:.1f} of {limit >> 20} MB once encoded"


def code_words(code: object, width: int = 60) -> str:
    """Turn a code of the API into words: `crypto_agreement` into `Crypto agreement`."""
    return plain(str(code).replace("_", " ").capitalize(), width)


def plain(text: str | None, width: int | None = None) -> str:
    """Clean external text: one line, no control or bidirectional characters, cut to `width`.

    None, which the server did not send, becomes an empty text.
    """
    text = text or ""
    shown = "".join(" " if c in "\r\n\t" else c for c in text if c.isprintable() or c in "\r\n\t")
    shown = "".join(c for c in shown if c not in _BIDI)
    if width is not None and len(shown) > width:
        return f"{shown[: max(0, width - 1)]}…"
    return shown
