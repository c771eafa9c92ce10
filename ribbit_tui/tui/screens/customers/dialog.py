"""The dialog that finds a customer of the firm."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import tzinfo
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Select, Static

from ribbit_tui.session.errors import ActionFailedError
from ribbit_tui.tui.dialogs.base import Dialog
from ribbit_tui.tui.inputs.pick_list import PickList
from ribbit_tui.tui.inputs.text_field import TextField
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.status_cell import status_cell
from ribbit_tui.tui.widgets.table_rows import NARROW, Cell, Column, Row
from ribbit_tui.tui.words.formats import day_and_time, plain
from ribbit_tui.tui.words.statuses import account_words
from ribbit_tui.wire.accounts import Account, AccountStatus

Find = Callable[[str, str | None], Awaitable[Sequence[Account]]]
TYPING_SECONDS = 0.2
MAX_QUERY_LENGTH = 200


class CustomersDialog(Dialog[Account]):
    """A dialog that returns the account of the selected customer."""

    DEFAULT_CSS = """
    CustomersDialog {
        .dialog { width: 96%; max-width: 120; height: 90%; }
        #find { height: 1; margin-bottom: 1; }
        #query { width: 1fr; background: $surface; }
        #status { width: 26; margin-left: 2; }
        LiveTable { height: 1fr; }
        .hint { margin-top: 1; height: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("customers.list", "to_list"),
        bind("customers.find", "find_again"),
        bind("customers.again", "search"),
    ]

    def __init__(self, find: Find, open_id: str | None, zone: tzinfo | None, again: str) -> None:
        """`again` is the key that loads the list again, as it is written."""
        super().__init__()
        self._again = again
        self._find = find
        self._open_id = open_id
        self._zone = zone
        self._found: dict[str, Account] = {}
        self._timer: Timer | None = None

    def compose_dialog(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Customers of the firm", classes="title", markup=False)
            with Horizontal(id="find"):
                yield TextField(
                    placeholder="Name, e-mail, phone or account number",
                    id="query",
                )
                yield PickList(
                    [(account_words(status).label, status.value) for status in AccountStatus],
                    prompt="Any status",
                    id="status",
                    compact=True,
                )
            yield LiveTable(
                Column("Customer", 20, grows=True),
                Column("E-mail", 30, from_width=NARROW),
                Column("Account", 10),
                Column("Status", 18),
                Column("Applied", 12),
                empty="Loading…",
                id="customers",
            )
            yield Static("", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one("#query").focus()
        self.action_search()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(TYPING_SECONDS, self.action_search)

    @on(Select.Changed)
    def _filtered(self, event: Select.Changed) -> None:
        event.stop()
        self.action_search()

    def action_search(self) -> None:
        self.run_worker(self._search(), group="find", exclusive=True, description="find customers")

    async def _search(self) -> None:
        status = self.query_one("#status", Select)
        query = self.query_one("#query", Input).value
        table = self.query_one(LiveTable)
        if len(query) > MAX_QUERY_LENGTH:
            self._found = {}
            table.show_rows([])
            table.show_empty(f"Search for at most {MAX_QUERY_LENGTH} characters.")
            self._show_hint("")
            return
        table.show_empty("Loading…")
        try:
            found = await self._find(query, None if status.is_blank() else str(status.value))
        except ActionFailedError as failure:
            self._found = {}
            table.show_rows([])
            reason = failure.report.detail or failure.report.title
            table.show_empty(f"Not loaded: {plain(reason, 120)}")
            self._show_hint(f"{self._again} retries.")
            return
        self._found = {account.id: account for account in found}
        searched = query.strip() or not status.is_blank()
        none = "No match. Try fewer words." if searched else "No customers yet."
        table.show_empty(none)
        table.show_rows([self._row(account) for account in found])
        count = len(found)
        if found:
            self._show_hint(f"{count} customer{'s'[: count > 1]}, newest first · Enter opens")
        else:
            self._show_hint(f"{self._again} reloads the list.")

    def _row(self, account: Account) -> Row:
        identity, contact = account.identity, account.contact
        name = (identity.full_name if identity else "") or account.id
        is_open = "› " if account.id == self._open_id else ""
        return Row(
            account.id,
            (
                Cell(plain(f"{is_open}{name}", 50)),
                Cell(plain(contact.email_address if contact else "", 50), "quiet"),
                Cell(plain(account.account_number, 14)),
                status_cell(account_words(account.status)),
                Cell(day_and_time(account.created_at, self._zone), "quiet"),
            ),
        )

    def _show_hint(self, words: str) -> None:
        self.query_one(".hint", Static).update(Content(words))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_to_list()

    def action_find_again(self) -> None:
        query = self.query_one("#query", Input)
        query.focus()
        query.select_all()

    def action_to_list(self) -> None:
        if self._found:
            self.query_one(LiveTable).focus()

    @on(LiveTable.RowSelected)
    def _chosen(self, event: LiveTable.RowSelected) -> None:
        event.stop()
        if (account := self._found.get(event.key)) is not None:
            self.finish(account)
