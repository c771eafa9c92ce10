"""Documents: refused, none yet, listed, and one that is not found."""

from collections.abc import Callable

from ribbit_tui.session.state import Change
from tests.tui import states
from tests.tui.stage import Stage, answer, refusal

Build = Callable[..., Stage]


async def test_documents_and_their_states(stage: Build) -> None:
    on = stage(states.loaded(customer=states.complete_account(documents=[])))
    made = f"GET /v1/accounts/{states.MAYA}/documents"
    on.server.next(made, refusal(403, "documents are not for you"))
    async with on.running("documents") as pilot:
        await on.until_seen(pilot, "documents are not for you")
        assert on.session is not None
        on.session.store.mark_stale(Change.DOCUMENTS)
        await on.until_seen(pilot, "No documents yet")
        on.server.next(made, answer([one.to_wire() for one in states.complete().documents]))
        on.session.store.mark_stale(Change.DOCUMENTS)
        await on.until_seen(pilot, "Statement", "Trade confirmation", "2025-12-31")
        missing = refusal(404, "document not found")
        on.server.next(f"{made}/s/download", missing, missing, missing)
        await pilot.press("v")
        await on.until_seen(pilot, "Not found on the server")
