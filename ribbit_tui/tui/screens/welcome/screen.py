"""The first screen: apply for an account, go on with a draft, or open a customer."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from ribbit_tui.tui.screens.base import RibbitScreen
from ribbit_tui.tui.words.formats import age, plain

from .choice_list import Choice, ChoiceList

if TYPE_CHECKING:
    from ribbit_tui.session.application.drafts.draft import Draft
    from ribbit_tui.session.application.drafts.store import DraftStore, UnreadableDraftError
    from ribbit_tui.session.state import Change
    from ribbit_tui.session.stores.customers import Customer, CustomerStore

FROG = "\n".join(line.ljust(8) for line in ("  @..@", " (----)", "( >__< )", "^^ ~~ ^^"))

HINTS = {
    "simulated": "Everything runs on this machine: no keys, no network, no real money.",
    "sandbox": "Alpaca's hosted sandbox: real requests, no real money.",
    "live": "LIVE: everything you do here moves real money.",
}

JUST_NOW_SECONDS = 10
NEW, DRAFT, UNREADABLE, CUSTOMER = "new", "draft:", "unreadable:", "customer:"


class WelcomeScreen(RibbitScreen):
    HELP = """
    # Welcome

    - **Apply** (`a`) starts an application for a brokerage account.
    - A **draft** goes on where you left it. One that cannot be read says why, and where it is.
    - A **customer** opens with everything that has happened since.
    - `Delete`, or a click at the right end of its line, throws a draft away or takes a customer off
      this list. You are asked first.
    - `u` finds a customer that is not on this list. `r` tries again when there is no server.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "apply", "Apply", id="welcome.apply"),
        Binding("delete,backspace", "delete_draft", "Delete draft", id="welcome.delete-draft"),
        Binding("delete,backspace", "take_off", "Take off the list", id="welcome.take-off"),
        Binding("r", "try_again", "Try again", id="welcome.try-again"),
    ]

    def __init__(self, customers: "CustomerStore", drafts: "DraftStore") -> None:
        super().__init__()
        self._customers = customers
        self._drafts = drafts
        self._unreadable: dict[str, UnreadableDraftError] = {}
        self._begun = ""
        """The draft that was begun here last: whoever comes back finds it highlighted."""

    def compose_body(self) -> ComposeResult:
        with Vertical(id="welcome"):
            yield Static(FROG, id="frog", markup=False)
            yield Static("R I B B I T", id="name", markup=False)
            yield Static("A whole brokerage life in a terminal", id="claim", markup=False)
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
        hint, trouble = self.query_one("#hint", Static), self.shell.no_server
        words = f"{plain(trouble, 300)}. Press r to try again." if trouble else self._usual_hint
        hint.update(Content(words))
        hint.set_class(bool(trouble), "-ill")
        self.refresh_bindings()

    @property
    def _usual_hint(self) -> str:
        return HINTS[self.shell.environment]

    def _list_choices(self) -> None:
        drafts, customers = self._drafts.list(), self._customers.all()
        self._unreadable = {f"{UNREADABLE}{one.path}": one for one in self._drafts.unreadable()}
        self.query_one(ChoiceList).show(
            (
                [Choice(NEW, "Apply for an account", "About five minutes; saved as you go")],
                [
                    *(self._draft_choice(draft) for draft in drafts),
                    *(_unreadable_choice(id, one) for id, one in self._unreadable.items()),
                ],
                [_customer_choice(customer) for customer in customers],
            ),
            self._begun,
        )
        self._show_hint()

    def _draft_choice(self, draft: "Draft") -> Choice:
        from ribbit_tui.session.application.steps.registry import STEPS_BY_ID

        now = self.shell.dependencies.clock.now()
        seconds = (now - draft.updated_at).total_seconds()
        when = f"{age(seconds)} ago" if seconds >= JUST_NOW_SECONDS else "just now"
        where = STEPS_BY_ID[draft.step].title
        return Choice(
            f"{DRAFT}{draft.id}",
            f"Continue: {draft.title}",
            f"At {where}, saved {when}",
            "Delete",
        )

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
            self._ask_to_throw_away(self._unreadable[choice])
        elif choice.startswith(CUSTOMER):
            self.shell.open_customer(choice.removeprefix(CUSTOMER))

    @on(ChoiceList.OptionHighlighted)
    def _highlighted(self, event: ChoiceList.OptionHighlighted) -> None:
        event.stop()
        self.refresh_bindings()

    @on(ChoiceList.TakeAway)
    def _take_away(self, event: ChoiceList.TakeAway) -> None:
        event.stop()
        if event.id.startswith(CUSTOMER):
            self.action_take_off()
        else:
            self.action_delete_draft()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "try_again":
            return self.shell.no_server is not None
        if action in ("delete_draft", "take_off"):
            chosen = self.query_one(ChoiceList).chosen if self.is_mounted else NEW
            kinds = (CUSTOMER,) if action == "take_off" else (DRAFT, UNREADABLE)
            return chosen.startswith(kinds)
        return super().check_action(action, parameters)

    def _load(self, draft_id: str) -> "Draft | None":
        """The draft, unless its file has gone or gone bad since it was listed."""
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
        self._begun = f"{DRAFT}{draft.id}"
        self.shell.open_application(draft)

    def action_delete_draft(self) -> None:
        """Throw the highlighted draft away, after asking."""
        choice = self.query_one(ChoiceList).chosen
        if choice in self._unreadable:
            self._ask_to_throw_away(self._unreadable[choice])
        elif choice.startswith(DRAFT):
            draft_id = choice.removeprefix(DRAFT)
            if (draft := self._load(draft_id)) is not None:
                self._ask(
                    "Delete this draft?",
                    [("Draft", draft.title)],
                    "Delete",
                    partial(self._drafts.delete, draft_id),
                )

    def _ask_to_throw_away(self, unreadable: "UnreadableDraftError") -> None:
        """Say where the file is and what is wrong with it; it stays unless it is thrown away."""
        path = unreadable.path
        self._ask(
            "This draft cannot be read",
            [("File", path.name), ("Folder", str(path.parent)), ("Why", _sentence(unreadable))],
            "Throw away",
            partial(self._drafts.delete_unreadable, unreadable),
            "It stays where it is unless you throw it away.",
        )

    def action_take_off(self) -> None:
        """Take the highlighted customer off the list, after asking."""
        choice = self.query_one(ChoiceList).chosen
        if not choice.startswith(CUSTOMER):
            return
        account_id = choice.removeprefix(CUSTOMER)
        customer = self._customers.get(account_id)
        self._ask(
            "Take this customer off the list?",
            [("Customer", customer.name if customer else account_id)],
            "Take off",
            partial(self._customers.forget, account_id),
            "The account itself stays as it is.",
        )

    def _ask(
        self,
        title: str,
        facts: Sequence[tuple[str, str]],
        agree: str,
        then: Callable[[], None],
        hint: str = "",
    ) -> None:
        """Take something away if the person agrees; a disk that refuses is told."""
        from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog

        def answered(agreed: bool | None) -> None:
            if not agreed:
                return
            try:
                then()
            except OSError as error:
                words = f"It could not be taken away: {error.strerror}"
                self.notify(words, severity="error", markup=False)
            self._list_choices()

        self.app.push_screen(ConfirmDialog(title, facts, agree, hint, takes_away=True), answered)

    def action_try_again(self) -> None:
        self.shell.run_session()


def _unreadable_choice(id: str, unreadable: "UnreadableDraftError") -> Choice:
    return Choice(
        id, f"✗ Unreadable draft: {unreadable.path.name}", _sentence(unreadable), "Throw away"
    )


def _sentence(unreadable: "UnreadableDraftError") -> str:
    return f"{unreadable.reason[:1].upper()}{unreadable.reason[1:]}."


def _customer_choice(customer: "Customer") -> Choice:
    facts = (
        plain(customer.email, 32),
        f"account {plain(customer.account_number, 12)}" if customer.account_number else "",
        plain(customer.status.replace("_", " "), 16),
    )
    return Choice(
        f"{CUSTOMER}{customer.account_id}",
        f"Open: {customer.name}",
        " · ".join(fact for fact in facts if fact),
        "Take off",
    )
