"""Numbers and times as a person reads them."""

from datetime import datetime, tzinfo
from decimal import Decimal

from ribbit_tui.wire.money import to_cents

UP, DOWN, LEVEL = "▲", "▼", "•"
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def usd(amount: Decimal | None) -> str:
    """`$1,234.50`; an en dash when there is no figure yet."""
    if amount is None:
        return "–"
    cents = to_cents(amount)
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents):,}"


def signed_usd(amount: Decimal) -> str:
    """`+$1.20` or `-$1.20`; less than half a cent is neither."""
    cents = to_cents(amount)
    sign = "" if not cents else "+" if cents > 0 else "-"
    return f"{sign}${abs(cents):,}"


def shares(quantity: Decimal | None) -> str:
    """A quantity without trailing zeros."""
    if quantity is None:
        return "–"
    text = f"{quantity:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(fraction: Decimal | None) -> str:
    """`+1.25%` of a fraction of 0.0125."""
    return "–" if fraction is None else f"{round(fraction * 100, 2) + 0:+,.2f}%"


def arrow(amount: Decimal | None) -> str:
    """The glyph that tells gain from loss without colour."""
    if not amount:
        return LEVEL
    return UP if amount > 0 else DOWN


def tone(amount: Decimal | None) -> str:
    """The style name for a gain or a loss."""
    if not amount:
        return "quiet"
    return "gain" if amount > 0 else "loss"


def clock_time(moment: datetime, zone: tzinfo | None) -> str:
    """`15:04:05` in the given zone (this machine's when None)."""
    return f"{moment.astimezone(zone):%H:%M:%S}"


def day_and_time(moment: datetime, zone: tzinfo | None) -> str:
    """`15 Jan 10:04`."""
    local = moment.astimezone(zone)
    return f"{local.day:>2} {local:%b %H:%M}"


def age(seconds: float) -> str:
    """`4 s`, `3 min`, `2 h`, `5 d`."""
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{int(seconds // size)} {unit}"
    return f"{int(seconds)} s"


_METER_CELLS = 20


def upload_size(size: int, limit: int) -> str:
    """`▓▓▓░░░… 1.6 of 10 MB once encoded`, for sizes in bytes of base64."""
    filled = min(_METER_CELLS, -(-size * _METER_CELLS // limit))
    meter = f"{'▓' * filled}{'░' * (_METER_CELLS - filled)}"
    return f"{meter} {size / 1024 / 1024:.1f} of {limit >> 20} MB once encoded"


def code_words(code: object, most: int = 60) -> str:
    """A name of the API's that has no words of ours: `crypto_agreement` as `Crypto agreement`."""
    return plain(str(code).replace("_", " ").capitalize(), most)


def plain(text: str, width: int | None = None) -> str:
    """External text on one line: no control characters, no direction overrides, cut to `width`."""
    shown = "".join(" " if c in "\r\n\t" else c for c in text if c.isprintable() or c in "\r\n\t")
    shown = "".join(c for c in shown if c not in _BIDI)
    if width is not None and len(shown) > width:
        return f"{shown[: max(0, width - 1)]}…"
    return shown
