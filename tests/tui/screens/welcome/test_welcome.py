"""The welcome screen: its cards, and the question before one is removed."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from textual.pilot import Pilot

from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.drafts.store import DraftStore, FoundDrafts
from ribbit_tui.session.stores.customers import LastSeen
from ribbit_tui.tui.screens.welcome.card_view import CardView
from tests.tui.stage import LARGE, Stage
from tests.tui.states import MAYA, NOW, funded

Build = Callable[..., Stage]
CLAIM = "A whole brokerage life in a terminal"


def with_draft(on: Stage) -> Stage:
    draft = Draft.start(NOW, "draft")
    draft.answer("identity.given_name", "Maya")
    on.drafts.save(draft, NOW)
    return on


def titles(on: Stage) -> list[str]:
    return [view.card.title for view in on.screen.query(CardView)]


def focused(on: Stage) -> str:
    """Return the title of the card with the focus, or the id of another widget with it."""
    widget = on.screen.focused
    return (
        widget.card.title if isinstance(widget, CardView) else (widget.id or "") if widget else ""
    )


async def test_throwing_a_draft_away_asks_first(stage: Build) -> None:
    on = with_draft(stage())
    async with on.running(size=LARGE) as pilot:
        await pilot.press("delete")
        await on.until_seen(pilot, "Delete this draft?")
        await pilot.press("escape")
        await on.until_seen(pilot, "Maya", "◐ Draft", "Step 1 of 8", "Next: Contact")
        assert len(on.drafts.read().drafts) == 1
        await pilot.press("x")
        await on.until_seen(pilot, "Delete this draft?")
        await pilot.press("tab", "enter")
        await on.until(pilot, lambda: not titles(on))
        await on.until(pilot, lambda: focused(on) == "apply")
    assert on.drafts.read().drafts == ()


async def test_enter_goes_on_with_the_draft_that_was_just_left(stage: Build) -> None:
    on = with_draft(stage())
    async with on.running() as pilot:
        await pilot.press("a")
        await on.until_seen(pilot, "How can we reach you")
        await pilot.press(*"zoe", "escape")
        await on.until(pilot, lambda: sorted(titles(on)) == ["Maya", "zoe"])
        await on.until(pilot, lambda: focused(on) == "zoe")
        await pilot.press("enter")
        await on.until_seen(pilot, "How can we reach you", "zoe")


async def test_taking_a_customer_off_the_list_asks_first(stage: Build) -> None:
    on = stage()
    on.add_customer("Ada Okafor", account_id="ada")
    async with on.running() as pilot:
        await pilot.press("delete")
        await on.until_seen(pilot, "Forget this customer?", "The account itself is not changed")
        await pilot.press("escape")
        await on.until_seen(pilot, "Ada Okafor", "1 customer on this machine")
        assert on.customers.get("ada") is not None
        await pilot.press("x")
        await on.until_seen(pilot, "Forget this customer?")
        await pilot.press("tab", "enter")
        await on.until(pilot, lambda: "Ada Okafor" not in on.text)
        assert "on this machine:" in on.text and "Welcome back" not in on.text
    assert on.customers.get("ada") is None
    assert on.server.writes == []


async def test_applying_cannot_be_thrown_away(stage: Build) -> None:
    on = stage()
    async with on.running() as pilot:
        await pilot.press("delete", "x")
        await pilot.pause()
        assert CLAIM in on.text
        await pilot.press("enter")
        await on.until_seen(pilot, "How can we reach you")


async def test_drafts_that_cannot_be_read_are_listed_with_a_way_out(stage: Build) -> None:
    on = with_draft(stage())
    broken, foreign = (on.drafts.folder / name for name in ("broken.json", "two words.json"))
    broken.write_text("{" * 5000)
    foreign.write_text("[]")
    async with on.running() as pilot:
        await on.until_seen(pilot, "Maya", "broken.json", "two words.json")
        assert on.text.count("✗ Unreadable") == 2
        await pilot.press("right", "enter")
        await on.until_seen(pilot, "This draft cannot be read", "broken.json", "The file is kept")
        assert "It is not a draft that this version can read." in on.text
        await pilot.press("enter")
        await on.until_seen(pilot, CLAIM)
        assert broken.exists(), "Enter alone loses nothing"
        await pilot.press("right", "delete")
        await on.until_seen(pilot, "This draft cannot be read", "two words.json")
        await pilot.press("tab", "enter")
        await on.until(pilot, lambda: "two words" not in on.text)
    assert not foreign.exists() and broken.exists()


async def click(on: Stage, pilot: Pilot[None], title: str, at: str = "") -> None:
    """Click the card with this title: the words `at` in its border, or else its middle."""
    view = next(one for one in on.screen.query(CardView) if one.card.title == title)
    await pilot.hover(view)
    await on.rest(pilot)
    if not at:
        await pilot.click(view)
        return
    bottom = view.region.bottom - 1
    column = on.text.splitlines()[bottom].index(at, view.region.x)
    await pilot.click(offset=(column + 1, bottom))


async def test_what_can_be_taken_away_can_be_clicked_away(stage: Build) -> None:
    on = with_draft(stage())
    on.add_customer("Ada Okafor", account_id="ada", opened_at=NOW - timedelta(hours=1))
    async with on.running() as pilot:
        await click(on, pilot, "Maya", "x Delete")
        await on.until_seen(pilot, "Delete this draft?")
        await pilot.press("escape")
        await on.until(pilot, lambda: "x Delete draft" in on.text.splitlines()[-1])
        await click(on, pilot, "Ada Okafor", "x Forget")
        await on.until_seen(pilot, "Forget this customer?")
        await pilot.press("tab", "enter")
        await on.until(pilot, lambda: titles(on) == ["Maya"])
        await click(on, pilot, "Maya")
        await on.until_seen(pilot, "How can we reach you")
        await on.rest(pilot)
        assert len(on.app.screen_stack) == 2, "one click opens the draft once"
    assert on.customers.get("ada") is None


async def test_arrows_go_from_card_to_card_and_to_the_button(stage: Build) -> None:
    on = stage()
    for number in range(5):
        at = NOW - timedelta(hours=number)
        on.add_customer(f"Number {number}", account_id=str(number), opened_at=at)
    async with on.running(size=LARGE) as pilot:
        assert focused(on) == "Number 0", "the customer that was opened last"
        for key, there in (
            ("right", "Number 1"),
            ("down", "Number 4"),
            ("up", "Number 1"),
            ("right", "Number 2"),
            ("down", "Number 4"),
            ("down", "apply"),
            ("down", "apply"),
            ("up", "Number 4"),
            ("left", "Number 3"),
            ("up", "Number 0"),
            ("up", "Number 0"),
            ("left", "Number 0"),
        ):
            await pilot.press(key)
            await on.rest(pilot)
            assert focused(on) == there, key
        await pilot.resize_terminal(80, 24)
        await on.rest(pilot)
        assert focused(on) == "Number 0", "rows in place of cards keep the focus"
        await pilot.press("down")
        assert focused(on) == "Number 1"


async def test_a_card_tells_the_equity_when_it_was_last_seen(stage: Build) -> None:
    on = stage()
    curve = tuple(Decimal(value) for value in range(2000, 2012))
    seen = LastSeen(NOW - timedelta(minutes=4), Decimal("2011.90"), curve)
    on.add_customer("Omar Haddad", account_id="omar", opened_at=NOW - timedelta(hours=3))
    on.customers.update("omar", last_seen=seen)
    on.add_customer("Jo Li", account_id="jo", opened_at=NOW - timedelta(hours=5))
    async with on.running(size=LARGE) as pilot:
        await on.until_seen(pilot, "$2,011.90", "seen 4 min ago", "seen 5 h ago")
        braille = [letter for letter in on.text if "⠀" < letter <= "⣿"]
        assert braille, "its curve is drawn"
        await pilot.resize_terminal(80, 24)
        await on.until_seen(pilot, "$2,011.90", "seen 5 h ago")


async def test_the_open_customer_is_shown_as_it_is_now(stage: Build) -> None:
    on = stage(funded())
    async with on.running("home") as pilot:
        await pilot.press("f6")
        await on.until_seen(pilot, CLAIM, "$610.02")
        changed = funded()
        assert changed.trading_account is not None
        richer = {"cash": Decimal(700), "equity": Decimal("800.02")}
        changed.trading_account = changed.trading_account.model_copy(update=richer)
        await on.show(pilot, changed)
        await on.until_seen(pilot, "$800.02")
        await pilot.press("enter")
        await on.until_seen(pilot, "Holdings")
    kept = on.customers.get(MAYA)
    assert kept is not None and kept.last_seen is not None, "the next start shows it again"


async def test_a_draft_that_goes_bad_while_it_is_listed(stage: Build) -> None:
    on = with_draft(stage())
    async with on.app.run_test(notifications=True) as pilot:
        await on.arrive(pilot)
        await on.until(pilot, lambda: titles(on) == ["Maya"])
        on.drafts.folder.joinpath("draft.json").write_text("no draft")
        await pilot.press("enter")
        await on.until_seen(pilot, "This draft cannot be read", "✗ Unreadable", "draft.json")
        assert titles(on) == ["draft.json"]


async def test_a_disk_that_refuses_a_deletion_is_said(
    stage: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = with_draft(stage())

    def refuse(draft_id: str) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(on.drafts, "delete", refuse)
    async with on.app.run_test(notifications=True) as pilot:
        await on.arrive(pilot)
        await pilot.press("delete")
        await on.until_seen(pilot, "Delete this draft?")
        await pilot.press("tab", "enter")
        await on.until_seen(pilot, "could not be deleted: Read-only")
        assert titles(on) == ["Maya"]


async def test_trying_again_when_there_was_no_server(stage: Build) -> None:
    on = stage(no_server="port 8765 is taken")
    async with on.running() as pilot:
        await on.until_seen(pilot, "The server could not be started", "port 8765 is taken")
        await pilot.press("escape")
        await on.until_seen(pilot, "Press Ctrl+R to retry", "✗ no server")
        on.no_server = None
        await pilot.press("ctrl+r")
        await on.until_seen(pilot, "● live", "Everything runs on this machine")
        assert "Press Ctrl+R" not in on.text
        on.app.open_customer(MAYA)
        await on.until_seen(pilot, "You can deposit and invest when the account is active.")


async def test_a_draft_tells_how_far_it_is(stage: Build) -> None:
    on = stage()
    draft = Draft.start(NOW, "draft")
    draft.go_to("identity")
    on.drafts.save(draft, NOW)
    async with on.running(size=LARGE) as pilot:
        await on.until_seen(pilot, "Step 2 of 8", "12%", "Next: Identity")


async def test_drafts_and_customers_each_name_their_own_key(stage: Build) -> None:
    changes = {"welcome.delete-draft": "z", "welcome.forget": "v"}
    on = with_draft(stage(keys=changes))
    on.add_customer("Ada Okafor", account_id="ada", opened_at=NOW - timedelta(hours=1))
    async with on.running(size=LARGE) as pilot:
        await on.until_seen(pilot, "Enter Continue   z Delete")
        await pilot.press("right")
        await on.until_seen(pilot, "Enter Open   v Forget")
        await pilot.press("v")
        await on.until_seen(pilot, "Forget this customer?")


async def test_the_list_is_read_once_when_the_app_starts(
    stage: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[DraftStore] = []
    read = DraftStore.read

    def noted(store: DraftStore) -> FoundDrafts:
        reads.append(store)
        return read(store)

    monkeypatch.setattr(DraftStore, "read", noted)
    on = with_draft(stage())
    async with on.running() as pilot:
        await on.until_seen(pilot, "Maya")
        assert len(reads) == 1
        await pilot.press("enter")
        await on.until_seen(pilot, "How can we reach you")
        await pilot.press("escape")
        await on.until_seen(pilot, CLAIM)
        assert len(reads) == 2, "and again on the way back"


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 30), (120, 40), (160, 50)])
@pytest.mark.parametrize("customers", [0, 1, 3, 12])
async def test_the_way_in_and_the_environment_are_always_on_screen(
    stage: Build, size: tuple[int, int], customers: int
) -> None:
    on = stage()
    for number in range(customers):
        at = NOW - timedelta(hours=number)
        on.add_customer(f"Number {number}", account_id=str(number), opened_at=at)
    async with on.running(size=size) as pilot:
        await on.until_seen(pilot, "Apply for an account", "Everything runs on this machine")
        if customers:
            assert "Number 0" in on.text
