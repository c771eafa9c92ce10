"""An app in a process of its own, which prints one number: `python -m … KIND STARTED FOLDER`.

`STARTED` is the monotonic time at which the process was started, `FOLDER` is for its data.
"""

import asyncio
import os
import pkgutil
import sys
import time
from importlib import import_module
from pathlib import Path

from textual.app import App

SIZE = (120, 40)


async def _painted(app: App[None]) -> None:
    """Wait until the screen has been painted."""
    painted = asyncio.Event()
    app.screen.call_after_refresh(painted.set)
    await painted.wait()


async def _first_frame(app: App[None], started: float) -> float:
    """Return the seconds from the start of the process to its first frame."""
    async with app.run_test(size=SIZE):
        await _painted(app)
        return time.monotonic() - started


def _minimal() -> App[None]:
    from textual.app import ComposeResult
    from textual.widgets import Static

    class Minimal(App[None]):
        def compose(self) -> ComposeResult:
            yield Static("ready")

    return Minimal()


def _real(folder: Path) -> App[None]:
    """Create the app as `ribbit` does without options, with its folders below this one."""
    os.environ |= dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), str(folder))
    from ribbit_tui.runtime.composition import create_app_with_defaults

    return create_app_with_defaults()


async def _after_the_walkthrough(folder: Path) -> float:
    """Return the peak memory of the app (MiB) after all that there is to do was done."""
    from ribbit_tui.runtime.composition import create_tour_app
    from ribbit_tui.tour.player import play
    from ribbit_tui.tour.walkthrough import WALKTHROUGH

    app = create_tour_app(folder)
    async with app.run_test(size=SIZE) as pilot:
        async for _ in play(app, pilot, WALKTHROUGH):
            pass
        return _peak_memory()


def _peak_memory() -> float:
    from .servers import peak_memory

    return peak_memory(os.getpid())


async def _imports() -> float:
    """Return the peak memory (MiB) of a process that only imports the app."""
    for package in ("tui", "session", "wire", "broker", "config", "runtime"):
        root = import_module(f"ribbit_tui.{package}")
        for module in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
            import_module(module.name)
    return _peak_memory()


async def _idle(folder: Path, seconds: float = 5) -> float:
    """Return the part of a processor (percent) that an app takes that nobody touches."""
    app = _real(folder)
    async with app.run_test(size=SIZE):
        await asyncio.sleep(seconds)
        before = time.process_time()
        await asyncio.sleep(seconds)
        return (time.process_time() - before) / seconds * 100


def main() -> None:
    """Run the app of this kind and print its number."""
    kind, started, folder = sys.argv[1], float(sys.argv[2]), Path(sys.argv[3])
    match kind:
        case "minimal":
            measurement = _first_frame(_minimal(), started)
        case "first-frame":
            measurement = _first_frame(_real(folder), started)
        case "walkthrough":
            measurement = _after_the_walkthrough(folder)
        case "idle":
            measurement = _idle(folder)
        case _:
            measurement = _imports()
    print(asyncio.run(measurement))


if __name__ == "__main__":
    main()
