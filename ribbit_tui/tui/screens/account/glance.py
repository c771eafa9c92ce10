"""The account at a glance: its sections beside each other, for wide terminals."""

from dataclasses import dataclass
from datetime import tzinfo

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from ribbit_tui.session.application.steps.contact import CONTACT
from ribbit_tui.session.application.steps.disclosures import DISCLOSURES
from ribbit_tui.session.application.steps.employment import EMPLOYMENT
from ribbit_tui.session.application.steps.identity import IDENTITY
from ribbit_tui.session.application.steps.trusted_contact import TRUSTED_CONTACT
from ribbit_tui.session.state import State
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.widgets.fact_list import FactList
from ribbit_tui.tui.widgets.panel import Panel, key_hints

from .sections import AGREEMENTS, CHECKS, OVERVIEW, TITLES, section_facts, section_note

_COLUMNS = (
    (OVERVIEW, IDENTITY.id, EMPLOYMENT.id, TRUSTED_CONTACT.id),
    (CONTACT.id, DISCLOSURES.id, CHECKS, AGREEMENTS),
)


class Glance(Vertical):
    """Two columns of panels, each with the facts of a section, and the note of the selected one."""

    DEFAULT_CSS = """
    Glance {
        width: 1fr;
        height: 100%;
        & > Horizontal { height: 1fr; }
        & VerticalScroll { width: 1fr; height: 100%; scrollbar-size-vertical: 1; }
        & Panel { padding: 0 1; }
        & > Static { height: auto; padding: 0 2; color: $quiet; }
    }
    """

    @dataclass
    class Clicked(Message):
        """Posted when the user clicks a section."""

        section: str

    def compose(self) -> ComposeResult:
        with Horizontal():
            for column in _COLUMNS:
                with VerticalScroll(can_focus=False):
                    for section in column:
                        with Panel(TITLES[section], id=f"glance-{section}"):
                            yield FactList()
        yield Static("", id="glance-note", markup=False)

    def scroll_pages(self, pages: int) -> None:
        """Scroll both columns by pages."""
        for column in self.query(VerticalScroll):
            column.scroll_relative(y=pages * max(1, column.size.height - 2), animate=False)

    def show(self, state: State, zone: tzinfo | None) -> None:
        """Show the facts of this state; a section without any is left out."""
        for panel in self.query(Panel):
            facts = section_facts(_section(panel), state, zone)
            panel.display = bool(facts)
            panel.query_one(FactList).show(facts)

    def select(self, section: str, state: State, edit_key: str) -> None:
        """Mark a section and show its note. It can be changed with `edit_key`, if there is one."""
        hints = key_hints([(edit_key, "Change")]).stylize(Style.from_meta(_ON_CLICK))
        for panel in self.query(Panel):
            is_selected = _section(panel) == section
            if is_selected and not panel.has_class("-selected"):
                panel.call_after_refresh(panel.scroll_visible, animate=False)
            panel.set_class(is_selected, "-selected")
            panel.show_border_subtitle(hints if is_selected and edit_key else Content())
        note = self.query_one("#glance-note", Static)
        show_text(note, Content(section_note(section, state)))
        note.display = bool(note.content)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if event.widget is not None:
            for one in event.widget.ancestors_with_self:
                if isinstance(one, Panel):
                    self.post_message(self.Clicked(_section(one)))
                    return


_ON_CLICK = {"@click": "screen.edit"}


def _section(panel: Panel) -> str:
    return (panel.id or "").removeprefix("glance-")
