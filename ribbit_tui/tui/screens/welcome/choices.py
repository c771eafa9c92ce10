"""The choices on Welcome: a new application, the drafts and the customers."""

from datetime import datetime
from typing import TYPE_CHECKING

from ribbit_tui.tui.words.formats import age, plain
from ribbit_tui.tui.words.statuses import account_words

from .choice_list import Choice

if TYPE_CHECKING:
    from ribbit_tui.session.application.drafts.draft import Draft
    from ribbit_tui.session.application.drafts.store import UnreadableDraftError
    from ribbit_tui.session.stores.customers import Customer

NEW, DRAFT, UNREADABLE, CUSTOMER = "new", "draft:", "unreadable:", "customer:"
"""The id of the first choice, and the prefixes of the ids of the others."""
NEW_CHOICE = Choice(NEW, "Apply for an account", "Takes about five minutes; saved as you type")
_JUST_NOW_SECONDS = 10


def draft_choice(draft: "Draft", now: datetime) -> Choice:
    """Create the choice that continues a draft."""
    from ribbit_tui.session.application.steps.registry import STEPS_BY_ID

    seconds = (now - draft.updated_at).total_seconds()
    saved = f"{age(seconds)} ago" if seconds >= _JUST_NOW_SECONDS else "just now"
    step = STEPS_BY_ID[draft.step].title
    return Choice(
        f"{DRAFT}{draft.id}", f"Continue: {draft.title}", f"At {step}, saved {saved}", "Delete"
    )


def unreadable_choice(id: str, unreadable: "UnreadableDraftError") -> Choice:
    return Choice(id, f"✗ Unreadable draft: {unreadable.path.name}", sentence(unreadable), "Delete")


def sentence(unreadable: "UnreadableDraftError") -> str:
    return f"{unreadable.reason[:1].upper()}{unreadable.reason[1:]}."


def customer_choice(customer: "Customer") -> Choice:
    facts = (
        plain(customer.email, 32),
        f"account {plain(customer.account_number, 12)}" if customer.account_number else "",
        account_words(customer.status).label,
    )
    return Choice(
        f"{CUSTOMER}{customer.account_id}",
        f"Open: {customer.name}",
        " · ".join(fact for fact in facts if fact),
        "Forget",
    )
