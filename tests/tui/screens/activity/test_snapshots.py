"""Activity, in each state."""

from collections.abc import Callable, Mapping

import pytest

from ribbit_tui.session.state import State
from tests.tui import states
from tests.tui.screens.home.test_snapshots import five_holdings
from tests.tui.snapshots import Snapshots
from tests.tui.stage import LARGE, SMALL, WIDEST, Stage
from tests.tui.states import loaded

Build = Callable[..., Stage]
ACTIVITIES: Mapping[str, Callable[[], State]] = {"some": five_holdings, "empty": loaded}


@pytest.mark.sizes(LARGE, SMALL, WIDEST)
async def test_states(stage: Build, snapshots: Snapshots) -> None:
    await snapshots.take_states(stage(states.nothing_loaded()), "activity", ACTIVITIES)
