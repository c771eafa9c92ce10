"""Activities as rows of a table, below a heading for each day."""

from collections.abc import Iterable
from datetime import date, tzinfo

from ribbit_tui.session.account.activity_log import ActivityDay, activity_days, occurred_at
from ribbit_tui.tui.widgets.activity_rows import activity_amount, activity_title
from ribbit_tui.tui.widgets.table_rows import Cell, Column, Row
from ribbit_tui.tui.words.formats import clock_time, signed_usd
from ribbit_tui.wire.activities import Activity

COLUMNS = (Column("Time", 10), Column("What", 26, grows=True), Column("Amount", 14, right=True))


def day_rows(
    activities: Iterable[Activity], zone: tzinfo | None, today: date, *, is_spaced: bool
) -> list[Row]:
    """Return a heading for each day, with a blank row before all but the first if `is_spaced`."""
    rows: list[Row] = []
    for day in activity_days(activities, zone):
        if rows and is_spaced:
            rows.append(Row(f"before {day.day}", (Cell(""),) * len(COLUMNS), is_heading=True))
        rows.append(_heading(day, today))
        rows += [_row(activity, zone) for activity in day.activities]
    return rows


def day_title(day: date | None) -> str:
    """Format a day as `Thu 15 Jan`."""
    return "Day not known" if day is None else f"{day:%a} {day.day} {day:%b}"


def _heading(day: ActivityDay, today: date) -> Row:
    words = "today" if day.day == today else "" if day.day is None else f"{day.day:%Y}"
    cells = (
        Cell(day_title(day.day), "strong"),
        Cell(words, "quiet"),
        Cell(signed_usd(day.net), "strong"),
    )
    return Row(f"day {day.day}", cells, is_heading=True)


def _row(activity: Activity, zone: tzinfo | None) -> Row:
    at = occurred_at(activity)
    return Row(
        activity.id,
        (
            Cell(clock_time(at, zone) if at else "", "quiet"),
            Cell(activity_title(activity)),
            activity_amount(activity),
        ),
    )
