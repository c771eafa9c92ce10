"""Steps that the tests of several screens share."""

from textual.pilot import Pilot

from tests.tui.stage import Stage


async def press_while_sending(on: Stage, pilot: Pilot[None], *keys: str) -> None:
    """Press keys, press them again before the server answers the write, then let it answer."""
    on.server.writes_allowed.clear()
    await pilot.press(*keys)
    await on.until(pilot, lambda: on.server.writes)
    await pilot.press(*keys)
    on.server.writes_allowed.set()
    await on.rest(pilot)
