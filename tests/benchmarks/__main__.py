"""`python -m tests.benchmarks [PART ...] [--scale 0.1] [--repeats 3]`."""

import argparse
import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from time import perf_counter

from . import app, decoding, lists, reads, screens, start, streams, waiting, writes
from .figures import Figure
from .options import Options

_PARTS: dict[str, Callable[[Options], Coroutine[None, None, list[Figure]]]] = {
    "start": start.measure,
    "writes": writes.measure,
    "reads": reads.measure,
    "fanout": streams.measure_fanout,
    "latency": streams.measure_latency,
    "replay": streams.measure_replay,
    "decoding": decoding.measure,
    "lists": lists.measure,
    "waiting": waiting.measure,
    "screens": screens.measure,
    "app": app.measure,
}


def main() -> None:
    """Run the named parts, or all, and print their figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"one of {', '.join(_PARTS)}; default: all"
    )
    parser.add_argument("--scale", type=float, default=1.0, help="amount of work; 0.1 for a tenth")
    parser.add_argument("--repeats", type=int, default=3, help="measurements for each median")
    parser.add_argument("--folder", type=Path, help="folder for the databases, to choose a disk")
    arguments = parser.parse_args()
    if unknown := set(arguments.parts) - set(_PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    options = Options(arguments.scale, arguments.repeats, arguments.folder)
    for name in arguments.parts or _PARTS:
        began = perf_counter()
        figures = asyncio.run(_PARTS[name](options))
        print(f"{name} (measured in {perf_counter() - began:.0f} s)")
        for figure in figures:
            print(figure, flush=True)


if __name__ == "__main__":
    main()
