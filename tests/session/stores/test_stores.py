"""Customers and cursors on disk, in private files."""

import json
import stat
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ribbit_tui.session.stores.cursors import CursorStore
from ribbit_tui.session.stores.customers import Customer, CustomerStore, LastSeen, WelcomeGift
from ribbit_tui.session.stores.private_files import read_json, write_json
from tests.session.support import LENA
from tests.wire.samples import MAYA

FIRST = Customer(MAYA, "Maya Øker", "maya@example.com", datetime(2026, 3, 5, 9, tzinfo=UTC))
SECOND = Customer(
    LENA,
    "Lena Fischer",
    "lena@example.com",
    datetime(2026, 3, 5, 10, tzinfo=UTC),
    account_number="880002",
    status="ACTIVE",
    welcome_gift=WelcomeGift.DUE,
    last_seen=LastSeen(
        datetime(2026, 3, 5, 11, tzinfo=UTC), Decimal("12480.57"), (Decimal("12000.1"), Decimal(-3))
    ),
)
UNREADABLE = ["", "{", "[]", "7", "null", '{"customers": 7}', '{"customers": [7, null, {}]}', "\0"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "simulated" / "file.json"


def full_disk(path: Path, value: object) -> None:
    raise OSError(28, "No space left on device")


def test_customers_come_back_the_last_opened_first(file: Path) -> None:
    store = CustomerStore(file)
    store.put(FIRST)
    store.put(SECOND)
    assert CustomerStore(file).all() == store.all() == [SECOND, FIRST]
    store.update(MAYA, status="ACTIVE", opened_at=datetime(2026, 3, 6, tzinfo=UTC))
    again = CustomerStore(file)
    assert [one.account_id for one in again.all()] == [MAYA, LENA]
    assert again.get(MAYA) == store.get(MAYA) != FIRST


def test_forgetting_and_updating_strangers(file: Path) -> None:
    store = CustomerStore(file)
    store.put(FIRST)
    store.update("nobody", status="ACTIVE")
    store.forget("nobody")
    assert store.all() == [FIRST]
    store.forget(MAYA)
    assert CustomerStore(file).all() == []


@pytest.mark.parametrize("content", UNREADABLE)
def test_an_unreadable_list_counts_as_empty_and_can_be_written_again(
    file: Path, content: str
) -> None:
    file.parent.mkdir()
    file.write_text(content)
    store = CustomerStore(file)
    assert store.all() == []
    store.put(FIRST)
    assert CustomerStore(file).all() == [FIRST]


def test_one_bad_line_does_not_take_the_others_along(file: Path) -> None:
    CustomerStore(file).put(FIRST)
    content = json.loads(file.read_text())
    good = content["customers"][0]
    content["customers"] += [
        {"account_id": "x"},
        good | {"account_id": "y", "welcome_gift": "doubled"},
        good | {"account_id": "z", "opened_at": "2026-03-05T09:00:00"},
    ]
    file.write_text(json.dumps(content))
    store = CustomerStore(file)
    assert store.all() == [FIRST]
    store.put(SECOND)
    assert CustomerStore(file).all() == [SECOND, FIRST]


def test_what_could_not_be_saved_is_saved_with_the_next_chance(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = CustomerStore(file)
    with monkeypatch.context() as patch:
        patch.setattr("ribbit_tui.session.stores.customers.write_json", full_disk)
        with pytest.raises(OSError, match="No space"):
            store.put(FIRST)
    assert store.get(MAYA) == FIRST
    store.put(FIRST)
    assert CustomerStore(file).all() == [FIRST]


@pytest.mark.parametrize(
    "seen",
    [
        7,
        {},
        {"at": "2026-03-05T11:00:00Z"},
        {"at": "2026-03-05T11:00:00", "equity": "1"},
        {"at": "2026-03-05T11:00:00Z", "equity": "NaN"},
        {"at": "2026-03-05T11:00:00Z", "equity": "1", "curve": ["many"]},
    ],
)
def test_figures_that_cannot_be_read_lose_no_customer(file: Path, seen: object) -> None:
    CustomerStore(file).put(SECOND)
    content = json.loads(file.read_text())
    content["customers"][0]["last_seen"] = seen
    write_json(file, content)
    assert CustomerStore(file).all() == [replace(SECOND, last_seen=None)]


def test_nothing_is_written_for_a_customer_as_known(file: Path) -> None:
    store = CustomerStore(file)
    store.put(FIRST)
    file.unlink()
    store.put(replace(FIRST))
    assert not file.exists()


def test_cursors_are_kept_when_saved(file: Path) -> None:
    store = CursorStore(file)
    assert store.get("trades") is None
    store.advance("trades", "01A")
    store.advance("funding", "01B")
    assert CursorStore(file).get("trades") is None
    store.save()
    assert CursorStore(file).get("trades") == "01A"
    store.forget("trades")
    store.forget("trades")
    store.save()
    again = CursorStore(file)
    assert (again.get("trades"), again.get("funding")) == (None, "01B")


def test_cursors_that_stand_still_are_not_written(file: Path) -> None:
    store = CursorStore(file)
    store.save()
    assert not file.exists()
    store.advance("trades", "01A")
    store.save()
    file.unlink()
    store.save()
    assert not file.exists()


def test_a_cursor_that_could_not_be_saved_is_still_to_be_saved(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = CursorStore(file)
    store.advance("trades", "01A")
    with monkeypatch.context() as patch:
        patch.setattr("ribbit_tui.session.stores.cursors.write_json", full_disk)
        with pytest.raises(OSError, match="No space"):
            store.save()
    store.save()
    assert CursorStore(file).get("trades") == "01A"


@pytest.mark.parametrize("content", UNREADABLE)
def test_unreadable_cursors_mean_no_history(file: Path, content: str) -> None:
    file.parent.mkdir()
    file.write_text(content)
    assert CursorStore(file).get("trades") is None


def test_a_cursor_that_is_no_text_is_none(file: Path) -> None:
    write_json(file, {"trades": None, "funding": 7, "accounts": "01A"})
    store = CursorStore(file)
    assert [store.get(name) for name in ("trades", "funding", "accounts")] == [None, None, "01A"]


def test_only_the_owner_can_read(file: Path) -> None:
    write_json(file, {"a": "ü"})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert read_json(file) == {"a": "ü"}
    file.chmod(0o644)
    write_json(file, {})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_is_replaced_whole_or_not_at_all(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_json(file, [1])
    with pytest.raises(TypeError):
        write_json(file, [2, object()])

    def broken(handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        write_json(file, [3])
    assert read_json(file) == [1]
    assert list(file.parent.iterdir()) == [file]


def test_a_missing_file_is_nothing(file: Path) -> None:
    assert read_json(file) is None
