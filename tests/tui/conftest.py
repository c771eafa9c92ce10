"""What the tests of the tui share."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from .pictures import UPDATE, Pictures
from .stage import Stage

PICTURES = Path(__file__).parent / "screenshots"


@pytest.fixture
def stage(tmp_path: Path) -> Callable[..., Stage]:
    """Builds the app on a picture; `stage(state, …)`, see Stage."""

    def build(*args: Any, **more: Any) -> Stage:
        return Stage(tmp_path, *args, **more)

    return build


@pytest.fixture
def pictures(request: pytest.FixtureRequest, tmp_path: Path) -> Pictures:
    """The pictures of a test; it fails at its end where they differ."""
    test = request.node.name.removeprefix("test_")
    kept = PICTURES / request.path.parent.name / test
    updates = bool(request.config.getoption(UPDATE))
    return Pictures(kept, tmp_path / "pictures", updates=updates)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """What pictures show belongs to the test, not to the clearing up after it."""
    result = yield
    if isinstance(taken := pyfuncitem.funcargs.get("pictures"), Pictures):
        taken.assert_as_kept()
    return result
