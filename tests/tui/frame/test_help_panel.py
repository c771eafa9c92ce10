"""The help of every screen: what it is for, with the keys that are not always in their list."""

import re
from collections.abc import Callable

import pytest
from textual.binding import Binding

from ribbit_tui.tui.screens.account.screen import AccountScreen
from ribbit_tui.tui.screens.activity.screen import ActivityScreen
from ribbit_tui.tui.screens.application.screen import ApplicationScreen
from ribbit_tui.tui.screens.base import RibbitScreen
from ribbit_tui.tui.screens.documents.screen import DocumentsScreen
from ribbit_tui.tui.screens.home.screen import HomeScreen
from ribbit_tui.tui.screens.invest.screen import InvestScreen
from ribbit_tui.tui.screens.money.screen import MoneyScreen
from ribbit_tui.tui.screens.orders.screen import OrdersScreen
from ribbit_tui.tui.screens.status.screen import StatusScreen
from ribbit_tui.tui.screens.welcome.screen import WelcomeScreen
from tests.tui.stage import Stage
from tests.tui.states import loaded

Build = Callable[..., Stage]
SCREENS: tuple[type[RibbitScreen], ...] = (
    WelcomeScreen,
    ApplicationScreen,
    StatusScreen,
    HomeScreen,
    InvestScreen,
    OrdersScreen,
    MoneyScreen,
    ActivityScreen,
    DocumentsScreen,
    AccountScreen,
)
EVERYWHERE = {"pageup", "pagedown", "backspace"}
"""They do what they do in every list, form and page; Backspace is another Delete."""
WRITTEN = {"escape": "Esc", "slash": "/"}


def written(key: str) -> str:
    """Return a key as the help writes it, in lower case."""
    return WRITTEN.get(key, key).lower()


@pytest.mark.parametrize("screen", SCREENS)
def test_every_key_of_a_screen_is_told(screen: type[RibbitScreen]) -> None:
    """The panel lists the keys that work right now; those that come and go are told here."""
    told = {key.lower() for key in re.findall(r"`([^`]+)`", screen.HELP or "")}
    bound = (one for one in vars(screen).get("BINDINGS", ()) if isinstance(one, Binding))
    keys = {key for one in bound for key in one.key.split(",")} - EVERYWHERE
    assert not {key for key in keys if written(key) not in told}


@pytest.mark.parametrize("screen", SCREENS)
def test_the_help_begins_with_a_title_and_fits_beside_the_screen(
    screen: type[RibbitScreen],
) -> None:
    lines = (screen.HELP or "").strip().splitlines()
    assert lines[0].startswith("# ")
    assert 2 < len(lines) <= 20


async def test_the_help_is_there_while_typing_and_where_nothing_has_the_focus(stage: Build) -> None:
    on = stage(loaded())
    async with on.running("home") as pilot:
        on.screen.set_focus(None)
        await pilot.press("question_mark")
        await on.until_seen(pilot, "Equity is cash")
        await pilot.press("question_mark")
        await on.until(pilot, lambda: "Equity is cash" not in on.text)
        on.app.action_welcome()
        await on.until_seen(pilot, "Apply for an account")
        await pilot.press("a", "f1")
        await on.until_seen(pilot, "Documents: a adds")
        await pilot.press("f1", "?")
        assert "Documents: a adds" not in on.text, "a question mark is an answer here"
