"""What the tests of the tui share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .stage import Stage


@pytest.fixture(autouse=True, scope="session")
def place_for_differences(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where the snapshot plugin notes differences; its workers lose it with a cleaned environment."""
    place = "TEXTUAL_SNAPSHOT_TEMPDIR"
    if place not in os.environ:
        os.environ[place] = str(tmp_path_factory.mktemp("differences"))


@pytest.fixture
def stage(tmp_path: Path) -> Callable[..., Stage]:
    """Builds the app on a picture; `stage(state, …)`, see Stage."""

    def build(*args: Any, **more: Any) -> Stage:
        return Stage(tmp_path, *args, **more)

    return build
