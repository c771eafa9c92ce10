"""Nothing around the tests may change what they see."""

import gc
import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every run: what is found by luck belongs into a longer run of its own.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")

for name in [name for name in os.environ if name.startswith("RIBBIT_")]:
    del os.environ[name]
for name in ("TEXTUAL", "TEXTUAL_FPS", "TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM"):
    os.environ.pop(name, None)
os.environ["COLORTERM"] = "truecolor"
os.environ.pop("NO_COLOR", None)

# Compiled once, not by every worker and again by every program that a test starts.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare how much is done of what has no natural end."""
    group = parser.getgroup("ribbit")
    group.addoption("--kills", type=int, default=3, help="how often a simulator is killed")
    group.addoption("--fuzz-requests", type=int, default=200, help="how many requests are made up")
    group.addoption(
        "--random-runs", type=int, default=10, help="how many random histories are played"
    )


@pytest.fixture(autouse=True, scope="session")
def fewer_collections() -> Iterator[None]:
    """Apps and worlds are heaps of cycles: to look through all for each costs a fifth of the time.

    What is left when all is over is looked through once; pytest would do so five times.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One after the other, places that nobody has been to."""
    root = tmp_path_factory.mktemp("homes")
    return (root / str(number) for number in count())


@pytest.fixture(autouse=True)
def home_of_its_own(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the files of whoever runs it."""
    home = next(homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)


def pytest_xdist_auto_num_workers() -> int:
    """Two workers a core: the app's tests wait for the app to come to rest as much as they work."""
    return 2 * (os.cpu_count() or 1)
