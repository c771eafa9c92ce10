"""The dependencies of the app, provided by the composition in `runtime/`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ribbit_tui.session.application.drafts.store import DraftStore
    from ribbit_tui.session.clock import Clock
    from ribbit_tui.session.session import Session
    from ribbit_tui.session.stores.customers import CustomerStore


@dataclass(frozen=True)
class AppDependencies:
    """Objects and functions that are cheap to create, so that the first frame comes at once."""

    environment: str
    customers: "CustomerStore"
    drafts: "DraftStore"
    clock: "Clock"
    load_session: Callable[[], "Session"]
    """Creates the session. It imports much: call it after the first frame, in a thread."""
    report_fault: Callable[[BaseException], str]
    """Logs an unexpected exception; returns a sentence that names the log."""
    local_ip: Callable[[], str]
    """Returns the IP address that is sent with signed agreements."""
    new_id: Callable[[], str]
    zone: tzinfo | None = None
    """The time zone of the times on screen; None for the zone of this machine."""
    customer_id: str | None = None
    """The customer to open at the start."""
    animations: bool = True
    theme: str = "dark"
    """`dark` or `light`."""
    gain_colors: str = "green_up"
    """`green_up`, `red_up` or `blue_orange`."""
    glyphs: str = "braille"
    """`braille`, `blocks` or `ascii`."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Changed keys, parted by commas, by the id of their entry in the table of keys."""
