"""The whole flow, through the real app, against the real simulator, in every scene's detail.

`pytest tests/tour --snapshot-update` makes the pictures anew, those of the README among them.
"""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex
from textual.pilot import Pilot

from ribbit_tui.runtime.composition import create_tour_app
from ribbit_tui.session.session import Session
from ribbit_tui.tour.picture import picture
from ribbit_tui.tour.player import play
from ribbit_tui.tour.screenshots import picture_name
from ribbit_tui.tour.walkthrough import WALKTHROUGH
from ribbit_tui.tui.app import RibbitApp
from ribbit_tui.wire.journals import JournalStatus
from tests import waiting

ROOT = Path(__file__).parents[2]


class LargePictures(SVGImageExtension):  # type: ignore[misc]  # the library has no types
    """A picture of each scene, named as `ribbit screenshots` names it."""

    size = (120, 40)
    folder = ROOT / "screenshots"

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        return str(cls.folder)

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        return str(index)


class SmallPictures(LargePictures):
    size = (80, 24)
    folder = ROOT / "tests" / "tour" / "screenshots-80x24"


async def test_every_scene_comes_true_looks_as_pictured_and_ends_with_exact_money(
    tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    looks = {kind: snapshot.use_extension(kind) for kind in (LargePictures, SmallPictures)}
    differing = []
    app = create_tour_app(tmp_path / "data")
    async with app.run_test(size=LargePictures.size) as pilot:
        async for scene in play(app, pilot, WALKTHROUGH):
            name = picture_name(scene)
            for kind, look in looks.items():
                await _resize(app, pilot, kind.size)
                now = picture(app)
                if look(name=name.removesuffix(".svg")) != now:
                    differing.append(f"{kind.folder.name}/{name}")
                    drawn = tmp_path / kind.folder.name
                    drawn.mkdir(exist_ok=True)
                    (drawn / name).write_text(now, encoding="utf-8")
            await _resize(app, pilot, LargePictures.size)
        assert app.session is not None
        await _assert_every_write_happened_once(app.session)
    assert not differing, (
        f"these scenes look different: {differing}; how they look now: {tmp_path}. If that is"
        " right: --snapshot-update"
    )
    names = [picture_name(scene) for scene in WALKTHROUGH]
    for kind in looks:
        assert sorted(path.name for path in kind.folder.glob("*.svg")) == names


async def _resize(app: RibbitApp, pilot: Pilot[None], size: tuple[int, int]) -> None:
    """Resize the terminal, and wait until the app has come to rest in it."""
    if app.size != size:
        await pilot.resize_terminal(*size)
        await waiting.until(lambda: app.session is not None and app.session.is_idle)
        await pilot.pause()


async def _assert_every_write_happened_once(session: Session) -> None:
    state = session.state
    broker = await session.broker()

    (order,) = state.orders.values()
    assert order.qty == Decimal("0.42")
    assert order.filled_avg_price is not None
    cost = (order.filled_avg_price * Decimal("0.42")).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert state.trading_account is not None
    assert state.trading_account.cash == Decimal("517.00") - cost
    (position,) = state.positions.values()
    assert (position.symbol, position.qty) == ("AAPL", Decimal("0.42"))

    (listed,) = await broker.accounts.list(query="maya.okafor@example.com")
    account = await broker.accounts.get(listed.id)
    journals = await broker.journals.list(to_account=account.id)
    assert Counter(journal.status for journal in journals) == {
        JournalStatus.EXECUTED: 3,  # the welcome gift, the bonus, and what replaces the corrected
        JournalStatus.REJECTED: 1,
        JournalStatus.CANCELED: 1,
        JournalStatus.REFUSED: 1,
        JournalStatus.DELETED: 1,
        JournalStatus.CORRECT: 1,
    }
    (transfer,) = await broker.funding.list_transfers(account.id)
    assert transfer.amount == Decimal(500)
    assert account.agreements is not None
    assert {agreement.ip_address for agreement in account.agreements} == {"203.0.113.7"}
