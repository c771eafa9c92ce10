"""The table of trading configurations."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ribbit_tui.tui.screens.account.configurations import (
    SETTINGS,
    SETTINGS_BY_NAME,
    SUSPEND,
    Setting,
)
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.table_rows import Cell, Column, Row
from ribbit_tui.tui.words.formats import plain
from ribbit_tui.wire.trading_accounts import TradingConfigurations


class TradingSettings(Vertical):
    """The configurations, and the meaning of the highlighted one."""

    DEFAULT_CSS = """
    TradingSettings {
        height: auto;
        #setting-meaning { height: 2; color: $quiet; margin-top: 1; }
    }
    """

    @dataclass
    class ChangeRequested(Message):
        """Posted when the user wants to change a setting."""

        setting: Setting

    def compose(self) -> ComposeResult:
        yield LiveTable(
            Column("Setting", 22), Column("Value", 26, grows=True), empty="Loading…", id="settings"
        )
        yield Static("", id="setting-meaning", markup=False)

    def show(self, configurations: TradingConfigurations | None, empty_text: str) -> None:
        """Show the configurations; while they are None, show `empty_text`."""
        table = self.query_one(LiveTable)
        table.show_empty(empty_text)
        sent = configurations.model_fields_set if configurations else set()
        shown = [one for one in SETTINGS if one.name in sent]
        table.show_rows([_row(one, configurations) for one in shown] if configurations else [])
        self._show_meaning()

    @on(LiveTable.RowHighlighted)
    def _show_meaning(self) -> None:
        setting = SETTINGS_BY_NAME.get(self.query_one(LiveTable).cursor_key or "")
        self.query_one("#setting-meaning", Static).update(
            Content(setting.meaning if setting else "")
        )

    @on(LiveTable.RowSelected)
    def _chosen(self, event: LiveTable.RowSelected) -> None:
        event.stop()
        self.post_message(self.ChangeRequested(SETTINGS_BY_NAME[event.key]))


def _row(setting: Setting, configurations: TradingConfigurations) -> Row:
    value = getattr(configurations, setting.name)
    tone = "loss" if setting.name == SUSPEND and value else ""
    return Row(setting.name, (Cell(setting.label), Cell(plain(setting.words(value), 60), tone)))
