"""Settings and fixtures of all tests: nothing around a test changes what it sees."""

import gc
import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.sweeps import AT_LENGTH, BOUNDED
from tests.waiting import PATIENCE_SECONDS

# No health check and no deadline depends on how busy the machine is.
SLOW = [HealthCheck.too_slow]
settings.register_profile(BOUNDED, derandomize=True, deadline=None, suppress_health_check=SLOW)
settings.register_profile(
    AT_LENGTH, max_examples=1000, deadline=None, suppress_health_check=SLOW, print_blob=True
)
settings.load_profile(BOUNDED)

gc.set_threshold(100_000, 20, 20)  # apps and simulations are heaps of cycles, and short-lived

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


LENGTHS = {
    "kills": (1, 10, "how often a simulator is killed"),
    "fuzz_requests": (50, 2000, "how many requests are made up"),
    "random_runs": (4, 40, "how many random histories are played"),
}
"""Amounts of work without a natural end: in a default run, in a sweep, and its description."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare `--kills` and so on: how much a sweep does."""
    group = parser.getgroup("ribbit")
    for name, (_, at_length, words) in LENGTHS.items():
        group.addoption(
            f"--{name.replace('_', '-')}", type=int, default=at_length, help=f"{words} in a sweep"
        )


def pytest_configure(config: pytest.Config) -> None:
    """Choose Hypothesis's profile: many new examples in a sweep, the same few otherwise."""
    chosen = config.getoption("markexpr").replace("not sweep", "")
    settings.load_profile(AT_LENGTH if "sweep" in chosen else BOUNDED)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print the seed of the order: `-q` leaves out the header that names it."""
    if (seed := config.getoption("randomly_seed", None)) is not None:
        terminalreporter.write_line(f"To repeat this order: --randomly-seed={seed}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make of a test that asks for a length a bounded one, and a sweep."""
    for name in LENGTHS.keys() & set(metafunc.fixturenames):
        bounded, _, _ = LENGTHS[name]
        sweep = pytest.param(
            metafunc.config.getoption(name),
            marks=[pytest.mark.sweep, pytest.mark.timeout(3600)],
            id="at-length",
        )
        metafunc.parametrize(name, [pytest.param(bounded, id="bounded"), sweep])


@pytest.fixture(autouse=True, scope="session")
def fewer_collections() -> Iterator[None]:
    """Leave what was imported out of garbage collections, and collect at the end only once.

    A full collection after each app costs a fifth of the time; pytest adds five at the end.
    """
    gc.freeze()
    yield
    gc.collect()
    gc.freeze()


APP_TIMEOUTS = (
    "ribbit_tui.runtime.simulator_process.START_TIMEOUT",
    "ribbit_tui.runtime.simulator_process.STOP_TIMEOUT",
    "ribbit_tui.session.session.READY_SECONDS",
    "ribbit_tui.tour.player.TIMEOUT_SECONDS",
)


@pytest.fixture(autouse=True)
def patient_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the app's own timeouts the time that a busy machine needs."""
    for name in APP_TIMEOUTS:
        monkeypatch.setattr(name, PATIENCE_SECONDS)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return an iterator of paths for new home folders."""
    root = tmp_path_factory.mktemp("homes")
    return (root / str(number) for number in count())


@pytest.fixture(autouse=True)
def home_of_its_own(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test an empty home folder, so that none uses the files of the user."""
    home = next(homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)


def pytest_xdist_auto_num_workers() -> int:
    """Use two workers for each core, since the app's tests wait as much as they work."""
    return 2 * (os.cpu_count() or 1)
