"""The first screen: apply for an account, go on with a draft, or open a customer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ..formats import age, plain
from .base import RibbitScreen

if TYPE_CHECKING:
    from ribbit_tui.session.application.draft import Draft
    from ribbit_tui.session.application.drafts import DraftStore
    from ribbit_tui.session.state import Change
    from ribbit_tui.session.stores.customers import Customer, CustomerStore

FROG = "\n".join(line.ljust(8) for line in ("  @..@", " (----)", "( >__< )", "^^ ~~ ^^"))

HINTS = {
    "simulated": "Everything runs on this machine: no keys, no network, no real money.",
    "sandbox": "Alpaca's hosted sandbox: real requests, no real money.",
    "live": "LIVE: everything you do here moves real money.",
}

NEW, DRAFT, CUSTOMER = "new", "draft:", "customer:"


class WelcomeScreen(RibbitScreen):
    HELP = """
    # Welcome

    - **Apply** starts an application for a brokerage account.
    - A **draft** goes on where you left it; `delete` throws it away.
    - A **customer** opens with everything that has happened since.
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "apply", "Apply", id="welcome.apply"),
        Binding("delete", "remove", "Remove", id="welcome.remove"),
    ]

    def __init__(self, customers: "CustomerStore", drafts: "DraftStore") -> None:
        super().__init__()
        self._customers = customers
        self._drafts = drafts
        self._unreadable = 0

    def compose_body(self) -> ComposeResult:
        with Vertical(id="welcome"):
            yield Static(FROG, id="frog", markup=False)
            yield Static("R I B B I T", id="name", markup=False)
            yield Static("A whole brokerage life in a terminal", id="claim", markup=False)
            yield OptionList(id="choices", markup=False)
            yield Static(
                HINTS[self.ribbit.environment],
                id="hint",
                classes=f"-{self.ribbit.environment}",
                markup=False,
            )

    def on_mount(self) -> None:
        self._list_choices()
        self.query_one(OptionList).focus()

    def on_screen_resume(self) -> None:
        self._list_choices()

    def show_changes(self, changes: "Change") -> None:
        self._show_hint()

    def _show_hint(self) -> None:
        hint, trouble = self.query_one("#hint", Static), self.ribbit.no_server
        words = f"{plain(trouble, 300)}. Press r to try again." if trouble else self._usual_hint()
        hint.update(Content(words))
        hint.set_class(bool(trouble), "-ill")

    def _usual_hint(self) -> str:
        """What this environment means, and which drafts are there but cannot be read."""
        hint = HINTS[self.ribbit.environment]
        if not self._unreadable:
            return hint
        drafts = "A draft" if self._unreadable == 1 else f"{self._unreadable} drafts"
        return f"{hint}\n{drafts} cannot be read: see {plain(str(self._drafts.folder))}"

    def _list_choices(self) -> None:
        choices = self.query_one(OptionList)
        highlighted = choices.highlighted
        options: list[Option | None] = [
            Option(_two_lines("Apply for an account", "About five minutes; saved as you go"), NEW)
        ]
        drafts, customers = self._drafts.list(), self._customers.all()
        self._unreadable = len(self._drafts.unreadable())
        if drafts:
            options.append(None)
            options += [self._draft_option(draft) for draft in drafts]
        if customers:
            options.append(None)
            options += [self._customer_option(customer) for customer in customers]
        choices.set_options(options)
        if choices.option_count:
            choices.highlighted = min(highlighted or 0, choices.option_count - 1)
        self._show_hint()

    def _draft_option(self, draft: "Draft") -> Option:
        from ribbit_tui.session.application.steps import STEPS_BY_ID

        now = self.ribbit.surroundings.clock.now()
        old = age(max(0.0, (now - draft.updated_at).total_seconds()))
        where = STEPS_BY_ID[draft.step].title
        return Option(
            _two_lines(f"Continue: {plain(draft.title, 48)}", f"At {where}, saved {old} ago"),
            f"{DRAFT}{draft.id}",
        )

    def _customer_option(self, customer: "Customer") -> Option:
        status = plain(customer.status.replace("_", " "), 24)
        number = plain(customer.account_number, 16)
        return Option(
            _two_lines(
                f"Open: {plain(customer.name, 48)}",
                f"{plain(customer.email, 40)} · account {number} · {status}",
            ),
            f"{CUSTOMER}{customer.account_id}",
        )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        choice = event.option_id or ""
        if choice == NEW:
            self.action_apply()
        elif choice.startswith(DRAFT):
            if (draft := self._load(choice.removeprefix(DRAFT))) is not None:
                self.ribbit.open_application(draft)
        elif choice.startswith(CUSTOMER):
            self.ribbit.open_customer(choice.removeprefix(CUSTOMER))

    def _load(self, draft_id: str) -> "Draft | None":
        """The draft, unless its file has gone or gone bad since it was listed."""
        from ribbit_tui.session.application.drafts import UnreadableDraft

        try:
            return self._drafts.load(draft_id)
        except UnreadableDraft as problem:
            self.notify(
                f"This draft cannot be read: {problem.reason}.", severity="error", markup=False
            )
            self._list_choices()
            return None

    @contextmanager
    def _disk_told(self) -> Iterator[None]:
        """What the disk refuses is said, and does no more harm."""
        try:
            yield
        except OSError as error:
            words = f"It could not be written: {error.strerror}"
            self.notify(words, severity="error", markup=False)

    def action_apply(self) -> None:
        from ribbit_tui.session.application.draft import Draft

        surroundings = self.ribbit.surroundings
        self.ribbit.open_application(Draft.start(surroundings.clock.now(), surroundings.new_id()))

    def action_remove(self) -> None:
        """Throw away the highlighted draft, or take a customer off the list, after asking."""
        option = self.query_one(OptionList).highlighted_option
        choice = (option.id if option else None) or NEW
        if choice.startswith(DRAFT):
            self._ask_to_delete_draft(choice.removeprefix(DRAFT))
        elif choice.startswith(CUSTOMER):
            self._ask_to_forget(choice.removeprefix(CUSTOMER))

    def _ask_to_delete_draft(self, draft_id: str) -> None:
        from ..modals.confirm import ConfirmDialog

        def delete(agreed: bool | None) -> None:
            if agreed:
                with self._disk_told():
                    self._drafts.delete(draft_id)
                self._list_choices()

        if (draft := self._load(draft_id)) is not None:
            title = plain(draft.title, 60)
            self.app.push_screen(
                ConfirmDialog("Delete this draft?", [("Draft", title)], "Delete", takes_away=True),
                delete,
            )

    def _ask_to_forget(self, account_id: str) -> None:
        from ..modals.confirm import ConfirmDialog

        def forget(agreed: bool | None) -> None:
            if agreed:
                with self._disk_told():
                    self._customers.forget(account_id)
                self._list_choices()

        customer = self._customers.get(account_id)
        self.app.push_screen(
            ConfirmDialog(
                "Take this customer off the list?",
                [("Customer", customer.name if customer else account_id)],
                "Take off",
                "The account itself stays as it is.",
                takes_away=True,
            ),
            forget,
        )

    def key_r(self) -> None:
        if self.ribbit.no_server:
            self.ribbit.run_session()


def _two_lines(title: str, detail: str) -> Content:
    return Content.assemble((title, "bold"), "\n", (detail, "$quiet"))
