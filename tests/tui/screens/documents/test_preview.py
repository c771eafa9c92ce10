"""The preview of a document: beside the list, by key on a narrow terminal, and what fails."""

from collections.abc import Callable

import httpx

from tests.tui import states
from tests.tui.stage import Stage, refusal

Build = Callable[..., Stage]
DOWNLOAD = f"GET /v1/accounts/{states.MAYA}/documents/s/download"


def _sends(on: Stage, file: httpx.Response, times: int = 1) -> None:
    """Let the server give out a link to a file, as it does, and the file behind it."""
    link = httpx.Response(301, headers={"Location": "http://broker.test/files/s"})
    on.server.next(DOWNLOAD, *[link] * times)
    on.server.next("GET /files/s", *[file] * times)


async def test_the_preview_shows_the_text_beside_the_list(stage: Build) -> None:
    on = stage(states.complete())
    async with on.running("documents", size=(120, 40)) as pilot:
        await on.until_seen(pilot, "12,220.75", "1 page", "2025-12-31")


async def test_a_narrow_terminal_opens_the_preview_by_key(stage: Build) -> None:
    on = stage(states.complete())
    async with on.running("documents", size=(80, 24)) as pilot:
        await on.until_seen(pilot, "2025-12-31")
        assert "12,220.75" not in on.text
        await pilot.press("p")
        await on.until_seen(pilot, "12,220.75")
        assert "2025-12-31" not in on.text
        await pilot.press("escape")
        await on.until_seen(pilot, "2025-12-31")
        assert "12,220.75" not in on.text


async def test_a_document_that_cannot_be_shown_says_why(stage: Build) -> None:
    on = stage(states.complete())
    broken = httpx.Response(200, content=b"%PDF-1.7 and then nothing")
    on.server.next(DOWNLOAD, refusal(404, "document not found"))
    async with on.running("documents", size=(120, 40)) as pilot:
        await on.until_seen(pilot, "Not loaded", "Press p to try")
        _sends(on, broken)
        await pilot.press("p")
        await on.until_seen(pilot, "damaged", "1 kB", "Press v to save it")
