"""Choosing a document: by typing its path, in the tree, and what is refused."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Button, OptionList, Select, Static

from ribbit_tui.session.application.documents.attachments import Attachment
from ribbit_tui.session.application.reference.document_types import APPLICATION_TYPES
from ribbit_tui.tour.player import screen_text
from ribbit_tui.tui.dialogs.document.dialog import DocumentDialog
from ribbit_tui.tui.dialogs.document.file_dialog import FileDialog, FileTree
from ribbit_tui.tui.dialogs.document.path_field import PathField
from ribbit_tui.tui.theme import EXTRA_VARIABLES, textual_theme
from ribbit_tui.tui.words.formats import upload_size
from tests import waiting
from tests.sweeps import examples

PDF = b"%PDF-1.7\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "scans").mkdir()
    for name in ("passport.pdf", "scans/one.pdf", ".hidden.pdf", "a\n[b]\x1b[2J.pdf", "\n"):
        (tmp_path / name).write_bytes(PDF)
    (tmp_path / "notes.txt").write_text("hello")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Tiny(App[None]):
    """Nothing but the dialog."""

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(textual_theme())
        self.theme = textual_theme().name
        self.answers: list[Attachment | None] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return EXTRA_VARIABLES

    def ask(self, dialog: DocumentDialog) -> None:
        self.push_screen(dialog, self.answers.append)


class Asked:
    """The dialog on screen."""

    def __init__(self, app: Tiny, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def field(self) -> PathField:
        return self.app.screen.query_one(PathField)

    @property
    def verdict(self) -> str:
        return str(self.app.screen.query_one("#verdict", Static).render())

    async def until(self, condition: Callable[[], object]) -> None:
        await waiting.until(condition, seen=lambda: screen_text(self.app))
        await self.pilot.pause()

    async def at_rest(self) -> None:
        """Wait until the dialog has looked up all that was typed."""
        await self.pilot.pause()
        await self.until(
            lambda: all(one.is_finished for one in self.app.workers if one.group == "path")
        )

    async def type(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.at_rest()


@asynccontextmanager
async def asked(dialog: DocumentDialog | None = None) -> AsyncIterator[Asked]:
    app = Tiny()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(dialog or DocumentDialog())
        on = Asked(app, pilot)
        await on.until(lambda: isinstance(app.screen, DocumentDialog))
        await on.at_rest()
        yield on


async def test_by_typing_with_tab_and_arrows(home: Path) -> None:
    async with asked() as on:
        await on.type(*"sc", "tab")
        assert on.field.text == "~/scans/"
        await on.type("down", "enter")
        assert on.field.text == "~/scans/one.pdf"
        assert "✓ PDF, 9 bytes" in on.verdict
        assert "of 10 MB once encoded" in on.verdict
        await on.type("enter")
        await on.until(lambda: on.app.answers)
    [document] = on.app.answers
    assert document == Attachment.choose(home / "scans/one.pdf", "identity_verification")


async def test_a_whole_path_takes_the_place_of_the_one_before_it(home: Path) -> None:
    async with asked() as on:
        await on.type(*f"{home}/sc", "tab")
        assert on.field.text == f"{home}/scans/"
        await on.type(*"nowhere")
        assert str(on.field.query_one(OptionList).options[0].prompt) == (
            "Nothing here starts with that."
        )


async def test_what_is_refused_stays_on_screen(home: Path) -> None:
    async with asked() as on:
        await on.type(*"nothing")
        assert on.verdict == "", "it is still being typed"
        await on.type("enter")
        assert "✗ There is no such file" in on.verdict
        for wrong, words in {
            "~/notes.txt": "not a PDF, PNG or JPEG",
            "~/scans": "a folder",
            "/dev/null": "a device",
            " ": "Type the path",
        }.items():
            on.field.text = wrong
            await on.at_rest()
            on.app.screen.query_one("#add", Button).press()
            await on.at_rest()
            assert words in on.verdict, wrong
        assert on.app.answers == []
        await on.type("escape")
        assert on.app.answers == [None]


async def test_tab_leaves_a_path_that_is_complete(home: Path) -> None:
    async with asked() as on:
        await on.type(*"passport.pdf", "tab")
        assert on.app.focused is on.app.screen.query_one("#browse")


async def test_the_paper_follows_the_type(home: Path) -> None:
    dialog = DocumentDialog(APPLICATION_TYPES, document_type="tax_id_verification")
    async with asked(dialog) as on:
        kind = on.app.screen.query_one("#document-type", Select)
        paper = on.app.screen.query_one("#document-sub-type", Select)
        assert kind.value == "tax_id_verification"
        kind.value = "identity_verification"
        await on.pilot.pause()
        paper.value = "passport"
        kind.value = "date_of_birth_verification"
        await on.pilot.pause()
        assert paper.value == "passport", "a passport proves that, too"
        kind.value = "account_approval_letter"
        await on.pilot.pause()
        assert paper.is_blank()
        assert not on.app.screen.query_one("#sub-type-row").display
        await on.type(*"passport.pdf", "enter")
        await on.until(lambda: on.app.answers)
    [document] = on.app.answers
    assert document is not None
    assert (document.document_type, document.document_sub_type) == ("account_approval_letter", None)


async def test_changing_one_starts_from_it(home: Path) -> None:
    path = home / "passport.pdf"
    before = Attachment.choose(path, "identity_verification", "visa")
    async with asked(DocumentDialog(chosen=before)) as on:
        assert on.field.text == str(path)
        await on.type("enter")
        await on.until(lambda: on.app.answers)
    assert on.app.answers == [before]


async def test_more_than_there_is_room_for(home: Path) -> None:
    async with asked(DocumentDialog(size_limit=11)) as on:
        await on.type(*"passport.pdf", "enter")
        assert "Remove one of them first" in on.verdict
        assert on.app.answers == []


async def test_by_the_tree(home: Path) -> None:
    async with asked() as on:
        await on.type(*"scans/", "ctrl+o")
        await on.until(lambda: isinstance(on.app.screen, FileDialog))
        tree = on.app.screen.query_one(FileTree)

        def labels() -> list[str]:
            return [str(node.label) for node in tree.root.children]

        await on.until(lambda: labels() == ["one.pdf"])
        await on.pilot.press("backspace")
        await on.until(lambda: len(labels()) == 5)
        await on.pilot.press("full_stop")
        await on.until(lambda: ".hidden.pdf" in labels())
        await on.pilot.press("end", "enter")
        await on.until(lambda: isinstance(on.app.screen, DocumentDialog))
        await on.at_rest()
        assert on.field.text == str(home / "passport.pdf")
        assert "✓ PDF" in on.verdict


async def test_nothing_that_is_typed_upsets_it(home: Path) -> None:
    """Type each text into one dialog, which must still accept a good path after it."""
    loop = asyncio.get_running_loop()
    texts = st.text(max_size=30) | st.lists(
        st.sampled_from(
            ["~", "/", "..", "'", "\\ ", "file://", "%zz", "\x00", "[/b]", "missing.pdf"]
        )
    ).map("".join)
    async with asked() as on:

        async def type_it(text: str) -> None:
            on.field.text = text
            await on.at_rest()
            on.app.screen.query_one("#add", Button).press()
            await on.at_rest()

        @settings(max_examples=examples(4), deadline=None, suppress_health_check=list(HealthCheck))
        @given(texts)
        def type_all(text: str) -> None:
            asyncio.run_coroutine_threadsafe(type_it(text), loop).result(10)

        await asyncio.to_thread(type_all)
        on.field.text = "\x00/[/b]~"
        on.app.screen.query_one("#browse", Button).press()
        await on.until(lambda: isinstance(on.app.screen, FileDialog))
        await on.pilot.press("escape")
        assert on.app.answers == []
        on.field.text = "~/passport.pdf"
        await on.at_rest()
        await on.type("enter")
        await on.until(lambda: on.app.answers)


@pytest.mark.parametrize(
    ("encoded", "bar", "words"),
    [(0, 0, "0.0 of 10 MB"), (1, 1, "0.0 of 10 MB"), (10 << 20, 20, "10.0 of 10 MB")],
)
def test_the_bar_of_sizes(encoded: int, bar: int, words: str) -> None:
    shown = upload_size(encoded, 10 << 20)
    assert shown.count("▓") == bar
    assert words in shown
    assert os.linesep not in shown
