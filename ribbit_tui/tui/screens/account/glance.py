"""The account at a glance: several sections beside each other, for wide terminals."""

from datetime import tzinfo

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from ribbit_tui.session.application.steps.contact import CONTACT
from ribbit_tui.session.application.steps.employment import EMPLOYMENT
from ribbit_tui.session.application.steps.identity import IDENTITY
from ribbit_tui.session.application.steps.trusted_contact import TRUSTED_CONTACT
from ribbit_tui.session.state import State
from ribbit_tui.tui.widgets.fact_list import FactList
from ribbit_tui.tui.widgets.panel import Panel

from .sections import AGREEMENTS, CHECKS, OVERVIEW, TITLES, section_facts

_COLUMNS = (
    (OVERVIEW, IDENTITY.id, EMPLOYMENT.id, TRUSTED_CONTACT.id),
    (CONTACT.id, CHECKS, AGREEMENTS),
)


class Glance(Horizontal):
    """Two columns of panels, each with the facts of a section."""

    DEFAULT_CSS = """
    Glance { width: 1fr; height: 100%; }
    Glance > VerticalScroll { width: 1fr; height: 100%; scrollbar-size-vertical: 1; }
    Glance Panel { padding: 0 1; }
    """

    def compose(self) -> ComposeResult:
        for column in _COLUMNS:
            with VerticalScroll(can_focus=False):
                for section in column:
                    with Panel(TITLES[section], id=f"glance-{section}"):
                        yield FactList()

    def scroll_pages(self, pages: int) -> None:
        """Scroll both columns by pages."""
        for column in self.query(VerticalScroll):
            column.scroll_relative(y=pages * max(1, column.size.height - 2), animate=False)

    def show(self, state: State, zone: tzinfo | None) -> None:
        """Show the facts of this state; a section without any is left out."""
        for column in _COLUMNS:
            for section in column:
                panel = self.query_one(f"#glance-{section}", Panel)
                facts = section_facts(section, state, zone)
                panel.display = bool(facts)
                panel.query_one(FactList).show(facts)
