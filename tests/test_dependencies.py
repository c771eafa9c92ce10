"""Dependencies: every imported package is declared in pyproject.toml."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
OURS = {"ribbit_tui", "tests"}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _declared(*extras: str) -> set[str]:
    requirements = list(PROJECT["dependencies"])
    for extra in extras:
        requirements += PROJECT["optional-dependencies"][extra]
    names = (re.match(r"[\w.-]+", requirement) for requirement in requirements)
    return {_normal(name[0]) for name in names if name}


def _imported(folder: str) -> Iterator[str]:
    """Yield the top-level packages that the modules of a folder import, in functions too."""
    for file in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                yield node.module.split(".")[0]


@pytest.mark.parametrize(("folder", "extras"), [("ribbit_tui", ()), ("tests", ("dev",))])
def test_P3_what_is_imported_is_declared(folder: str, extras: tuple[str, ...]) -> None:
    distributions = packages_distributions()
    foreign = set(_imported(folder)) - sys.stdlib_module_names - OURS
    needed = {name: set(map(_normal, distributions[name])) for name in foreign}
    assert "textual" in needed
    declared = _declared(*extras)
    assert {name for name, some in needed.items() if not some & declared} == set()
