"""The panel that shows the text of the selected document."""

from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.session.stores.document_text import DocumentText
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.words.formats import plain


class DocumentPreview(Panel):
    """A panel with a document's name, pages, size and text."""

    DEFAULT_CSS = """
    DocumentPreview {
        #preview-name, #preview-note { padding: 0 1; height: auto; }
        #preview-note { color: $label; }
        #preview-page { height: 1fr; margin: 1 1 0 1; background: $panel; padding: 0 1; }
        #preview-text { width: auto; height: auto; text-wrap: nowrap; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Static("", id="preview-name", markup=False)
        yield Static("", id="preview-note", markup=False)
        with ScrollableContainer(id="preview-page"):
            yield Static("", id="preview-text", markup=False)

    def show_words(self, title: str, words: str) -> None:
        """Show a sentence in place of the text."""
        self._show(title, (), words, "")

    def show_document(self, title: str, document: DocumentText, elsewhere: str) -> None:
        """Show what was read. `elsewhere` says how to read what is not shown here."""
        pages = document.page_count
        facts = [f"{max(1, document.size // 1000):,} kB"]
        if pages is not None:
            facts.insert(0, "1 page" if pages == 1 else f"{pages:,} pages")
        words = f"{document.note} {elsewhere}" if document.note else ""
        self._show(title, facts, words, document.text)

    def focus_text(self) -> None:
        """Move the focus to the text, so that the arrows scroll it."""
        self.query_one("#preview-page").focus()

    def _show(self, title: str, facts: list[str] | tuple[()], words: str, text: str) -> None:
        self.show_title(*([" · ".join(facts)] if facts else []))
        self.query_one("#preview-name", Static).update(Content.styled(plain(title, 200), "bold"))
        note = self.query_one("#preview-note", Static)
        note.update(Content(plain(words, 300)))
        note.display = bool(words)
        lines = "\n".join(plain(line) for line in text.splitlines())
        self.query_one("#preview-text", Static).update(Content(lines))
        page = self.query_one("#preview-page")
        page.display = bool(text)
        page.scroll_home(animate=False)
