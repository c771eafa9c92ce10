"""The check of `.ci/docstring_openers`, on a module with good and bad docstrings."""

import re
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent / ".ci" / "docstring_openers"


def check(folder: Path, source: str) -> subprocess.CompletedProcess[str]:
    (folder / "module.py").write_text(source)
    command = [sys.executable, str(SCRIPT), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_plain_docstrings_are_accepted(tmp_path: Path) -> None:
    source = '''"""Accounts of the firm."""

class Account:
    """An account."""

    balance: int
    """Cents."""

    @property
    def every_order(self):
        """Every order of the account, newest first."""

    def is_open(self):
        """Whether the account may trade."""

    def close(self):
        """Close the account.

        What it holds must be sold first.
        """
'''
    done = check(tmp_path, source)
    assert (done.returncode, done.stdout) == (0, "0 docstrings refused in 1 files\n")


def test_refused_openers_are_named_with_their_line(tmp_path: Path) -> None:
    source = '''"""{} the firm knows."""

class Account:
    """{} account it is."""

    balance: int
    """{} much there is."""

    @property
    def owner(self):
        """{} it belongs to."""

    @staticmethod
    async def close():
        """{} closing it.

        """
'''
    done = check(tmp_path, source.format("What", "Whose", "How", "Who", "By"))
    assert done.returncode == 1
    *refused, total = done.stdout.splitlines()
    found = [re.search(r":(\d+): the docstring begins with '(\w+)': ", line) for line in refused]
    assert [match and (int(match[1]), match[2]) for match in found] == [
        (1, "What"),
        (4, "Whose"),
        (7, "How"),
        (11, "Who"),
        (15, "By"),
    ]
    assert total == "5 docstrings refused in 1 files"
