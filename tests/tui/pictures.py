"""Compares what is on screen with the pictures that are kept of it, many in one running app."""

from collections.abc import AsyncIterator
from pathlib import Path

from textual.pilot import Pilot

from .drawing import drawing
from .stage import SIZES, Stage

UPDATE = "--snapshot-update"


class Pictures:
    """The pictures of one test, in a folder of its own.

    Nothing fails while they are taken: what differs is said of all of them at the end.
    """

    def __init__(self, kept: Path, drawn: Path, *, updates: bool) -> None:
        """`kept` holds how it looked, `drawn` gets whatever looks otherwise now."""
        self._kept = kept
        self._drawn = drawn
        self._updates = updates
        self._sizes = list(SIZES)
        self._taken: set[str] = set()
        self._differing: list[str] = []

    def take(self, on: Stage, name: str) -> None:
        """Compare what is on screen now."""
        width, height = on.app.size
        file = f"{name}-{width}x{height}.svg"
        assert file not in self._taken, f"there is a picture {file} already"
        self._taken.add(file)
        now, kept = drawing(on.app), self._kept / file
        if kept.exists() and kept.read_text(encoding="utf-8") == now:
            return
        target = self._kept if self._updates else self._drawn
        target.mkdir(parents=True, exist_ok=True)
        (target / file).write_text(now, encoding="utf-8", newline="\n")
        if not self._updates:
            self._differing.append(file)

    async def take_in_all_sizes(self, on: Stage, pilot: Pilot[None], name: str) -> None:
        """Compare in each size. The terminal keeps the last one: the next time begins there."""
        async for _ in self.sizes(on, pilot):
            self.take(on, name)

    async def sizes(self, on: Stage, pilot: Pilot[None]) -> AsyncIterator[tuple[int, int]]:
        """Go through all sizes, once upwards, once downwards, and so on."""
        for size in self._sizes:
            if on.app.size != size:
                await pilot.resize_terminal(*size)
                await pilot.pause()
            yield size
        self._sizes.reverse()

    def assert_as_kept(self) -> None:
        """Fail if anything looks otherwise, or if a picture is kept that nobody takes any more."""
        left = [path for path in sorted(self._kept.glob("*.svg")) if path.name not in self._taken]
        if self._updates:
            for path in left:
                path.unlink()
            return
        names = [*self._differing, *(path.name for path in left)]
        assert not names, (
            f"these look otherwise than in {self._kept}, or are not taken any more:"
            f" {', '.join(names)}. How they look now: {self._drawn}; if that is right: {UPDATE}"
        )
