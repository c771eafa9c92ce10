"""The welcome screen: its lists, and what is asked before something is thrown away."""

from collections.abc import Callable

import pytest

from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.tui.screens.welcome.choice_list import ChoiceList
from tests.tui.stage import Stage
from tests.tui.states import MAYA, NOW

Build = Callable[..., Stage]


def with_draft(on: Stage) -> Stage:
    draft = Draft.start(NOW, "draft")
    draft.answer("identity.given_name", "Maya")
    on.drafts.save(draft, NOW)
    return on


async def test_throwing_a_draft_away_asks_first(stage: Build) -> None:
    on = with_draft(stage())
    async with on.running() as pilot:
        await pilot.press("down", "delete")
        await on.until_seen(pilot, "Delete this draft?")
        await pilot.press("escape")
        await on.until_seen(pilot, "Continue: Maya", "At Contact, saved just now")
        assert len(on.drafts.list()) == 1
        await pilot.press("delete")
        await on.until_seen(pilot, "Delete this draft?")
        await pilot.press("tab", "enter")
        await on.until(pilot, lambda: "Continue" not in on.text)
    assert on.drafts.list() == ()


async def test_enter_goes_on_with_the_draft_that_was_just_left(stage: Build) -> None:
    on = with_draft(stage())
    async with on.running() as pilot:
        await pilot.press("a")
        await on.until_seen(pilot, "How can we reach you")
        await pilot.press(*"zoe", "escape")
        await on.until_seen(pilot, "Continue: zoe", "Continue: Maya")
        await pilot.press("enter")
        await on.until_seen(pilot, "How can we reach you", "zoe")


async def test_taking_a_customer_off_the_list_asks_first(stage: Build) -> None:
    on = stage()
    on.add_customer("Ada Okafor", account_id="ada")
    async with on.running() as pilot:
        await pilot.press("down", "delete")
        await on.until_seen(pilot, "Forget this customer?", "The account itself is not changed")
        await pilot.press("escape")
        await on.until_seen(pilot, "Open: Ada Okafor")
        assert on.customers.get("ada") is not None
        await pilot.press("delete")
        await on.until_seen(pilot, "Forget this customer?")
        await pilot.press("tab", "enter")
        await on.until(pilot, lambda: "Open:" not in on.text)
    assert on.customers.get("ada") is None
    assert on.server.writes == []


async def test_applying_cannot_be_thrown_away(stage: Build) -> None:
    on = stage()
    async with on.running() as pilot:
        await pilot.press("delete")
        await pilot.pause()
        assert "R I B B I T" in on.text


async def test_drafts_that_cannot_be_read_are_listed_with_a_way_out(stage: Build) -> None:
    on = with_draft(stage())
    broken, foreign = (on.drafts.folder / name for name in ("broken.json", "two words.json"))
    broken.write_text("{" * 5000)
    foreign.write_text("[]")
    async with on.running() as pilot:
        await on.until_seen(pilot, "Continue: Maya", "Unreadable draft: broken.json")
        assert on.text.count("It is not a draft that this version can read.") == 2
        assert on.text.count("Delete") == 3, "a draft and two unreadable ones"
        await pilot.press("down", "down", "enter")
        await on.until_seen(pilot, "This draft cannot be read", "broken.json", "The file is kept")
        await pilot.press("enter")
        await on.until_seen(pilot, "R I B B I T")
        assert broken.exists(), "Enter alone loses nothing"
        await pilot.press("down", "delete")
        await on.until_seen(pilot, "This draft cannot be read", "two words.json")
        await pilot.press("tab", "enter")
        await on.until(pilot, lambda: "two words" not in on.text)
    assert not foreign.exists() and broken.exists()


async def test_what_can_be_taken_away_can_be_clicked_away(stage: Build) -> None:
    on = with_draft(stage())
    on.add_customer("Ada Okafor", account_id="ada")
    async with on.running() as pilot:
        choices = on.screen.query_one(ChoiceList)
        right = choices.size.width - 4
        keys = on.text.splitlines()[-1]
        assert "Delete" not in keys and "Forget" not in keys, "nothing here can be removed"
        await pilot.click(choices, offset=(right, 4))
        await on.until_seen(pilot, "Delete this draft?")
        await pilot.press("escape")
        await on.until(pilot, lambda: "x Delete draft" in on.text.splitlines()[-1])
        await pilot.click(choices, offset=(right, 7))
        await on.until_seen(pilot, "Forget this customer?")
        await pilot.press("tab", "enter")
        await on.until(pilot, lambda: "Open:" not in on.text)
        await pilot.click(choices, offset=(20, 4))
        await on.until_seen(pilot, "How can we reach you")
        await on.rest(pilot)
        assert len(on.app.screen_stack) == 2, "one click opens the draft once"
    assert on.customers.get("ada") is None


async def test_a_draft_that_goes_bad_while_it_is_listed(stage: Build) -> None:
    on = with_draft(stage())
    async with on.app.run_test(notifications=True) as pilot:
        await on.arrive(pilot)
        await on.until_seen(pilot, "Continue: Maya")
        on.drafts.folder.joinpath("draft.json").write_text("no draft")
        await pilot.press("down", "enter")
        await on.until_seen(pilot, "This draft cannot be read", "Unreadable draft: draft.json")
        assert "Continue" not in on.text


async def test_a_disk_that_refuses_a_deletion_is_said(
    stage: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = with_draft(stage())

    def refuse(draft_id: str) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(on.drafts, "delete", refuse)
    async with on.app.run_test(notifications=True) as pilot:
        await on.arrive(pilot)
        await pilot.press("down", "delete")
        await on.until_seen(pilot, "Delete this draft?")
        await pilot.press("tab", "enter")
        await on.until_seen(pilot, "could not be deleted: Read-only", "Continue: Maya")


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
