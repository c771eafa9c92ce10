"""Options of the benchmarks: amount of work, repetitions and disk."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


class Options(NamedTuple):
    """Options of a run.

    `scale` 1 is the full amount of work; `repeats` is the number of measurements for a median.
    Databases are made below `folder`, by default in the system's folder for temporary files.
    """

    scale: float = 1.0
    repeats: int = 3
    folder: Path | None = None

    def scaled(self, count: int) -> int:
        """Return `count` by the scale, at least 1."""
        return max(1, round(count * self.scale))

    @contextmanager
    def new_folder(self) -> Iterator[Path]:
        """Make an empty folder for a database, deleted at exit."""
        with tempfile.TemporaryDirectory(prefix="ribbit-benchmark-", dir=self.folder) as name:
            yield Path(name)
