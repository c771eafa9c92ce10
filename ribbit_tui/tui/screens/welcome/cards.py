"""The cards on Welcome: the customers and the drafts on this machine."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from textual.content import Content

from ribbit_tui.tui.drawing.bars import meter
from ribbit_tui.tui.words.formats import age, plain, usd
from ribbit_tui.tui.words.statuses import TONE_STYLES, account_words

if TYPE_CHECKING:
    from ribbit_tui.session.application.drafts.draft import Draft
    from ribbit_tui.session.application.drafts.store import UnreadableDraftError
    from ribbit_tui.session.stores.customers import Customer, LastSeen

DRAFT, UNREADABLE, CUSTOMER = "draft:", "unreadable:", "customer:"
"""The prefixes of the cards' ids."""
_JUST_NOW_SECONDS = 10
_NAME_LENGTH = 60


@dataclass(frozen=True)
class Card:
    """The content of a card, from its title down to its last row."""

    id: str
    title: str
    heading: str
    state: Content
    """The status, at the right of the heading."""
    remark: str = ""
    curve: tuple[Decimal, ...] = ()
    """The curve of the equity (USD), drawn where there is room."""
    progress: Decimal | None = None
    """The part of an application that is behind, from 0 to 1."""
    detail: Content = field(default_factory=Content)
    """A line below the progress."""
    foot: str = ""
    """Words at the left of the last row."""
    seen: str = ""
    """The time since it was left, at the right of the last row."""
    open_label: str = "Open"
    remove_label: str = "Forget"
    remove_key: str = "welcome.forget"
    """The entry of the table of keys that removes it."""

    @property
    def has_picture(self) -> bool:
        """Whether there is a curve or a progress to draw."""
        return bool(self.curve) or self.progress is not None


def customer_card(customer: "Customer", seen: "LastSeen | None", now: datetime) -> Card:
    """Create the card of a customer. `seen` has the equity, if it is known."""
    words = account_words(customer.status)
    state = Content.styled(f"{words.glyph} {words.label}", TONE_STYLES[words.tone])
    return Card(
        f"{CUSTOMER}{customer.account_id}",
        plain(customer.name, _NAME_LENGTH),
        usd(seen.equity) if seen else "",
        state if customer.status else Content(""),
        plain(customer.email, _NAME_LENGTH),
        seen.curve if seen else (),
        foot=plain(customer.account_number, 20),
        seen=f"seen {_ago(seen.at if seen else customer.opened_at, now)}",
    )


def draft_card(draft: "Draft", now: datetime) -> Card:
    """Create the card of a draft, from its place alone: checking its answers takes too long."""
    from ribbit_tui.session.application.drafts.progress import Progress
    from ribbit_tui.session.application.steps.registry import STEPS_BY_ID

    progress = Progress(draft)
    order, place = progress.order, progress.place
    title = STEPS_BY_ID[order[place - 1]].title
    return Card(
        f"{DRAFT}{draft.id}",
        plain(draft.title, _NAME_LENGTH),
        f"Step {place} of {len(order)}",
        Content.styled("◐ Draft", "$info"),
        "Application",
        progress=Decimal(place - 1) / len(order),
        detail=Content.assemble(("○ ", "$quiet"), f"Next: {title}"),
        seen=f"saved {_ago(draft.updated_at, now)}",
        open_label="Continue",
        remove_label="Delete",
        remove_key="welcome.delete-draft",
    )


def unreadable_card(id: str, unreadable: "UnreadableDraftError") -> Card:
    return Card(
        id,
        plain(unreadable.path.name, _NAME_LENGTH),
        "Draft",
        Content.styled("✗ Unreadable", "$error"),
        sentence(unreadable),
        open_label="Why",
        remove_label="Delete",
        remove_key="welcome.delete-draft",
    )


def sentence(unreadable: "UnreadableDraftError") -> str:
    """Return the reason why a draft cannot be read, as a sentence."""
    return f"{unreadable.reason[:1].upper()}{unreadable.reason[1:]}."


def progress_line(fraction: Decimal, width: int) -> Content:
    """Draw the progress of an application, and its percentage."""
    percentage = f"{int(fraction * 100)}%".rjust(6)
    return Content.assemble(
        meter(fraction, max(1, width - len(percentage)), "$info"), (percentage, "$foreground")
    )


def _ago(at: datetime, now: datetime) -> str:
    seconds = (now - at).total_seconds()
    return f"{age(seconds)} ago" if seconds >= _JUST_NOW_SECONDS else "just now"
