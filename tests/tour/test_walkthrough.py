"""The whole flow, through the real app, against the real simulator, in every scene's detail."""

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from ribbit_tui.runtime.composition import create_tour_app
from ribbit_tui.session.session import Session
from ribbit_tui.tour.player import play
from ribbit_tui.tour.screenshots import picture_name
from ribbit_tui.tour.walkthrough import WALKTHROUGH

ROOT = Path(__file__).parents[2]
PICTURES = {
    (120, 40): ROOT / "screenshots",
    (80, 24): ROOT / "tests" / "tour" / "screenshots-80x24",
}


@pytest.mark.parametrize("size", PICTURES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_scene_comes_true_looks_as_pictured_and_ends_with_exact_money(
    size: tuple[int, int], tmp_path: Path
) -> None:
    folder = PICTURES[size]
    differing = []
    app = create_tour_app(tmp_path / "data")
    async with app.run_test(size=size) as pilot:
        async for scene in play(app, pilot, WALKTHROUGH):
            name, svg = picture_name(scene), app.export_screenshot()
            pictured = folder / name
            if not pictured.exists() or _seen(pictured.read_text("utf-8")) != _seen(svg):
                (tmp_path / name).write_text(svg, encoding="utf-8")
                differing.append(name)
        assert app.session is not None
        await _assert_every_write_happened_once(app.session)
    assert not differing, (
        f"these scenes look otherwise than in {folder.name}: {differing}; see {tmp_path}, and if "
        f"they are right: ribbit screenshots --size {size[0]}x{size[1]} --folder {folder}"
    )
    assert sorted(path.name for path in folder.glob("*.svg")) == [
        picture_name(scene) for scene in WALKTHROUGH
    ]


def _seen(svg: str) -> str:
    """Return a picture without the ids that Rich derives from invisible content."""
    return re.sub(r"terminal-\d+", "terminal", svg)


async def _assert_every_write_happened_once(session: Session) -> None:
    state = session.state
    broker = await session.broker()

    (order,) = state.orders.values()
    assert order.qty == Decimal("0.42")
    assert order.filled_avg_price is not None
    cost = (order.filled_avg_price * Decimal("0.42")).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert state.trading_account is not None
    assert state.trading_account.cash == Decimal("510.00") - cost
    (position,) = state.positions.values()
    assert (position.symbol, position.qty) == ("AAPL", Decimal("0.42"))

    (listed,) = await broker.accounts.list(query="maya.okafor@example.com")
    account = await broker.accounts.get(listed.id)
    assert len(await broker.journals.list(to_account=account.id)) == 1
    (transfer,) = await broker.funding.list_transfers(account.id)
    assert transfer.amount == Decimal(500)
    assert account.agreements is not None
    assert {agreement.ip_address for agreement in account.agreements} == {"203.0.113.7"}
