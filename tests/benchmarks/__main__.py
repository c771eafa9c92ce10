"""`python -m tests.benchmarks [PART ...] [--scale 0.1] [--repeats 3]`."""

import argparse
import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from time import perf_counter
from typing import Any

from . import decoding, lists, reads, start, streams, waiting, writes
from .figures import Figure
from .options import Options

_PARTS: dict[str, Callable[[Options], Coroutine[Any, Any, list[Figure]]]] = {
    "start": start.measure,
    "writes": writes.measure,
    "reads": reads.measure,
    "fanout": streams.measure_fanout,
    "latency": streams.measure_latency,
    "replay": streams.measure_replay,
    "decoding": decoding.measure,
    "lists": lists.measure,
    "waiting": waiting.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(_PARTS)}")
    parser.add_argument("--scale", type=float, default=1.0, help="0.1 for a tenth of the work")
    parser.add_argument("--repeats", type=int, default=3, help="medians are of this many")
    parser.add_argument("--folder", type=Path, help="where databases are made, to choose a disk")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(_PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    options = Options(given.scale, given.repeats, given.folder)
    for name in given.parts or _PARTS:
        began = perf_counter()
        figures = asyncio.run(_PARTS[name](options))
        print(f"{name} (measured in {perf_counter() - began:.0f} s)")
        for figure in figures:
            print(figure, flush=True)


if __name__ == "__main__":
    main()
