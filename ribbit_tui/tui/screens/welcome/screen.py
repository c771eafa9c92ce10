"""The Welcome screen: apply for an account, continue a draft or open a customer."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.tui.screens.base import RibbitScreen
from ribbit_tui.tui.words.formats import plain

from .choice_list import ChoiceList
from .choices import (
    CUSTOMER,
    DRAFT,
    NEW,
    NEW_CHOICE,
    UNREADABLE,
    customer_choice,
    draft_choice,
    sentence,
    unreadable_choice,
)

if TYPE_CHECKING:
    from ribbit_tui.session.application.drafts.draft import Draft
    from ribbit_tui.session.application.drafts.store import DraftStore, UnreadableDraftError
    from ribbit_tui.session.state import Change
    from ribbit_tui.session.stores.customers import CustomerStore

FROG = "\n".join(line.ljust(8) for line in ("  @..@", " (----)", "( >__< )", "^^ ~~ ^^"))

HINTS = {
    "simulated": "Everything runs on this machine: no API keys, no network, no real money.",
    "sandbox": "Alpaca's hosted sandbox: real requests, no real money.",
    "live": "LIVE: everything you do here uses real money.",
}


class WelcomeScreen(RibbitScreen):
    """The first screen."""

    HELP = """
    # Welcome

    Apply for an account, or open one. A draft continues where you left it; one that cannot be read
    tells why and where its file is. A customer opens with all that has happened in the meantime.
    A click at the right end of a line deletes the draft or forgets the customer, after a
    confirmation.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("welcome.apply", "apply"),
        bind("welcome.delete-draft", "delete_draft"),
        bind("welcome.forget", "forget_customer"),
    ]

    def __init__(self, customers: "CustomerStore", drafts: "DraftStore") -> None:
        super().__init__()
        self._customers = customers
        self._drafts = drafts
        self._unreadable: dict[str, UnreadableDraftError] = {}
        self._last_draft = ""
        """The choice of the draft that was started last; it is highlighted on the way back."""

    def compose_body(self) -> ComposeResult:
        with Vertical(id="welcome"):
            yield Static(FROG, id="frog", markup=False)
            yield Static("R I B B I T", id="name", markup=False)
            yield Static("A brokerage in your terminal", id="claim", markup=False)
            yield ChoiceList(id="choices")
            yield Static(
                HINTS[self.shell.environment],
                id="hint",
                classes=f"-{self.shell.environment}",
                markup=False,
            )

    def on_mount(self) -> None:
        self._list_choices()
        self.query_one(ChoiceList).focus()

    def on_screen_resume(self) -> None:
        self._list_choices()

    def show_changes(self, changes: "Change") -> None:
        self._show_hint()

    def _show_hint(self) -> None:
        hint, error = self.query_one("#hint", Static), self.shell.no_server
        usual = HINTS[self.shell.environment]
        words = usual
        if error:
            words = f"{plain(error, 300)}. {self.press('always.read-again')} to retry."
        hint.update(Content(words))
        hint.set_class(bool(error), "-error")
        self.refresh_bindings()

    def _list_choices(self) -> None:
        now = self.shell.dependencies.clock.now()
        drafts, customers = self._drafts.list(), self._customers.all()
        self._unreadable = {f"{UNREADABLE}{one.path}": one for one in self._drafts.unreadable()}
        self.query_one(ChoiceList).show(
            (
                [NEW_CHOICE],
                [
                    *(draft_choice(draft, now) for draft in drafts),
                    *(unreadable_choice(id, one) for id, one in self._unreadable.items()),
                ],
                [customer_choice(customer) for customer in customers],
            ),
            self._last_draft,
        )
        self._show_hint()

    @on(ChoiceList.OptionSelected)
    def _chosen(self, event: ChoiceList.OptionSelected) -> None:
        event.stop()
        choice = event.option_id or ""
        if choice == NEW:
            self.action_apply()
        elif choice.startswith(DRAFT):
            if (draft := self._load(choice.removeprefix(DRAFT))) is not None:
                self.shell.open_application(draft)
        elif choice in self._unreadable:
            self._confirm_unreadable_deletion(self._unreadable[choice])
        elif choice.startswith(CUSTOMER):
            self.shell.open_customer(choice.removeprefix(CUSTOMER))

    @on(ChoiceList.OptionHighlighted)
    def _highlighted(self, event: ChoiceList.OptionHighlighted) -> None:
        event.stop()
        self.refresh_bindings()

    @on(ChoiceList.RemoveRequested)
    def _remove_requested(self, event: ChoiceList.RemoveRequested) -> None:
        event.stop()
        if event.id.startswith(CUSTOMER):
            self.action_forget_customer()
        else:
            self.action_delete_draft()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("delete_draft", "forget_customer"):
            chosen = self.query_one(ChoiceList).chosen if self.is_mounted else NEW
            kinds = (CUSTOMER,) if action == "forget_customer" else (DRAFT, UNREADABLE)
            return chosen.startswith(kinds)
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
            self._list_choices()
            return None

    def action_apply(self) -> None:
        from ribbit_tui.session.application.drafts.draft import Draft

        dependencies = self.shell.dependencies
        draft = Draft.start(dependencies.clock.now(), dependencies.new_id())
        self._last_draft = f"{DRAFT}{draft.id}"
        self.shell.open_application(draft)

    def action_delete_draft(self) -> None:
        """Delete the highlighted draft after a confirmation."""
        choice = self.query_one(ChoiceList).chosen
        if choice in self._unreadable:
            self._confirm_unreadable_deletion(self._unreadable[choice])
        elif choice.startswith(DRAFT):
            draft_id = choice.removeprefix(DRAFT)
            if (draft := self._load(draft_id)) is not None:
                self._confirm(
                    "Delete this draft?",
                    [("Draft", draft.title)],
                    "Delete",
                    partial(self._drafts.delete, draft_id),
                )

    def _confirm_unreadable_deletion(self, unreadable: "UnreadableDraftError") -> None:
        """Show where an unreadable draft is and what is wrong; delete it on confirmation."""
        path = unreadable.path
        self._confirm(
            "This draft cannot be read",
            [("File", path.name), ("Folder", str(path.parent)), ("Why", sentence(unreadable))],
            "Delete",
            partial(self._drafts.delete_unreadable, unreadable),
            "The file is kept until you delete it.",
        )

    def action_forget_customer(self) -> None:
        """Forget the highlighted customer after a confirmation."""
        choice = self.query_one(ChoiceList).chosen
        if not choice.startswith(CUSTOMER):
            return
        account_id = choice.removeprefix(CUSTOMER)
        customer = self._customers.get(account_id)
        self._confirm(
            "Forget this customer?",
            [("Customer", customer.name if customer else account_id)],
            "Forget",
            partial(self._customers.forget, account_id),
            f"The account itself is not changed. {self.press('app.customers')} to find it again.",
        )

    def _confirm(
        self,
        title: str,
        facts: Sequence[tuple[str, str]],
        confirm_label: str,
        then: Callable[[], None],
        hint: str = "",
    ) -> None:
        """Confirm, then run `then` and list the choices again. Show an error of the disk."""
        from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog

        def answered(confirmed: bool | None) -> None:
            if not confirmed:
                return
            try:
                then()
            except OSError as error:
                words = f"It could not be deleted: {error.strerror}"
                self.notify(words, severity="error", markup=False)
            self._list_choices()

        self.app.push_screen(
            ConfirmDialog(title, facts, confirm_label, hint, is_destructive=True), answered
        )
