"""The README: every path that it names exists, and every dependency has its reason."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def _paths() -> list[str]:
    """Return the paths in code spans and links, and those of tests in commands."""
    spans = re.findall(r"`([\w./<>-]+)`", README)
    paths = [span for span in spans if re.search(r"^\w.*/|^\.ci/|\.(py|toml|sql|tcss)$", span)]
    links = re.findall(r"\]\(([^):#]+)\)", README)
    return paths + links + re.findall(r"tests/[\w./-]+", README)


def _exists(path: str) -> bool:
    pattern = re.sub(r"<\w+>", "*", path).rstrip("/")
    return any(any(folder.glob(pattern)) for folder in (ROOT, ROOT / "ribbit_tui"))


def test_every_path_exists() -> None:
    paths = set(_paths())
    assert {"ribbit_tui/wire/", "cli.py", "tests/product/", ".ci/run"} <= paths
    written_by_users = {"config.toml"}
    kinds_of_files = {
        "records.py",
        "rules.py",
        "requests.py",
        "status_changes.py",
        "steps.py",
        "views.py",
    }
    assert [path for path in paths - written_by_users - kinds_of_files if not _exists(path)] == []
    packages = ROOT / "ribbit_tui" / "simulator" / "engine"
    assert [kind for kind in kinds_of_files if not any(packages.glob(f"*/{kind}"))] == []


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    section = README.split("## Dependencies")[1].split("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("|")][2:]
    explained = set(
        re.findall(r"[\w-]+", " ".join(cells).replace("dev:", "").replace("(Windows)", ""))
    )
    declared = project["dependencies"] + project["optional-dependencies"]["dev"]
    assert explained == {re.split(r"[^\w-]", requirement)[0] for requirement in declared}
