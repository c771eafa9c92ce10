"""How much is measured, and on which disk."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple


class Options(NamedTuple):
    """`scale` 1 is the full measurement; `repeats` is how often a rate is measured.

    Databases are made below `folder`, by default where the system keeps temporary files.
    """

    scale: float = 1.0
    repeats: int = 3
    folder: Path | None = None

    def scaled(self, count: int) -> int:
        return max(1, round(count * self.scale))

    @contextmanager
    def new_folder(self) -> Iterator[Path]:
        """An empty folder for a database."""
        with tempfile.TemporaryDirectory(prefix="ribbit-benchmark-", dir=self.folder) as name:
            yield Path(name)
