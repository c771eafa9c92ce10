"""The questions before a draft is deleted or a customer is forgotten."""

from typing import TYPE_CHECKING

from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog

from .cards import sentence

if TYPE_CHECKING:
    from ribbit_tui.session.application.drafts.store import UnreadableDraftError


def draft_removal(title: str) -> ConfirmDialog:
    """Return the question whether to delete a draft."""
    return ConfirmDialog("Delete this draft?", [("Draft", title)], "Delete", is_destructive=True)


def unreadable_removal(unreadable: "UnreadableDraftError") -> ConfirmDialog:
    """Return the question about a draft that cannot be read: where it is, and what is wrong."""
    path = unreadable.path
    return ConfirmDialog(
        "This draft cannot be read",
        [("File", path.name), ("Folder", str(path.parent)), ("Why", sentence(unreadable))],
        "Delete",
        "The file is kept until you delete it.",
        is_destructive=True,
    )


def customer_removal(name: str, find_again: str) -> ConfirmDialog:
    """Return the question whether to forget a customer. `find_again` says how to undo that."""
    hint = f"The account itself is not changed. {find_again}"
    return ConfirmDialog(
        "Forget this customer?", [("Customer", name)], "Forget", hint, is_destructive=True
    )
