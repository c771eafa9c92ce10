"""A data folder written in November 2026 is opened by today's code, with all that it holds.

`data_folder_2026_11` was written by the app of that month, all but its settings file. Its database
is compressed; the draft's document lay in a folder that is gone.
"""

import gzip
import json
import shutil
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from ribbit_tui.config.loader import load_settings
from ribbit_tui.config.settings import Settings
from ribbit_tui.runtime.composition import ClockAndIds, create_app
from ribbit_tui.session.application.drafts.progress import Progress
from ribbit_tui.session.application.drafts.store import DraftStore
from ribbit_tui.session.application.samples.happy_path import HAPPY_PATH
from ribbit_tui.session.clock import ManualClock
from ribbit_tui.session.session import Session
from ribbit_tui.session.stores.cursors import CursorStore
from ribbit_tui.session.stores.customers import CustomerStore, WelcomeGift
from ribbit_tui.tour.stage import OPENING_TIME
from tests.waiting import until

KEPT = Path(__file__).parent / "data_folder_2026_11"
MAYA = "9d372060-2661-4e9b-bc18-c0fc6c38d6cf"
WRITTEN_AT = datetime(2026, 1, 15, 16, 21, 5, tzinfo=UTC)
"""The time of the manual clocks when the folder was written."""
TODAY = WRITTEN_AT.date()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(KEPT, folder)
    packed = folder / "simulator" / "simulator.sqlite3.gz"
    packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
    packed.unlink()
    return folder


def settings(folder: Path) -> Settings:
    return load_settings(config_file=folder / "settings.toml", data_dir=folder)


def test_the_settings_are_read(folder: Path) -> None:
    read = settings(folder)
    assert (read.environment, read.customer, read.seed) == ("simulated", MAYA, 1)
    assert (read.timezone, read.ip_address) == ("America/New_York", "203.0.113.7")
    assert not read.animations


def test_the_customers_are_listed(folder: Path) -> None:
    (maya,) = CustomerStore(folder / "simulated" / "customers.json").all()
    assert (maya.account_id, maya.name, maya.email) == (
        MAYA,
        "Maya Okafor",
        "maya.okafor@example.com",
    )
    assert (maya.opened_at, maya.account_number) == (OPENING_TIME, "453245505")
    assert (maya.status, maya.welcome_gift) == ("ACTIVE", WelcomeGift.REQUESTED)


def test_the_cursors_are_read(folder: Path) -> None:
    file = folder / "simulated" / "cursors.json"
    written = json.loads(file.read_text())
    cursors = CursorStore(file)
    assert {stream: cursors.get(stream) for stream in written} == written
    assert set(written) == {"accounts", "journals", "trades", "funding"}


def test_the_draft_is_listed_and_resumed_with_all_its_answers(folder: Path) -> None:
    store = DraftStore(folder / "simulated" / "drafts")
    assert store.read().unreadable == ()
    (draft,) = store.read().drafts
    assert (draft.title, draft.step, draft.reached) == ("Lena Brandt", "agreements", "agreements")
    changed = {
        "identity.given_name": "Lena",
        "identity.family_name": "Brandt",
        "contact.email_address": "lena.brandt@example.com",
    }
    saved = {name: answer for name, answer in HAPPY_PATH.items() if name != "identity.tax_id"}
    assert {name: draft.answers[name] for name in saved} == saved | changed
    assert (set(draft.accepted), draft.opened) == (
        {"customer_agreement"},
        {"customer_agreement", "account_agreement"},
    )
    (document,) = draft.documents
    assert (document.path.name, document.label) == ("passport.png", "Proof of identity: Passport")

    progress = Progress(draft)
    assert list(progress.resume(TODAY)) == ["identity.tax_id"]
    draft.answer("identity.tax_id", str(HAPPY_PATH["identity.tax_id"]))
    assert draft.first_open_step(TODAY) == "agreements"


async def test_the_simulator_opens_its_database_and_the_books_balance(folder: Path) -> None:
    app = create_app(
        settings(folder),
        ClockAndIds(clock=ManualClock(WRITTEN_AT), simulator_start_time=OPENING_TIME),
    )
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.session is not None and app.session.is_idle)
        assert app.session is not None
        await _assert_everything_is_there(app.session)
        await pilot.pause()


async def _assert_everything_is_there(session: Session) -> None:
    state = session.state
    assert state.account is not None
    assert (state.account.id, state.account.status) == (MAYA, "ACTIVE")
    assert state.trading_account is not None
    assert state.trading_account.cash == Decimal("373.77")
    assert [bank.status for bank in state.ach_relationships.values()] == ["APPROVED"]
    assert [(one.amount, one.status) for one in state.transfers.values()] == [
        (Decimal(500), "COMPLETE")
    ]
    assert [(one.net_amount, one.status) for one in state.journals.values()] == [
        (Decimal(10), "executed")
    ]
    orders = {order.symbol: (order.status, order.filled_qty) for order in state.orders.values()}
    assert orders == {"AAPL": ("filled", Decimal("0.5")), "MSFT": ("new", 0)}
    assert {symbol: held.qty for symbol, held in state.positions.items()} == {
        "AAPL": Decimal("0.5")
    }
    assert {activity.activity_type for activity in state.activities} == {"JNLC", "CSD", "FILL"}
    assert [event.status_to for event in state.timeline][-1] == "ACTIVE"
    broker = await session.broker()
    assert [account.id for account in await broker.accounts.list()] == [MAYA]
    found = await broker.transport.get("/simulator/invariants")
    assert json.loads(found.body) == {"ok": True, "broken": []}
