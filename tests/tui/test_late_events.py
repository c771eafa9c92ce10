"""Events that arrive after their widget is gone: the app goes on."""

from collections.abc import Callable

import pytest
from textual.css.query import NoMatches
from textual.geometry import Offset
from textual.widgets import Static
from textual.worker import WorkerFailed

from tests.tui.stage import Stage

Build = Callable[..., Stage]


async def test_what_is_looked_for_after_the_end_is_no_fault(stage: Build) -> None:
    on = stage()
    async with on.running():
        pass
    on.app._handle_exception(NoMatches("no button"))
    on.app._handle_exception(WorkerFailed(NoMatches("no button")))
    assert on.faults == []
    on.app._handle_exception(ValueError("anything else"))
    assert len(on.faults) == 1


async def test_what_is_looked_for_in_vain_before_that_is_one(stage: Build) -> None:
    on = stage()
    with pytest.raises(NoMatches):
        async with on.running():
            on.app._handle_exception(NoMatches("no button"))
    assert len(on.faults) == 1


async def test_a_press_on_a_widget_that_has_gone_begins_no_selection(
    stage: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = stage()
    async with on.running() as pilot:
        gone = Static("gone")
        monkeypatch.setattr(
            on.screen._compositor, "get_widget_and_offset_at", lambda x, y: (gone, Offset(0, 0))
        )
        await pilot.mouse_down(offset=(3, 3))
        assert on.faults == []
