"""Pictures of every scene, the same bytes on every run."""

import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from ribbit_tui.tui.app import RibbitApp

from .player import play
from .walkthrough import WALKTHROUGH

SIZE = (120, 40)

CreateApp = Callable[[Path], RibbitApp]
"""Makes the app of the stage on an empty data folder."""


async def picture_scenes(
    create_app: CreateApp, size: tuple[int, int] = SIZE
) -> AsyncIterator[tuple[str, str]]:
    """The file name and the SVG of each scene in its order. Raises SceneFailed."""
    with tempfile.TemporaryDirectory(prefix="ribbit-") as folder:
        app = create_app(Path(folder))
        async with app.run_test(size=size) as pilot:
            number = 0
            async for scene in play(app, pilot, WALKTHROUGH):
                number += 1
                yield f"{number:02}-{scene.name}.svg", app.export_screenshot()


async def take_screenshots(
    create_app: CreateApp, folder: Path, size: tuple[int, int] = SIZE
) -> AsyncIterator[Path]:
    """Write the pictures into `folder`, and take away those of scenes that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    written: set[Path] = set()
    async for name, svg in picture_scenes(create_app, size):
        path = folder / name
        path.write_text(svg, encoding="utf-8", newline="\n")
        written.add(path)
        yield path
    for path in folder.glob("[0-9][0-9]-*.svg"):
        if path not in written:
            path.unlink()
