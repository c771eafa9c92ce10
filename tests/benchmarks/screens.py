"""The app on its stage: keys, screens and charts, beside a minimal Textual app in the same run."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from statistics import median
from time import process_time

from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, Static

from ribbit_tui.session.state import Change
from ribbit_tui.tui.charts.chart import Chart
from tests.tui import states
from tests.tui.places import PLACES
from tests.tui.stage import LARGE, Stage

from .figures import Figure, p99
from .options import Options

_KEYS, _SWITCHES, _PRICES = 100, 60, 100
_WARM = 5

Press = Callable[[], Awaitable[object]]


async def measure(options: Options) -> list[Figure]:
    """Measure keys in fields, changes of the screen, and a chart that is drawn and redrawn."""
    async with _minimal() as pilot:
        field = await _typed(pilot, options)
        repaint = await _repaints(pilot, options)
    return [
        await _form_field(options, field),
        await _search(options, field),
        *await _screens(options, repaint),
        *await _chart(options, repaint),
    ]


class _Minimal(App[None]):
    """The least app with a field and some text."""

    def compose(self) -> ComposeResult:
        yield Input()
        yield Static("text " * 600)


@asynccontextmanager
async def _minimal() -> AsyncIterator[Pilot[None]]:
    async with _Minimal().run_test(size=LARGE) as pilot:
        yield pilot


async def _times(count: int, press: Press, warm: int = _WARM) -> list[float]:
    """Return the milliseconds of processor time of each of `count` calls, after `warm` others."""
    for _ in range(warm):
        await press()
    gc.collect()
    taken = []
    for _ in range(count):
        before = process_time()
        await press()
        taken.append((process_time() - before) * 1000)
    return taken


async def _painted(app: App[None], key: str, character: str | None = None) -> None:
    """Press a key, and wait until what it has changed is painted.

    Pilot's own `press` asks every widget whether it is idle, which takes longer than the key.
    """
    done = asyncio.Event()

    def after_app() -> None:
        widget = app.screen.focused or app.screen
        widget.call_later(lambda: app.screen.call_after_refresh(done.set))

    app.post_message(events.Key(key, character))
    app.call_later(after_app)
    await done.wait()


async def _settled(app: App[None]) -> None:
    done = asyncio.Event()
    app.screen.call_after_refresh(done.set)
    await done.wait()


async def _typed(pilot: Pilot[None], options: Options) -> list[float]:
    """Type letters into the field that has the focus, erasing each."""

    async def press() -> None:
        await _painted(pilot.app, "a", "a")
        await _painted(pilot.app, "backspace")

    return [one / 2 for one in await _times(options.scaled(_KEYS), press)]


async def _repaints(pilot: Pilot[None], options: Options) -> list[float]:
    """Lay out and repaint a screen full of text."""

    async def repaint() -> None:
        pilot.app.screen.refresh(layout=True)
        await _settled(pilot.app)

    return await _times(options.scaled(_SWITCHES), repaint)


def _beside(taken: list[float], name: str, reference: list[float]) -> str:
    ratio = median(taken) / median(reference)
    return f"{name} {median(reference):.2f} ms; {ratio:.1f} times that; p99 {p99(taken):.1f} ms"


async def _form_field(options: Options, field: list[float]) -> Figure:
    with options.new_folder() as folder:
        on = Stage(folder)
        async with on.running() as pilot:
            await PLACES["application"].arrive(on, pilot)
            taken = await _typed(pilot, options)
    return Figure(
        name="a key in a form field, of the processor",
        value=median(taken),
        unit="ms",
        at_most=1.5 * median(field),
        reference=_beside(taken, "the minimal app's field", field),
        why="an answer is checked, marks its row, and goes up to the draft",
    )


async def _search(options: Options, field: list[float]) -> Figure:
    with options.new_folder() as folder:
        on = Stage(folder, states.funded())
        async with on.running("invest", size=LARGE) as pilot:
            await pilot.press("slash")
            taken = await _typed(pilot, options)
    return Figure(
        name="a key in the search, list and chart under it included",
        value=median(taken),
        unit="ms",
        reference=_beside(taken, "the minimal app's field", field),
    )


async def _screens(options: Options, repaint: list[float]) -> list[Figure]:
    """Open each main screen for the first time, then go from one to the next."""
    with options.new_folder() as folder:
        on = Stage(folder, states.funded())
        async with on.running("home", size=LARGE) as pilot:
            digits = iter("234567" + "1234567" * 1000)

            async def switch() -> None:
                await _painted(pilot.app, next(digits))
                await _settled(pilot.app)

            first = await _times(6, switch, warm=0)
            taken = await _times(options.scaled(_SWITCHES), switch)
    return [
        Figure(
            name="a screen opened for the first time, of the processor",
            value=median(first),
            unit="ms",
            reference=_beside(first, "the minimal app's repaint", repaint),
        ),
        Figure(
            name="a change to a visited screen, of the processor",
            value=median(taken),
            unit="ms",
            at_most=50,
            reference=_beside(taken, "the minimal app's repaint", repaint),
        ),
    ]


async def _chart(options: Options, repaint: list[float]) -> list[Figure]:
    """Draw the curve of Home whole, and redraw it after a new price."""
    with options.new_folder() as folder:
        on = Stage(folder, states.funded())
        async with on.running("home", size=LARGE) as pilot:
            chart = on.screen.query_one(Chart)
            prices = iter(Decimal("238.15") + Decimal(at % 7) / 100 for at in range(10_000))

            async def redraw() -> None:
                price = str(next(prices))
                on.state.snapshots["AAPL"] = states.snapshot(price, "235.02")
                on.screen.state_changed(Change.PRICES)
                await _settled(pilot.app)

            redrawn = await _times(options.scaled(_PRICES), redraw)

            async def draw() -> None:
                chart._draw()

            drawn = await _times(options.scaled(_PRICES), draw)
            size = f"{chart.size.width}x{chart.size.height}"
    return [
        Figure(
            name=f"a curve of {size} cells computed, of the processor",
            value=median(drawn),
            unit="ms",
            reference=_beside(drawn, "the minimal app's repaint", repaint),
        ),
        Figure(
            name="Home after a new price, curve and all, of the processor",
            value=median(redrawn),
            unit="ms",
            reference=_beside(redrawn, "the minimal app's repaint", repaint),
        ),
    ]
