"""Compare the screen with the snapshots kept of it, many in one running app.

They are SVGs in `__snapshots__` beside each test, a line of the file for each line of the terminal.
`pytest tests/tui --snapshot-update` makes them anew.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.pilot import Pilot

from ribbit_tui.session.state import State
from tests.sweeps import is_sweep

from .drawing import drawing
from .stage import Stage

Size = tuple[int, int]
Case = TypeVar("Case")


class DrawingExtension(SingleFileSnapshotExtension):
    """Keeps each drawing as a file of text."""

    _file_extension = "svg"
    _write_mode = WriteMode.TEXT


class Snapshots:
    """The snapshots of one test.

    A difference fails the test at its end, so that one run shows all of them.
    """

    def __init__(self, snapshot: SnapshotAssertion, drawn: Path, sizes: Sequence[Size]) -> None:
        """`drawn` is the folder for what looks different now; the first size is the main one."""
        self._snapshot = snapshot.use_extension(DrawingExtension)
        self._drawn = drawn
        self._main_size, *self._other_sizes = sizes
        self._kinds: set[Hashable] = set()
        self._takes_all = True
        self._taken: set[str] = set()
        self._differing: list[str] = []

    def some_of(self, cases: Mapping[str, Case], *bounded: str) -> Mapping[str, Case]:
        """Return the cases named in `bounded`; in a sweep, and to make them anew, all of them.

        The test is to be marked `bounded`, so that sweeps run it. Put the named ones first.
        """
        assert list(cases)[: len(bounded)] == list(bounded)
        if is_sweep() or self._snapshot.update_snapshots:
            return cases
        self._takes_all = False
        return {name: cases[name] for name in bounded}

    def take(self, on: Stage, name: str) -> None:
        """Compare the screen as it is now."""
        width, height = on.app.size
        name = f"{name}-{width}x{height}"
        assert name not in self._taken, f"there is a snapshot {name} already"
        self._taken.add(name)
        now = drawing(on.app)
        if self._snapshot(name=name) != now:
            self._differing.append(name)
            self._drawn.mkdir(exist_ok=True)
            (self._drawn / f"{name}.svg").write_text(now, encoding="utf-8", newline="\n")

    async def take_at_sizes(
        self, on: Stage, pilot: Pilot[None], name: str, kind: Hashable = None
    ) -> None:
        """Compare the screen at the main size; the first of a kind at the other sizes as well.

        The kind is the class of the screen or dialog, unless another one is given. The terminal
        keeps the main size.
        """
        kind = kind or type(on.app.screen)
        sizes = [self._main_size] if kind in self._kinds else [*self._other_sizes, self._main_size]
        self._kinds.add(kind)
        for size in sizes:
            if on.app.size != size:
                await pilot.resize_terminal(*size)
            await on.until_painted(pilot)
            self.take(on, name)

    async def take_states(
        self, on: Stage, screen: str, states: Mapping[str, Callable[[], State]]
    ) -> None:
        """Run the app on one screen and compare it in each state; the first at each size."""
        async with on.running(screen) as pilot:
            for name, state in states.items():
                await on.show(pilot, state())
                await self.take_at_sizes(on, pilot, name)

    def check(self) -> None:
        """Fail if a snapshot differs, or is kept and no longer taken."""
        unused = self._unused() if self._takes_all else []
        if self._snapshot.update_snapshots:
            for path in unused:
                path.unlink()
            return
        assert not self._differing, (
            f"these look different: {', '.join(self._differing)}; how they look now: {self._drawn}."
            " If that is right: --snapshot-update"
        )
        assert not unused, f"not taken any more: {unused}. If that is right: --snapshot-update"

    def _unused(self) -> list[Path]:
        location = self._snapshot.test_location
        kept = Path(DrawingExtension.dirname(test_location=location))
        start, end = f"{location.snapshot_name}[", "].svg"
        return [
            path
            for path in sorted(kept.glob("*.svg"))
            if path.name.startswith(start)
            and path.name.removeprefix(start).removesuffix(end) not in self._taken
        ]
