"""Paths as they are typed, dropped and completed."""

from pathlib import Path

import pytest

from ribbit_tui.session.application.documents.paths import last_path, path_completions, typed_path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a home folder with some scans, and make it the working directory."""
    for folder in ("scans", ".cache"):
        (tmp_path / folder).mkdir()
    for name in ("passport.pdf", "Passport-back.png", "my scan.pdf", ".hidden.pdf", "a\nb.pdf"):
        (tmp_path / name).touch()
    (tmp_path / "scans" / "one.jpg").touch()
    (tmp_path / "gone.pdf").symlink_to("nowhere.pdf")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


TYPED = {
    "~/passport.pdf": "passport.pdf",
    "passport.pdf": "passport.pdf",
    "  passport.pdf ": "passport.pdf",
    "scans/../passport.pdf": "passport.pdf",
    "'my scan.pdf'": "my scan.pdf",
    '"my scan.pdf"': "my scan.pdf",
    r"my\ scan.pdf": "my scan.pdf",
    "my scan.pdf": "my scan.pdf",
    r"back\slash.pdf": r"back\slash.pdf",
    "'": "'",
    "~": "",
    "~nobody-of-that-name/x": "~nobody-of-that-name/x",
}


@pytest.mark.parametrize("text", TYPED)
def test_a_typed_path(home: Path, text: str) -> None:
    assert typed_path(text) == home / TYPED[text]


def test_a_dropped_address(home: Path) -> None:
    assert typed_path(f"file://{home}/my%20scan.pdf") == home / "my scan.pdf"


def test_a_path_that_cannot_be() -> None:
    assert typed_path("~\x00passport.pdf") == Path("~\x00passport.pdf")


ANEW = {
    "~/scans/one.pdf": "~/scans/one.pdf",
    "~//scans/bill.pdf": "/scans/bill.pdf",
    "~/scans/~/bill.pdf": "~/bill.pdf",
    "~/'/scans/a bill.pdf'": "'/scans/a bill.pdf'",
    "~/file:///scans/a%20bill.pdf": "file:///scans/a%20bill.pdf",
    "file:///scans/bill.pdf": "file:///scans/bill.pdf",
    "~/it's here/~bill.pdf": "~/it's here/~bill.pdf",
    "": "",
}


@pytest.mark.parametrize("text", ANEW)
def test_a_path_begun_behind_another_one(text: str) -> None:
    assert last_path(text) == ANEW[text]


def names(text: str) -> list[str]:
    return [match.name for match in path_completions(text)]


MATCHES = {
    "~/pass": ["Passport-back.png", "passport.pdf"],
    "PASS": ["Passport-back.png", "passport.pdf"],
    "~": ["~/"],
    "~/": ["scans/", "gone.pdf", "my scan.pdf", "Passport-back.png", "passport.pdf"],
    "": ["scans/", "gone.pdf", "my scan.pdf", "Passport-back.png", "passport.pdf"],
    "~/.": [".cache/", ".hidden.pdf"],
    "~/scans": ["scans/"],
    "~/scans/": ["one.jpg"],
    "~/nowhere/x": [],
    "passport.pdf/": [],
    "a\0b/": [],
    "a\0b": [],
    "x" * 5000 + "/": [],
}


@pytest.mark.parametrize("text", MATCHES, ids=lambda text: repr(text[:20]))
def test_what_a_path_can_go_on_with(home: Path, text: str) -> None:
    assert names(text) == MATCHES[text]


def test_a_match_keeps_what_was_typed_before_it(home: Path) -> None:
    assert [match.text for match in path_completions("~/sc")] == ["~/scans/"]
    assert [match.text for match in path_completions("scans/o")] == ["scans/one.jpg"]
    assert [match.text for match in path_completions(f"{home}/pas")][1] == f"{home}/passport.pdf"


def test_only_so_many(home: Path) -> None:
    assert len(path_completions("", limit=2)) == 2
