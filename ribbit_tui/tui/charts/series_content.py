"""The content of a chart of prices or of the equity, with its words."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from textual.content import Content

from ribbit_tui.session.history.latest import change
from ribbit_tui.session.series import EXCHANGE_ZONE, Point, Series, SeriesStatus, Span
from ribbit_tui.tui.words.formats import (
    BASIS_POINT,
    arrow,
    percent,
    plain,
    price,
    signed_usd,
    tone,
    usd,
)

from .chart import ChartContent
from .plot import PlotOptions, PlotPoint

SPAN_WORDS = {
    Span.DAY: "past day",
    Span.WEEK: "past week",
    Span.MONTH: "past month",
    Span.QUARTER: "past 3 months",
    Span.YEAR: "past year",
    Span.FIVE_YEARS: "past 5 years",
    Span.ALL: "since the first day",
}


def series_content(
    series: Series,
    *,
    glyphs: str,
    try_again: str,
    is_candles: bool = False,
    filled: bool = True,
    slots: int = 0,
    words: str = "",
) -> ChartContent:
    """Return the chart of a series. `try_again` says with which key to load it again.

    `words` name its time in place of those for its span.
    """
    known = [point for point in series.points if point.value is not None]
    written = price if series.key.symbol else usd
    options = PlotOptions(
        zone=EXCHANGE_ZONE,
        label=_label,
        tag=written(known[-1].value).lstrip("$") if known else "",
        base=None if series.base is None else float(series.base),
        base_label="" if series.base is None else written(series.base).lstrip("$"),
        glyphs=glyphs,
        is_candles=is_candles,
        filled=filled,
        slots=slots,
    )
    exact = {point.at: point for point in series.points}

    def read_out(points: Sequence[PlotPoint], index: int, width: int) -> Content:
        return _read_out(series, exact, points, index, width)

    return ChartContent(
        [_plot_point(point) for point in series.points] if known else [],
        options,
        _header(series, words or SPAN_WORDS[series.key.span]),
        read_out,
        _note(series, try_again),
    )


def _plot_point(point: Point) -> PlotPoint:
    return PlotPoint(point.at, *map(_float, point[1:]))


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _label(value: float, decimals: int) -> str:
    """Write a step of the scale: whole, or with two decimals at least."""
    return f"{value:,.{decimals if decimals in (0, 2) else max(2, decimals)}f}".replace("-", "−")


def _header(series: Series, words: str) -> Content:
    gained = change(series)
    if series.status is SeriesStatus.FAILED and series.points:
        words += ", not up to date"
    if gained is None:
        return Content.styled(words if series.points else "", "$quiet")
    style = f"${tone(gained.amount)}"
    fraction = "" if gained.fraction is None else f"  {percent(gained.fraction)}"
    return Content.assemble(
        (f"{arrow(gained.amount)} {signed_usd(gained.amount)}{fraction}", style),
        (f"  {words}", "$quiet"),
    )


def _note(series: Series, try_again: str) -> str:
    if series.points:
        return ""
    match series.status:
        case SeriesStatus.LOADING:
            return "Loading…"
        case SeriesStatus.FAILED:
            return f"Not loaded. {plain(series.error, 200)}\n{try_again}"
    return "Nothing to show yet." if not series.key.symbol else "No prices in this time."


def _read_out(
    series: Series,
    exact: dict[datetime, Point],
    points: Sequence[PlotPoint],
    index: int,
    width: int,
) -> Content:
    """Return time and value of a point; of a bar all prices, and its change if that fits."""
    point = points[index]
    at = _time(point.at, series.key.span)
    if point.value is None:
        return Content.assemble((at, "$label"), ("  no value", "$quiet"))
    if not series.key.symbol or point.open is None:
        own = exact.get(point.at)
        return Content.assemble((at, "$label"), "  ", (usd(own.value if own else None), "bold"))
    prices = (("O", point.open), ("H", point.high), ("L", point.low), ("C", point.value))
    named = Content.assemble(
        *(part for name, one in prices for part in ((f"  {name} ", "$quiet"), (_price(one), "")))
    )
    before = points[index - 1].value if index else None
    fraction = Decimal(str(point.value)) / Decimal(str(before)) - 1 if before else None
    moved = Content.styled(
        "" if fraction is None else f"  {arrow(fraction, BASIS_POINT)} {percent(fraction)}",
        f"${tone(fraction, BASIS_POINT)}",
    )
    short = _time(point.at, series.key.span, is_short=True)
    for time, more in ((at, moved), (at, Content()), (short, moved)):
        line = Content.assemble((time, "$label"), named, more)
        if line.cell_length <= width:
            return line
    return Content.assemble((short, "$label"), named)


def _price(value: float | None) -> str:
    return "–" if value is None else price(Decimal(str(value))).lstrip("$")


def _time(at: datetime, span: Span, *, is_short: bool = False) -> str:
    """Write the time of a point: with the time of day where it has one."""
    local = at.astimezone(EXCHANGE_ZONE)
    is_daily = span.length > timedelta(days=8) and (local.hour, local.minute) == (0, 0)
    if is_short:
        return f"{local.day} {local:%b}" if is_daily else f"{local.day} {local:%b %H:%M}"
    day = f"{local:%a} {local.day} {local:%b %Y}"
    return day if is_daily else f"{day} {local:%H:%M %Z}"
