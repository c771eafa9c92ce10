"""What the app is given by whoever starts it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ribbit_tui.session.application.drafts.store import DraftStore
    from ribbit_tui.session.clock import Clock
    from ribbit_tui.session.session import Session
    from ribbit_tui.session.stores.customers import CustomerStore


@dataclass(frozen=True)
class AppDependencies:
    """Cheap to make, so that the first frame comes at once."""

    environment: str
    customers: "CustomerStore"
    drafts: "DraftStore"
    clock: "Clock"
    load_session: Callable[[], "Session"]
    """Makes the session; it imports much, so it is called after the first frame, in a thread."""
    report_fault: Callable[[BaseException], str]
    """Puts the details of a fault of ours on record, and says in a line where they are."""
    local_ip: Callable[[], str]
    """The address that goes on signed agreements."""
    new_id: Callable[[], str]
    zone: tzinfo | None = None
    """The zone that times are shown in; this machine's when None."""
    customer_id: str | None = None
    """The customer to open at once."""
    animations: bool = True
