"""The screenshots of the scenes; every run writes the same bytes."""

import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from ribbit_tui.tui.app import RibbitApp

from .picture import picture
from .player import play
from .scene import Scene
from .walkthrough import WALKTHROUGH

SIZE = (120, 40)

CreateApp = Callable[[Path], RibbitApp]
"""Creates the app of the tour on an empty data folder."""


def picture_name(scene: Scene) -> str:
    """Return the file name of a scene's picture, such as `07-disclosures.svg`."""
    return f"{WALKTHROUGH.index(scene) + 1:02}-{scene.name}.svg"


async def take_screenshots(
    create_app: CreateApp, folder: Path, size: tuple[int, int] = SIZE
) -> AsyncIterator[Path]:
    """Write the pictures into `folder`; delete those of scenes that no longer exist.

    Raises SceneFailedError and OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: set[Path] = set()
    with tempfile.TemporaryDirectory(prefix="ribbit-") as data_dir:
        app = create_app(Path(data_dir))
        async with app.run_test(size=size) as pilot:
            async for scene in play(app, pilot, WALKTHROUGH):
                path = folder / picture_name(scene)
                path.write_text(picture(app), encoding="utf-8", newline="\n")
                written.add(path)
                yield path
    for path in folder.glob("[0-9][0-9]-*.svg"):
        if path not in written:
            path.unlink()
