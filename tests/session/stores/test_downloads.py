"""Downloads: files of statements and confirmations, and their names."""

from pathlib import Path

import pytest

from ribbit_tui.session.stores.downloads import (
    AlreadyThereError,
    CannotSaveError,
    save,
    suggested_path,
)


def test_a_file_is_its_owners_alone_and_replaces_nothing_silently(tmp_path: Path) -> None:
    path = save(str(tmp_path / "statement"), b"%PDF-1")
    assert path == tmp_path / "statement.pdf"
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(AlreadyThereError):
        save(str(path), b"other")
    assert path.read_bytes() == b"%PDF-1"
    save(str(path), b"other", replaces=True)
    assert path.read_bytes() == b"other"
    assert [one.name for one in tmp_path.iterdir()] == ["statement.pdf"], "nothing is left over"


@pytest.mark.parametrize("typed", ["", "  ", "{here}", "{here}/none/x.pdf", "a\0b", "~nobody-x/y"])
def test_where_nothing_can_be_saved_says_why(typed: str, tmp_path: Path) -> None:
    with pytest.raises(CannotSaveError) as why:
        save(typed.format(here=tmp_path), b"x")
    assert str(why.value).endswith(".")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("title", ["../../etc/passwd", "a\nb\x1b[31m", "", "x" * 300])
def test_a_suggested_name_is_a_name(title: str) -> None:
    path = suggested_path(title)
    assert path.parent in (Path.home(), Path.home() / "Downloads")
    assert path.name.isprintable()
    assert 0 < len(path.name) <= 80
