"""Nothing around the tests may change what they see."""

import os
from collections.abc import Iterator

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


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """How much of what has no natural end is done, and whether pictures are made anew."""
    group = parser.getgroup("ribbit")
    if not pluginmanager.hasplugin("syrupy"):  # which has the same one
        group.addoption("--snapshot-update", action="store_true", help="make pictures anew")
    group.addoption("--kills", type=int, default=3, help="how often a simulator is killed")
    group.addoption("--fuzz-requests", type=int, default=200, help="how many requests are made up")
    group.addoption(
        "--random-runs", type=int, default=10, help="how many random histories are played"
    )


@pytest.fixture(autouse=True)
def home_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """No test reads or writes the files of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    yield


def pytest_xdist_auto_num_workers() -> int:
    """Two workers a core: the app's tests wait for the app to come to rest as much as they work."""
    return 2 * (os.cpu_count() or 1)
