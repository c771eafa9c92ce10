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

KEPT_VARIABLES = {
    *("PATH", "HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TERM", "TMPDIR", "VIRTUAL_ENV"),
    *("SYSTEMROOT", "COMSPEC", "PATHEXT", "TEMP", "TMP", "USERPROFILE"),  # Windows
    *("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONPATH"),
    "TEXTUAL_SNAPSHOT_TEMPDIR",
}
KEPT_PREFIXES = ("PYTEST", "COVERAGE", "COV_")

# Settings and secrets of whoever runs the tests reach no test, and no `snapshot_report.html`.
for name in list(os.environ):
    if name not in KEPT_VARIABLES and not name.startswith(KEPT_PREFIXES):
        del os.environ[name]
os.environ["COLORTERM"] = "truecolor"

# Compiled once, not by every worker and again by every program that a test starts.
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
