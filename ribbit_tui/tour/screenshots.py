"""Pictures of every scene, the same bytes on every run."""

import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from ribbit_tui.tui.app import RibbitApp

from .player import play
from .scene import Scene
from .walkthrough import WALKTHROUGH

SIZE = (120, 40)

CreateApp = Callable[[Path], RibbitApp]
"""Makes the app of the stage on an empty data folder."""


def picture_name(scene: Scene) -> str:
    """`07-disclosures.svg`: the scene's place in the walkthrough, and its name."""
    return f"{WALKTHROUGH.index(scene) + 1:02}-{scene.name}.svg"


async def take_screenshots(
    create_app: CreateApp, folder: Path, size: tuple[int, int] = SIZE
) -> AsyncIterator[Path]:
    """Write the pictures into `folder`, and take away those of scenes that are no more.

    Raises SceneFailedError and OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: set[Path] = set()
    with tempfile.TemporaryDirectory(prefix="ribbit-") as data_dir:
        app = create_app(Path(data_dir))
        async with app.run_test(size=size) as pilot:
            async for scene in play(app, pilot, WALKTHROUGH):
                path = folder / picture_name(scene)
                path.write_text(app.export_screenshot(), encoding="utf-8", newline="\n")
                written.add(path)
                yield path
    for path in folder.glob("[0-9][0-9]-*.svg"):
        if path not in written:
            path.unlink()
