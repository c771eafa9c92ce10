"""The Welcome screen: apply for an account, continue a draft or open a customer."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Button, Static

from ribbit_tui.tui.drawing.logo import logo
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.base import RibbitScreen
from ribbit_tui.tui.widgets.changed_text import show_text
from ribbit_tui.tui.words.formats import plain

from .card_list import CardList
from .card_view import CardGrid, CardView
from .cards import CUSTOMER, DRAFT, UNREADABLE
from .doors import Doors
from .journey import Journey
from .layout import choose_layout

if TYPE_CHECKING:
    from ribbit_tui.session.application.drafts.draft import Draft
    from ribbit_tui.session.application.drafts.store import DraftStore, UnreadableDraftError
    from ribbit_tui.session.state import Change
    from ribbit_tui.session.stores.customers import Customer, CustomerStore, LastSeen
    from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog

CLAIM = "A whole brokerage life in a terminal"
HINTS = {
    "simulated": "Everything runs on this machine: no API keys, no network, no real money.",
    "sandbox": "Alpaca's hosted sandbox: real requests, no real money.",
    "live": "LIVE: everything you do here uses real money.",
}
_BARS = 2
"""Rows of the header and the footer."""


class WelcomeScreen(RibbitScreen):
    """The first screen."""

    HELP = """
    # Welcome

    Apply for an account, or open one. A draft continues where you left it; one that cannot be read
    tells why and where its file is. A customer opens with all that has happened in the meantime;
    the equity on a card is that of the last time when the customer was open. The customers that
    are not listed here are found with **Customers**.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("welcome.apply", "apply"),
        bind("welcome.open", "open"),
        bind("welcome.delete-draft", "delete_draft"),
        bind("welcome.forget", "forget_customer"),
        bind("welcome.left", "move('left')"),
        bind("welcome.right", "move('right')"),
        bind("welcome.up", "move('up')"),
        bind("welcome.down", "move('down')"),
    ]

    def __init__(self, customers: "CustomerStore", drafts: "DraftStore") -> None:
        super().__init__()
        self._customers = customers
        self._drafts = drafts
        self._last_draft = ""
        """The card of the draft that was started last; it has the focus on the way back."""
        self._list = CardList(customers, drafts, self._live_equity)

    def compose_body(self) -> ComposeResult:
        with Vertical(id="welcome"):
            yield Static(id="logo", markup=False)
            yield Static(CLAIM, id="claim", markup=False)
            yield Static(id="listed", markup=False)
            yield CardGrid(self.shell.keys, self.shell.dependencies.glyphs)
            yield Journey()
            yield Doors(self.shell.environment, self.shell.keys)
            yield Static(
                HINTS[self.shell.environment],
                id="hint",
                classes=f"-{self.shell.environment}",
                markup=False,
            )

    def on_screen_resume(self) -> None:
        self._list_cards()

    def on_resize(self) -> None:
        self._lay_out()

    def show_changes(self, changes: "Change") -> None:
        self._show_hint()
        self._show_open_customer()

    def _show_hint(self) -> None:
        hint, error = self.query_one("#hint", Static), self.shell.no_server
        usual = HINTS[self.shell.environment]
        words = usual
        if error:
            words = f"{plain(error, 300)}. {self.press('always.read-again')} to retry."
        show_text(hint, Content(words))
        hint.set_class(bool(error), "-error")
        self.refresh_bindings()

    def _list_cards(self) -> None:
        """Read drafts and customers again, and show them."""
        self._list.read(self.shell.dependencies.clock.now())
        listed, counts = self.query_one("#listed", Static), self._list.counts
        words = f"   {counts} on this machine"
        show_text(listed, Content.assemble(("Welcome back", "bold"), (words, "$quiet")))
        listed.display = bool(counts)
        self._lay_out()
        self._focus_card(self._last_draft or self._chosen)
        self._last_draft = ""
        self._show_hint()

    def _live_equity(self, customer: "Customer") -> "LastSeen | None":
        """Return the present equity of the customer that is open; None for any other."""
        session = self.shell.session
        if session is None or session.state.customer_id != customer.account_id:
            return None
        from ribbit_tui.session.trading.last_seen import last_seen

        return last_seen(session.state, self.shell.dependencies.clock.now())

    def _show_open_customer(self) -> None:
        """Show the present equity on the card of the open customer."""
        session, now = self.shell.session, self.shell.dependencies.clock.now()
        index = self._list.update_customer(session.state.customer_id, now) if session else None
        views = self.query_one(CardGrid).views
        if index is not None and index < len(views):
            views[index].show(self._list.cards[index])

    def _lay_out(self) -> None:
        """Show as much as the terminal has room for."""
        width, height = self.app.size.width, self.app.size.height - _BARS
        layout = choose_layout(
            width,
            height,
            len(self._list.cards),
            are_tall=any(card.has_picture for card in self._list.cards),
        )
        shown = self.query_one("#logo", Static)
        shown.display = layout.has_logo
        fades = self.app.console.color_system != "standard"
        show_text(shown, logo(with_reflection=layout.has_reflection, fades=fades))
        self.query_one(Doors).show(has_words=layout.has_doors)
        self.query_one(Journey).display = layout.has_journey
        grid = self.query_one(CardGrid)
        grid.show(
            self._list.cards, columns=layout.columns, height=layout.card_height, rows=layout.rows
        )

    def _focus_card(self, id: str) -> None:
        """Focus the card with this id, else the first one, else the button."""
        views = self.query_one(CardGrid).views
        first = views[0] if views else self.query_one("#apply")
        next((view for view in views if view.card.id == id), first).focus()

    @property
    def _chosen(self) -> str:
        """The id of the card with the focus; empty without one."""
        return self.focused.card.id if isinstance(self.focused, CardView) else ""

    def action_move(self, direction: str) -> None:
        """Go to the card, or from the cards to the button, in this direction."""
        grid, apply = self.query_one(CardGrid), self.query_one("#apply", Button)
        views = grid.views
        if not isinstance(self.focused, CardView):
            if views and direction in ("up", "left"):
                views[-1].focus()
            return
        here = views.index(self.focused)
        steps = {"left": -1, "right": 1, "up": -grid.columns, "down": grid.columns}
        there = here + steps[direction]
        if there >= len(views):
            is_last_row = here // grid.columns == (len(views) - 1) // grid.columns
            (apply if is_last_row else views[-1]).focus()
        elif there >= 0:
            views[there].focus()

    def action_open(self) -> None:
        if self._chosen:
            self._open(self._chosen)

    @on(Button.Pressed, "#apply")
    def _apply_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_apply()

    @on(CardView.Opened)
    def _opened(self, event: CardView.Opened) -> None:
        event.stop()
        self._open(event.id)

    def _open(self, id: str) -> None:
        if id.startswith(DRAFT):
            if (draft := self._load(id.removeprefix(DRAFT))) is not None:
                self.shell.open_application(draft)
        elif id in self._list.unreadable:
            self._confirm_unreadable_deletion(self._list.unreadable[id])
        elif id.startswith(CUSTOMER):
            self.shell.open_customer(id.removeprefix(CUSTOMER))

    def on_descendant_focus(self) -> None:
        self.refresh_bindings()

    @on(CardView.RemoveRequested)
    def _remove_requested(self, event: CardView.RemoveRequested) -> None:
        event.stop()
        if event.id.startswith(CUSTOMER):
            self._forget(event.id)
        else:
            self._delete(event.id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("delete_draft", "forget_customer", "open"):
            chosen = self._chosen if self.is_mounted else ""
            kinds = {"forget_customer": (CUSTOMER,), "delete_draft": (DRAFT, UNREADABLE)}
            return chosen.startswith(kinds.get(action, (CUSTOMER, DRAFT, UNREADABLE)))
        return super().check_action(action, parameters)

    def _load(self, draft_id: str) -> "Draft | None":
        """Load a draft. If its file has become unreadable, show that and return None."""
        from ribbit_tui.session.application.drafts.store import UnreadableDraftError

        try:
            return self._drafts.load(draft_id)
        except UnreadableDraftError as error:
            self.notify(
                f"This draft cannot be read: {error.reason}.", severity="error", markup=False
            )
            self.call_later(self._list_cards)
            return None

    def action_apply(self) -> None:
        from ribbit_tui.session.application.drafts.draft import Draft

        dependencies = self.shell.dependencies
        draft = Draft.start(dependencies.clock.now(), dependencies.new_id())
        self._last_draft = f"{DRAFT}{draft.id}"
        self.shell.open_application(draft)

    def action_delete_draft(self) -> None:
        """Delete the selected draft after a confirmation."""
        self._delete(self._chosen)

    def _delete(self, id: str) -> None:
        if id in self._list.unreadable:
            self._confirm_unreadable_deletion(self._list.unreadable[id])
        elif id.startswith(DRAFT):
            draft_id = id.removeprefix(DRAFT)
            if (draft := self._load(draft_id)) is not None:
                from .removal import draft_removal

                self._confirm(draft_removal(draft.title), partial(self._drafts.delete, draft_id))

    def _confirm_unreadable_deletion(self, unreadable: "UnreadableDraftError") -> None:
        from .removal import unreadable_removal

        deletion = partial(self._drafts.delete_unreadable, unreadable)
        self._confirm(unreadable_removal(unreadable), deletion)

    def action_forget_customer(self) -> None:
        """Forget the selected customer after a confirmation."""
        self._forget(self._chosen)

    def _forget(self, id: str) -> None:
        from .removal import customer_removal

        account_id = id.removeprefix(CUSTOMER)
        customer = self._customers.get(account_id)
        name = customer.name if customer else account_id
        again = f"{self.press('app.customers')} to find it again."
        self._confirm(customer_removal(name, again), partial(self._customers.forget, account_id))

    def _confirm(self, question: "ConfirmDialog", then: Callable[[], None]) -> None:
        """Ask, then run `then` and list the cards again. Show an error of the disk."""

        def answered(confirmed: bool | None) -> None:
            if not confirmed:
                return
            try:
                then()
            except OSError as error:
                words = f"It could not be deleted: {error.strerror}"
                self.notify(words, severity="error", markup=False)
            self.call_later(self._list_cards)

        self.app.push_screen(question, answered)
