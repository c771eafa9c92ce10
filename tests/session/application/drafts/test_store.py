"""Drafts on disk, in private files."""

import json
import os
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ribbit_tui.session.application.drafts import store as drafts
from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.drafts.store import DraftStore, UnreadableDraftError
from tests.session.application.people import LENA, NOW, TODAY, draft_of, maya


@pytest.fixture
def store(tmp_path: Path) -> DraftStore:
    return DraftStore(tmp_path / "drafts")


def saved(store: DraftStore, change: Callable[[dict[str, Any]], object]) -> Path:
    """Save Maya's draft, change its file, and return the file's path."""
    store.save(maya(), NOW)
    path = store.folder / "draft-1.json"
    content = json.loads(path.read_bytes())
    change(content)
    path.write_text(json.dumps(content))
    return path


def test_a_draft_comes_back_as_it_was_but_for_the_tax_id(store: DraftStore) -> None:
    draft = maya({"disclosures.is_control_person": None, "contact.city": " typed [b]\ud800 "})
    draft.step = "disclosures"
    draft.withdraw("margin_agreement")
    store.save(draft, NOW + timedelta(hours=1))
    loaded = store.load(draft.id)
    del draft.answers["identity.tax_id"]
    assert loaded == draft
    assert loaded.updated_at == NOW + timedelta(hours=1)
    assert loaded.created_at == NOW


def test_tax_ids_never_reach_the_disk(store: DraftStore) -> None:
    store.save(maya(), NOW)
    abroad = draft_of(LENA)
    abroad.id = "draft-2"
    store.save(abroad, NOW)
    for path in store.folder.iterdir():
        content = path.read_bytes()
        assert b"Maya" in content or b"Lena" in content
        for secret in (b"078-05-1120", b"078051120", b"1120", b"12 345 678 903", b"903"):
            assert secret not in content
    assert "identity.tax_id" in store.load("draft-1").errors("identity", TODAY)


def test_files_and_folder_are_private_even_if_the_folder_was_not(store: DraftStore) -> None:
    store.folder.mkdir(mode=0o755)
    umask = os.umask(0)
    try:
        store.save(maya(), NOW)
    finally:
        os.umask(umask)
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((store.folder / "draft-1.json").stat().st_mode) == 0o600


def test_drafts_are_listed_newest_first(store: DraftStore) -> None:
    for number in (1, 3, 2):
        store.save(Draft.start(NOW, f"d{number}"), NOW + timedelta(days=number))
    assert [draft.id for draft in store.read().drafts] == ["d3", "d2", "d1"]
    assert store.read().unreadable == ()


def test_saving_again_replaces_the_file_and_leaves_nothing_else(store: DraftStore) -> None:
    draft = maya()
    store.save(draft, NOW)
    draft.answer("contact.city", "Oakland")
    store.save(draft, NOW)
    assert [path.name for path in store.folder.iterdir()] == ["draft-1.json"]
    assert store.load("draft-1").answers["contact.city"] == "Oakland"


def test_a_crash_while_writing_leaves_the_old_draft(
    store: DraftStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = maya()
    store.save(draft, NOW)

    def crash(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", crash)
    draft.answer("contact.city", "Oakland")
    with pytest.raises(OSError, match="no space"):
        store.save(draft, NOW)
    assert store.load("draft-1").answers["contact.city"] == "San Mateo"
    assert [path.name for path in store.folder.iterdir()] == ["draft-1.json"]


def test_what_a_killed_process_left_half_written_is_ignored_and_goes_with_the_draft(
    store: DraftStore,
) -> None:
    store.save(maya(), NOW)
    partial = store.folder / ".draft-1.0badcafe.tmp"
    partial.write_bytes(b'{"format": "ribbit appl')
    assert [draft.id for draft in store.read().drafts] == ["draft-1"]
    assert store.read().unreadable == ()
    store.delete("draft-1")
    assert list(store.folder.iterdir()) == []
    store.delete("draft-1")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b"[" * 100_000,
        b'{"format": "somebody else\'s"}',
        b'{"format": "ribbit application draft", "version": 1}',
    ],
    ids=lambda content: repr(content[:20]),
)
def test_a_foreign_file_is_skipped_reported_and_kept(store: DraftStore, content: bytes) -> None:
    store.save(maya(), NOW)
    foreign = store.folder / "foreign.json"
    foreign.write_bytes(content)
    assert [draft.id for draft in store.read().drafts] == ["draft-1"]
    (problem,) = store.read().unreadable
    assert problem.path == foreign
    assert problem.reason
    assert foreign.read_bytes() == content


def test_a_folder_or_a_dead_link_with_the_name_of_a_draft_is_reported(store: DraftStore) -> None:
    store.save(maya(), NOW)
    (store.folder / "folder.json").mkdir()
    (store.folder / "link.json").symlink_to(store.folder / "nowhere")
    assert len(store.read().unreadable) == 2
    assert len(store.read().drafts) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.update(version=2),
        lambda content: content.update(id="another"),
        lambda content: content.update(updated_at="yesterday"),
        lambda content: content.update(created_at="2026-03-05T14:02:00"),
        lambda content: content.update(answers=[]),
        lambda content: content.pop("step"),
        lambda content: content["accepted"]["margin_agreement"].pop("ip_address"),
        lambda content: content["accepted"].update(margin_agreement=1),
    ],
)
def test_a_draft_that_does_not_read_as_one_is_not_loaded(
    store: DraftStore, change: Callable[[dict[str, Any]], object]
) -> None:
    path = saved(store, change)
    with pytest.raises(UnreadableDraftError) as refused:
        store.load("draft-1")
    assert refused.value.path == path
    assert path.exists()


def test_answers_that_no_question_takes_are_asked_again(store: DraftStore) -> None:
    def change(content: dict[str, Any]) -> None:
        content["step"] = "a step of the past"
        content["answers"] |= {
            "identity.shoe_size": "44",
            "contact.city": 7,
            "identity.funding_source": ["savings", 1],
            "disclosures.is_control_person": {"no": None},
            "identity.tax_id": "078051120",
        }

    saved(store, change)
    draft = store.load("draft-1")
    assert draft.step == "contact"
    assert set(draft.errors("review", TODAY)) == {
        "contact.city",
        "identity.funding_source",
        "disclosures.is_control_person",
        "identity.tax_id",
    }
    for name in ("identity.shoe_size", "contact.city", "identity.tax_id"):
        assert name not in draft.answers


def test_a_file_too_large_for_a_draft_is_not_read(store: DraftStore) -> None:
    path = saved(store, lambda content: None)
    path.write_bytes(path.read_bytes() + b" " * 1_000_000)
    assert ["too large" in problem.reason for problem in store.read().unreadable] == [True]


def test_an_agreement_whose_text_changed_has_to_be_read_and_accepted_again(
    store: DraftStore,
) -> None:
    def change(content: dict[str, Any]) -> None:
        content["accepted"]["margin_agreement"]["revision"] = "stand-in.0"
        content["opened"]["margin_agreement"] = "stand-in.0"

    saved(store, change)
    draft = store.load("draft-1")
    assert set(draft.errors("agreements", TODAY)) == {"agreements.margin_agreement"}
    assert draft.opened == {"customer_agreement", "account_agreement"}


@pytest.mark.parametrize("id", ["", "..", "../draft-1", "a/b", "a\x00b", "x" * 65, "*"])
def test_an_id_that_means_something_in_a_path_is_refused(store: DraftStore, id: str) -> None:
    for use in (store.load, store.delete):
        with pytest.raises(ValueError, match="id of a draft"):
            use(id)


def test_a_missing_folder_holds_no_drafts(store: DraftStore) -> None:
    assert store.read().drafts == ()
    with pytest.raises(UnreadableDraftError):
        store.load("draft-1")


def test_a_draft_that_is_open_twice_becomes_two(tmp_path: Path) -> None:
    """Save from two apps: the second neither overwrites the first nor loses anything."""
    store, later = DraftStore(tmp_path), NOW + timedelta(minutes=1)
    store.save(maya(), NOW)
    first, second = store.load("draft-1"), store.load("draft-1")
    first.answer("contact.city", "Austin")
    second.answer("contact.city", "Reno")
    assert store.save(first, later) and store.save(first, later + timedelta(minutes=1))
    assert not store.save(second, later)
    assert store.save(second, later), "from then on it is its own"
    cities = {draft.id: draft.answers["contact.city"] for draft in store.read().drafts}
    assert cities == {"draft-1": "Austin", second.id: "Reno"}
    assert second.id.startswith("draft-1-")


def test_a_draft_sent_elsewhere_is_saved_where_it_was(tmp_path: Path) -> None:
    store = DraftStore(tmp_path)
    draft = maya()
    store.save(draft, NOW)
    store.delete(draft.id)
    assert store.save(draft, NOW + timedelta(minutes=1))


def test_a_disk_that_was_full_for_a_moment_makes_no_second_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, draft, later = DraftStore(tmp_path), maya(), NOW + timedelta(minutes=1)
    store.save(draft, NOW)

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(drafts, "replace_file", full)
        with pytest.raises(OSError, match="No space"):
            store.save(draft, later)
    assert store.save(draft, later)
