"""The app as a process: its first frame, its memory after all was done, and its rest."""

import asyncio
import sys
import time
from statistics import median

from .figures import Figure
from .options import Options

_STARTS = 7
_SLOWEST = 1.5
"""Times that a minimal app needs to its first frame, at most."""


async def _number(kind: str, options: Options) -> float:
    """Run an app of this kind in a process of its own; return the number that it prints."""
    with options.new_folder() as folder:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.benchmarks.app_process"),
            *(kind, str(time.monotonic()), str(folder)),
            stdout=asyncio.subprocess.PIPE,
        )
        printed, _ = await process.communicate()
    return float(printed.split()[-1])


async def measure(options: Options) -> list[Figure]:
    """Start the app and a minimal one by turns, then play the walkthrough, then wait."""
    return [await measure_start(options), await _memory(options), await _rest(options)]


async def measure_start(options: Options) -> Figure:
    """Start the app and a minimal one by turns."""
    minimal, first = [], []
    for _ in range(options.scaled(_STARTS)):
        minimal.append(await _number("minimal", options))
        first.append(await _number("first-frame", options))
    return Figure(
        name=f"process start to first frame, median of {len(first)}",
        value=median(first),
        unit="s",
        at_most=_SLOWEST * median(minimal),
        reference=f"a minimal app's {median(minimal):.2f} s",
        why="Welcome is styled, laid out and drawn: a minimal app has one line of text",
    )


async def _memory(options: Options) -> Figure:
    return Figure(
        name="peak memory after the walkthrough",
        value=await _number("walkthrough", options),
        unit="MiB",
        at_most=90,
        reference=f"its imports alone {await _number('imports', options):.0f} MiB",
        why="each screen that was opened stays, with its lines and styles",
    )


async def _rest(options: Options) -> Figure:
    return Figure(name="processor at rest", value=await _number("idle", options), unit="%")
