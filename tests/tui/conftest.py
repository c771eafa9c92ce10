"""What the tests of the tui share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .stage import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Callable[..., Stage]:
    """Builds the app on a picture; `stage(state, …)`, see Stage."""

    def build(*args: Any, **more: Any) -> Stage:
        return Stage(tmp_path, *args, **more)

    return build
