"""What the tests of the tui share."""

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .stage import Stage


@pytest.fixture(autouse=True, scope="session")
def place_for_differences(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where the snapshot plugin notes differences: a cleaned environment has lost it."""
    place = "TEXTUAL_SNAPSHOT_TEMPDIR"
    if place not in os.environ:
        os.environ[place] = str(tmp_path_factory.mktemp("differences"))


@pytest.fixture(autouse=True, scope="session")
def fewer_collections() -> None:
    """Each app is a heap of cycles: to look through them for each costs a fifth of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture
def stage(tmp_path: Path) -> Callable[..., Stage]:
    """Builds the app on a picture; `stage(state, …)`, see Stage."""

    def build(*args: Any, **more: Any) -> Stage:
        return Stage(tmp_path, *args, **more)

    return build
