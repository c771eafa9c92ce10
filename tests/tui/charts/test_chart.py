"""The charts of Home and Invest, as a person reads them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ribbit_tui.session.series import SeriesKey, SeriesStatus, Span
from ribbit_tui.session.state import Change
from ribbit_tui.tui.charts.chart import Chart
from ribbit_tui.tui.screens.home.portfolio_panel import PortfolioPanel
from tests.tui import states
from tests.tui.stage import LARGE, SMALL, Stage, refusal

Build = Callable[..., Stage]
HISTORY = f"GET /v1/trading/accounts/{states.MAYA}/account/portfolio/history"
EQUITY = SeriesKey(Span.MONTH)


def header(on: Stage) -> str:
    """Return the line above the curve of the equity."""
    chart = on.screen.query_one(Chart)
    return chart.render_line(0).text.strip()


async def test_left_and_right_read_the_curve_point_by_point(stage: Build) -> None:
    on = stage(states.funded())
    async with on.running("home", size=LARGE) as pilot:
        chart = on.screen.query_one(Chart)
        assert "past month" in header(on)
        chart.focus()
        await pilot.press("left")
        newest = header(on)
        assert "$610.02" in newest
        await pilot.press("left")
        assert header(on) != newest
        await pilot.press("right", "right", "right")
        assert header(on) == newest
        await pilot.press("home")
        first = header(on)
        await pilot.press("left")
        assert header(on) == first
        await pilot.press("escape")
        assert "past month" in header(on)
        assert on.screen.focused is chart


async def test_the_mouse_reads_the_curve_and_leaves_it(stage: Build) -> None:
    on = stage(states.funded())
    async with on.running("home", size=LARGE) as pilot:
        await pilot.hover(Chart, offset=(5, 6))
        assert "EST" in header(on)
        await pilot.hover("#holdings")
        await on.until(pilot, lambda: "past month" in header(on))


async def test_a_key_and_a_click_choose_the_period(stage: Build) -> None:
    on = stage(states.funded())
    async with on.running("home", size=LARGE) as pilot:
        await pilot.press("t")
        await on.until(pilot, lambda: "past 3 months" in header(on))
        panel = on.screen.query_one(PortfolioPanel)
        # The names end two columns before the corner of the border: 1D 1W 1M 3M 1Y All.
        await pilot.click(offset=(panel.region.right - 22, panel.region.bottom - 1))
        await on.until(pilot, lambda: "past week" in header(on))


async def test_a_curve_that_cannot_be_loaded_says_so_and_is_loaded_by_key(stage: Build) -> None:
    on = stage(states.funded())
    on.server.next(HISTORY, *[refusal(422, "the history is being rebuilt")] * 1)
    async with on.running("home", size=LARGE) as pilot:
        await on.until_seen(pilot, "Not loaded.", "being rebuilt")
        await pilot.press("ctrl+r")
        await on.until(pilot, lambda: "past month" in header(on))


async def test_a_curve_that_is_out_of_date_says_so(stage: Build) -> None:
    on = stage(states.funded())
    async with on.running("home", size=LARGE) as pilot:
        series = on.state.series[EQUITY]
        on.state.series[EQUITY] = replace(series, status=SeriesStatus.FAILED, error="gone")
        on.screen.state_changed(~Change(0))
        await on.until(pilot, lambda: "not up to date" in header(on))


async def test_a_new_price_moves_the_end_of_the_curve_alone(
    stage: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = stage(states.funded())
    async with on.running("home", size=LARGE) as pilot:
        chart = on.screen.query_one(Chart)
        painted: list[int] = []
        refresh = chart.refresh

        def noted(*regions: object, **how: object) -> Chart:
            painted.extend(region.area for region in regions)  # type: ignore[attr-defined]
            if not regions:
                painted.append(chart.size.area)
            return refresh(*regions, **how)  # type: ignore[arg-type]

        monkeypatch.setattr(chart, "refresh", noted)
        on.state.snapshots["AAPL"] = states.snapshot("238.20", "235.02")
        on.screen.state_changed(~Change(0))
        await on.rest(pilot)
        assert 0 < sum(painted) < chart.size.area / 4


@pytest.mark.parametrize("glyphs", ["blocks", "ascii"])
async def test_a_terminal_without_braille_has_a_curve_too(stage: Build, glyphs: str) -> None:
    on = stage(states.funded())
    on.app.dependencies = replace(on.app.dependencies, glyphs=glyphs)
    async with on.running("home", size=LARGE) as pilot:
        await on.until(pilot, lambda: "past month" in header(on))
        chart = on.screen.query_one(Chart)
        drawn = "".join(chart.render_line(y).text for y in range(1, chart.size.height))
        assert not any(0x2800 <= ord(one) <= 0x28FF for one in drawn)
        assert ("*" if glyphs == "ascii" else "▀") in drawn


async def test_an_account_without_money_has_no_curve(stage: Build) -> None:
    on = stage(states.loaded(cash=states.money("0")))
    async with on.running("home", size=LARGE) as pilot:
        await on.until_seen(pilot, "Nothing to show yet.")


async def test_an_asset_shows_candles_by_key(stage: Build) -> None:
    on = stage(states.funded())
    async with on.running("invest", size=LARGE) as pilot:
        chart = on.screen.query_one(Chart)
        await on.until(pilot, lambda: "past month" in chart.render_line(0).text)
        await pilot.press("i")
        drawn = "".join(chart.render_line(y).text for y in range(1, chart.size.height))
        assert "┃" in drawn
        chart.focus()
        await pilot.press("left")
        assert all(name in chart.render_line(0).text for name in (" O ", " H ", " L ", " C "))


async def test_the_chart_of_an_asset_follows_the_cursor_of_the_list(stage: Build) -> None:
    on = stage(states.funded())
    async with on.running("invest", size=LARGE) as pilot:
        await on.until(pilot, lambda: SeriesKey(Span.MONTH, "AAPL") in on.state.series)
        await pilot.press("down")
        await on.until(pilot, lambda: SeriesKey(Span.MONTH, "MSFT") in on.state.series)
        await on.rest(pilot)
        assert "432.11" in "".join(
            on.screen.query_one(Chart).render_line(y).text for y in range(20)
        )


async def test_a_day_of_the_exchange_fills_the_chart_as_it_goes_on(stage: Build) -> None:
    on = stage(states.loaded(always_open=False))
    async with on.running("invest", size=LARGE) as pilot:
        await pilot.press("t", "t", "t", "t")
        await on.until(pilot, lambda: SeriesKey(Span.DAY, "AAPL") in on.state.series)
        await on.rest(pilot)
        chart = on.screen.query_one(Chart)
        lines = [chart.render_line(y).text for y in range(1, chart.size.height - 1)]
        last = max(len(line[:-12].rstrip(" ─┈")) for line in lines)
        assert last < chart.size.width * 3 / 4


@pytest.mark.parametrize("size", [SMALL, LARGE, (60, 12), (300, 80), (40, 12)])
async def test_home_and_invest_stand_every_size(stage: Build, size: tuple[int, int]) -> None:
    on = stage(states.funded())
    async with on.running("home", size=size) as pilot:
        await pilot.press("t")
        on.app.go_to_screen("invest")
        await on.rest(pilot)
        await pilot.resize_terminal(1, 1)
        await on.rest(pilot)
        await pilot.resize_terminal(*LARGE)
        await on.rest(pilot)
    assert not on.faults


async def test_the_keys_of_home_open_ticket_and_transfer(stage: Build) -> None:
    on = stage(states.funded())
    async with on.running("home", size=LARGE) as pilot:
        await pilot.press("s")
        await on.until_seen(pilot, "Sell AAPL")
        on.app.go_to_screen("home")
        await on.until(pilot, lambda: on.screen.SCREEN_NAME == "home")
        await pilot.press("d")
        await on.until(pilot, lambda: on.screen.SCREEN_NAME == "money")
        await on.until(pilot, lambda: on.screen.focused is not None)
        assert on.screen.focused is not None
        assert on.screen.focused.id == "transfer-amount" or "amount" in str(on.screen.focused.id)
