"""The documents step: adding, changing, removing, what is kept, and what is sent."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from ribbit_tui.tui.dialogs.document.dialog import DocumentDialog
from ribbit_tui.tui.screens.application.documents_panel import DocumentRow
from tests.tui.screens.application.test_form import ACCOUNTS, filled, form, open_at
from tests.tui.stage import Stage, refusal

Build = Callable[..., Stage]
PDF = b"%PDF-1.7\n"


async def add(on: Stage, pilot: Pilot[None], path: str) -> None:
    """Add a document with keys only."""
    await pilot.press("a")
    await on.until(pilot, lambda: isinstance(on.app.screen, DocumentDialog))
    await pilot.press("home", "ctrl+k", *("slash" if key == "/" else key for key in path), "enter")
    await on.until(pilot, lambda: not isinstance(on.app.screen, DocumentDialog))


def rows(on: Stage) -> list[DocumentRow]:
    return list(on.app.screen.query(DocumentRow))


async def test_a_life_of_documents(
    stage: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Added, kept in the draft, gone and changed before they are sent, mended, sent."""
    monkeypatch.setenv("HOME", str(tmp_path))
    on = stage()
    one, two = tmp_path / "1", tmp_path / "2"
    for path in (one, two):
        path.write_bytes(PDF)
    async with on.running() as pilot:
        await open_at(on, pilot, filled("documents"), "PDF, PNG or JPEG files.")
        await add(on, pilot, "~/1")
        await add(on, pilot, "~/2")
        await on.until(pilot, lambda: len(rows(on)) == 2)
        assert "Proof of identity" in on.text
        assert "2 · PDF, 9 bytes" in on.text
        assert "0.0 of 10 MB once encoded" in on.text

        await pilot.press("escape")
        await on.until_seen(pilot, "Maya Okafor", "◐ Draft")
        two.unlink()
        await pilot.press("enter")
        # First comes what the disk does not keep, however far the person was.
        await on.until_seen(pilot, "For your security")
        await pilot.press(*"078051120", "ctrl+n")
        await on.until_seen(pilot, "Employment")
        await form(on).go_to_step("documents")
        await on.until_seen(pilot, "1 · PDF, 9 bytes", "✗ There is no such file")

        await pilot.press("ctrl+n")
        await on.until(pilot, lambda: on.app.focused is rows(on)[1].query(Button).first())
        await pilot.press("delete")
        await on.until(pilot, lambda: len(rows(on)) == 1)
        await pilot.press("ctrl+n")
        await on.until_seen(pilot, "✓ Accepted")
        await pilot.press("ctrl+n")
        await on.until_seen(pilot, "Check your answers", "Submit")

        one.write_bytes(PDF + b"another")
        await pilot.press("ctrl+n")
        await on.until_seen(pilot, "✗ This file was changed after you chose it")
        assert on.server.writes == []
        await pilot.press("enter")
        await on.until(pilot, lambda: isinstance(on.app.screen, DocumentDialog))
        await pilot.press("enter")
        await on.until_seen(pilot, "1 · PDF, 16 bytes")
        assert "✗" not in on.text

        on.server.next(ACCOUNTS, refusal(413, "too large", field="documents.0.content"))
        await form(on).go_to_step("review")
        await pilot.press("ctrl+n")
        await on.until_seen(pilot, "✗ too large (request id req-413)")
        await form(on).go_to_step("review")
        await pilot.press("ctrl+n")
        await on.until_seen(pilot, "◌ Submitted")
    [_, (_, sent)] = on.server.writes
    assert sent["documents"] == [
        {
            "document_type": "identity_verification",
            "content": base64.b64encode(PDF + b"another").decode(),
            "mime_type": "application/pdf",
        }
    ]


async def test_the_rail_counts_what_is_wrong_and_has_room_for_every_step(stage: Build) -> None:
    on = stage()
    draft = filled("review")
    draft.answer("contact.city", "")
    draft.answer("contact.phone_number", "")
    draft.answer("identity.country_of_tax_residence", "GBR")
    async with on.running(size=(76, 20)) as pilot:
        await open_at(on, pilot, draft, "How can we reach you")
        await form(on).go_to_step("identity")
        await on.until_seen(pilot, "✗ 1", "2 Identity", "○ 9", "2 of 9")
