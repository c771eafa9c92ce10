"""Charts compared with their points, cell by cell."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from ribbit_tui.tui.charts.candles import Candle, aggregated, candle_cells, volume_cells
from ribbit_tui.tui.charts.cells import Cell, Grid, Role, Run, blank, changed_runs
from ribbit_tui.tui.charts.line import line_cells, sparkline
from ribbit_tui.tui.charts.plot import PlotOptions, PlotPoint, plot
from ribbit_tui.tui.charts.time_axis import time_labels
from ribbit_tui.tui.charts.value_scale import ValueScale, value_scale

NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime(2026, 1, 15, 17, tzinfo=UTC)
DAY = timedelta(days=1)
FROM_0_TO_8 = ValueScale(0, 8, (0.0, 4.0, 8.0), 0)


def text(grid: Grid) -> list[str]:
    return ["".join(cell.glyph for cell in row) for row in grid]


def fills(grid: Grid) -> list[list[int]]:
    return [[cell.fill for cell in row] for row in grid]


def options(**more: object) -> PlotOptions:
    facts = {"zone": NEW_YORK, "label": lambda value, decimals: f"{value:.{decimals}f}"} | more
    return PlotOptions(**facts)  # type: ignore[arg-type]


def points(*values: float | None, step: timedelta = DAY) -> list[PlotPoint]:
    return [PlotPoint(NOON - step * (len(values) - 1 - i), value) for i, value in enumerate(values)]


def test_a_rising_line_goes_from_the_lower_left_to_the_upper_right() -> None:
    grid = line_cells([0, 8], 2, FROM_0_TO_8, 4, 2)
    assert text(grid) == ["  ⣠⠞", "⣠⠞⠁ "]


def test_each_dot_of_a_line_of_points_stands_at_its_value() -> None:
    values = [0.0, 2.0, 4.0, 6.0]
    grid = line_cells(values, 4, ValueScale(0, 6, (), 0), 2, 1, filled=False)
    # Two columns of dots a cell, four rows from the top; the line is two dots thick.
    assert [ord(cell.glyph) - 0x2800 for cell in grid[0]] == [
        0x40 | 0x20 | 0x80,
        0x02 | 0x04 | 0x08 | 0x10,
    ]


def test_the_ground_below_a_line_fades_downwards() -> None:
    grid = line_cells([8, 8, 8, 8], 4, FROM_0_TO_8, 2, 4)
    column = [row[0] for row in fills(grid)]
    assert column == sorted(column, reverse=True)
    assert column[0] > column[-1] > 0


def test_a_gap_in_the_points_is_a_gap_in_the_line() -> None:
    grid = line_cells([4, 4, None, None, 4, 4], 6, FROM_0_TO_8, 6, 1, glyphs="ascii")
    assert text(grid) == ["**  **"]


def test_a_line_ends_where_its_last_point_is_due() -> None:
    grid = line_cells([4, 4], 4, FROM_0_TO_8, 8, 1, glyphs="ascii")
    assert text(grid) == ["***     "]


@pytest.mark.parametrize(
    ("glyphs", "allowed"), [("blocks", " ▀▄█"), ("ascii", " *"), ("braille", "")]
)
def test_only_the_chosen_glyphs_are_used(glyphs: str, allowed: str) -> None:
    values = [float(at * 7 % 5) for at in range(30)]
    grid = line_cells(values, 30, value_scale(values, 6), 20, 6, glyphs=glyphs)
    drawn = set("".join(text(grid)))
    if glyphs == "braille":
        assert all(one == " " or 0x2800 < ord(one) <= 0x28FF for one in drawn)
    else:
        assert drawn <= set(allowed)


def test_more_points_than_dots_leave_a_thin_line() -> None:
    values = [4 + (at % 2) * 4.0 for at in range(400)]
    grid = line_cells(values, 400, FROM_0_TO_8, 10, 4, filled=False)
    used = sum(cell.role is Role.LINE for row in grid for cell in row)
    assert used <= 40


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((0, 10), (0.0, 5.0, 10.0)),
        ((12_168.13, 12_480.57), (12_200.0, 12_300.0, 12_400.0)),
        ((0.0121, 0.0163), (0.014, 0.016)),
        ((-30, 25), (-25.0, 0.0, 25.0)),
    ],
)
def test_the_scale_has_nice_steps(values: tuple[float, ...], ticks: tuple[float, ...]) -> None:
    assert value_scale(values, 10).ticks == pytest.approx(ticks)


@pytest.mark.parametrize("value", [0.0, 5.0, -3.0, 1e-9, 1e12])
def test_what_never_changes_is_a_line_in_the_middle(value: float) -> None:
    scale = value_scale([value, value], 9)
    assert scale.place(value, 9) == 4


def test_a_scale_shows_decimals_that_tell_its_steps_apart() -> None:
    assert value_scale([0.0121, 0.0163], 10).decimals == 3
    assert value_scale([100, 200], 10).decimals == 0


def test_the_latest_value_has_a_tag_in_its_row() -> None:
    drawn = plot(points(0, 8), 30, 6, options(tag="8.00"))
    assert "".join(cell.glyph for cell in drawn.grid[0]).endswith("8.00 ")
    assert drawn.grid[0][-1].role is Role.TAG


def test_the_base_is_a_broken_line_with_its_value() -> None:
    drawn = plot(points(6, 8, 7), 30, 8, options(base=2.0, base_label="2.00"))
    row = next(row for row in drawn.grid if "2.00" in "".join(cell.glyph for cell in row))
    assert any(cell == Cell("┈", Role.BASE, cell.fill) for cell in row)


def test_the_cursor_is_a_line_through_its_point() -> None:
    drawn = plot(points(1, 5, 2, 8), 30, 8, options())
    grid = drawn.with_cursor(2, "braille")
    column = [row[drawn.columns[2]] for row in grid[: drawn.plot_height]]
    assert {cell.role for cell in column} == {Role.CURSOR, Role.LINE}
    assert drawn.nearest(drawn.columns[2] + 1) == 2


def test_candles_have_a_body_and_a_wick() -> None:
    up = Candle(NOON, 2, 8, 0, 6, 10)
    down = Candle(NOON + DAY, 6, 6, 2, 2, 5)
    grid = candle_cells([up, down], ValueScale(0, 8, (), 0), 4, 4, glyphs="braille")
    assert text(grid) == ["│   ", "┃ ┃ ", "┃ ┃ ", "│   "]
    assert grid[1][0].role is Role.GAIN
    assert grid[2][2].role is Role.LOSS
    assert text(grid)[0][2] == " "


def test_volume_is_as_high_as_its_share_of_the_largest() -> None:
    candles = [Candle(NOON + DAY * at, 1, 1, 1, 1, volume) for at, volume in enumerate((16, 8, 0))]
    assert text(volume_cells(candles, 6, 2, glyphs="braille")) == ["█     ", "█ █   "]


def test_candles_that_do_not_fit_are_merged_by_the_calendar() -> None:
    # Monday the 5th to Sunday the 18th of January 2026.
    monday = datetime(2026, 1, 5, 17, tzinfo=UTC)
    days = [Candle(monday + DAY * at, at, at + 2, at - 1, at + 1, 10) for at in range(14)]
    assert aggregated(days, 14, NEW_YORK) == days
    first, second = aggregated(days, 5, NEW_YORK)
    assert first == Candle(monday, 0, 8, -1, 7, 70)
    assert second == Candle(monday + DAY * 7, 7, 15, 6, 14, 70)


def test_times_are_labelled_in_the_zone_of_the_exchange() -> None:
    times = [NOON + timedelta(minutes=15) * at for at in range(40)]
    labels = time_labels(times, range(0, 80, 2), 80, NEW_YORK)
    assert [label.text for label in labels][:2] == ["13:00", "15:00"]
    assert labels[0].column == 8


@pytest.mark.parametrize("count", [2, 22, 63, 252, 1260])
def test_labels_never_touch_each_other_or_leave_the_chart(count: int) -> None:
    times = [NOON + DAY * at for at in range(count)]
    columns = [round(at * 59 / (count - 1)) for at in range(count)]
    labels = time_labels(times, columns, 60, NEW_YORK)
    assert labels
    ends = [(label.column, label.column + len(label.text)) for label in labels]
    assert all(end < start for (_, end), (start, _) in pairwise(ends))
    assert ends[-1][1] <= 60


def test_only_what_has_changed_is_repainted() -> None:
    before, now = blank(40, 2), blank(40, 2)
    now[1][3] = now[1][6] = now[1][30] = Cell("x")
    assert changed_runs(before, now) == [Run(1, 3, 4), Run(1, 30, 1)]
    assert changed_runs(now, now) == []


def test_a_sparkline_rises_and_falls_with_its_values() -> None:
    assert sparkline([1, 3], 2, "blocks") == "▄▀"
    assert sparkline([3, 1], 2, "blocks") == "▀▄"
    assert sparkline([1, 2, 9], 3, "ascii") == "__^"
    assert len(sparkline([5.0], 7)) == 7
    assert sparkline([], 3) == "   "


def test_a_chart_of_any_size_keeps_to_it() -> None:
    some = points(*(float(at * 13 % 7) for at in range(50)))
    for width, height in ((24, 3), (25, 4), (80, 10), (300, 70)):
        for is_candles in (False, True):
            drawn = plot(some, width, height, options(is_candles=is_candles, tag="6.00"))
            assert len(drawn.grid) == height
            assert {len(row) for row in drawn.grid} == {width}
