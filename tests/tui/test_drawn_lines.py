"""Lines that the app draws for a width: a wider one would wrap, and run into the next.

A screen is held against them with the figures of a small customer and of the largest.
"""

from collections.abc import Callable, Iterator

import pytest
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.state import State
from tests.tui import states
from tests.tui.stage import LARGE, SMALL, WIDEST, Stage

Build = Callable[..., Stage]
HUGE = "123456789012.34"
DRAWN = {
    "home": ("#portfolio", "#cash", "#allocation"),
    "invest": ("AssetPanel #asset-price", "#asset-facts", "#figures"),
    "orders": ("#order-words", "#worth"),
    "money": ("#cash", "#bank-name", "StatusTrack"),
    "activity": ("ActivityDetail Static",),
    "status": ("#status-headline", "StatusTrack"),
}
"""The widgets that are drawn for a width, by screen."""


def rich() -> State:
    """Return a customer with amounts of twelve digits, and long names and symbols."""
    filled = {"filled_qty": "1234567.123456789", "filled_avg_price": "99999.99"}
    order = states.order(1, "filled", symbol="LONGSYMBOL", qty="1234567.123456789", **filled)
    return states.loaded(
        customer=states.complete_account(
            identity={"given_name": "Wolfeschlegelsteinhausen" * 3, "family_name": "W" * 60}
        ),
        cash=states.money(HUGE),
        banks=[states.bank(nickname="The account of the whole family " * 3)],
        transfers=[states.transfer(1, "QUEUED", amount=HUGE)],
        orders=[order],
        positions=[
            states.position("AAPL", "1234567.123456789", "0.01", "99999.99"),
            states.position("LONGSYMBOL", "987654321.5", "99999.99", "0.01"),
        ],
        activities=[states.fill(2), states.activity(1, net_amount=HUGE)],
        prices={"AAPL": states.snapshot("99999.99", "0.01")},
        timeline=[
            states.status_event(1, "", "SUBMITTED"),
            states.status_event(9, "SUBMITTED", "ACTIVE"),
        ],
    )


def too_wide(on: Stage, selectors: tuple[str, ...]) -> Iterator[str]:
    """Yield each drawn line that is wider than its widget."""
    for selector in selectors:
        for widget in on.screen.query(selector).results(Static):
            width = widget.content_size.width
            if not width or not widget.is_on_screen:
                continue
            drawn = widget.content
            lines = drawn.split("\n") if isinstance(drawn, Content) else ()
            yield from (
                f"{selector} {width}: {one.plain}" for one in lines if one.cell_length > width
            )


@pytest.mark.parametrize("size", [SMALL, (100, 30), LARGE, WIDEST], ids=str)
@pytest.mark.parametrize("state", [states.funded, rich], ids=["small", "rich"])
async def test_no_drawn_line_is_wider_than_its_place(
    stage: Build, state: Callable[[], State], size: tuple[int, int]
) -> None:
    on = stage(state())
    wide: list[str] = []
    async with on.running("home", size) as pilot:
        for screen, selectors in DRAWN.items():
            on.app.go_to_screen(screen)
            await on.until(pilot, lambda screen=screen: screen == on.screen.SCREEN_NAME)  # type: ignore[misc]
            await on.until_painted(pilot)
            for selector in selectors:
                assert on.screen.query(selector), f"{selector} is no longer on {screen}"
            wide += too_wide(on, selectors)
    assert not wide, "\n".join(wide)
