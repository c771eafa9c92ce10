"""Fixtures of the tests of the tui."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from .snapshots import Snapshots
from .stage import LARGE, SMALL, Stage


@pytest.fixture
def stage(tmp_path: Path) -> Callable[..., Stage]:
    """Build the app on a state: `stage(state, …)`, see Stage."""

    def build(*args: Any, **more: Any) -> Stage:
        return Stage(tmp_path, *args, **more)

    return build


@pytest.fixture
def snapshots(
    request: pytest.FixtureRequest, snapshot: SnapshotAssertion, tmp_path: Path
) -> Snapshots:
    """Return the snapshots of a test, at the sizes of its marker `sizes`."""
    mark = request.node.get_closest_marker("sizes")
    sizes = (LARGE, SMALL) if mark is None else mark.args
    return Snapshots(snapshot, tmp_path / "drawn", sizes)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Check the snapshots within the test: a difference is its failure, not an error after it."""
    result = yield
    if isinstance(taken := pyfuncitem.funcargs.get("snapshots"), Snapshots):
        taken.check()
    return result
