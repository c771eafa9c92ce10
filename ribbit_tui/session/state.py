"""What the session knows, and the names of its parts."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, Flag, auto

from ribbit_tui.wire.accounts import Account
from ribbit_tui.wire.activities import Activity
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.cip import Cip
from ribbit_tui.wire.documents import Document
from ribbit_tui.wire.events import AccountStatusEvent
from ribbit_tui.wire.funding import AchRelationship, Transfer
from ribbit_tui.wire.journals import Journal
from ribbit_tui.wire.market import Clock, Snapshot
from ribbit_tui.wire.orders import Order
from ribbit_tui.wire.positions import Position
from ribbit_tui.wire.trading_accounts import TradingAccount, TradingConfigurations

from .notices import Notice


class Change(Flag):
    """The parts of the state; a published change names those that differ now."""

    ACCOUNT = auto()
    TIMELINE = auto()
    MONEY = auto()
    BANKS = auto()
    TRANSFERS = auto()
    JOURNALS = auto()
    ORDERS = auto()
    POSITIONS = auto()
    ACTIVITIES = auto()
    DOCUMENTS = auto()
    CONFIGURATIONS = auto()
    CIP = auto()
    PRICES = auto()
    ASSETS = auto()
    MARKET = auto()
    CONNECTION = auto()
    MISSED = auto()


NOTHING = Change(0)

CUSTOMER_PARTS = (
    Change.ACCOUNT
    | Change.TIMELINE
    | Change.MONEY
    | Change.BANKS
    | Change.TRANSFERS
    | Change.JOURNALS
    | Change.ORDERS
    | Change.POSITIONS
    | Change.ACTIVITIES
)
"""What reconciliation reads again."""

ON_DEMAND_PARTS = Change.DOCUMENTS | Change.CONFIGURATIONS | Change.CIP
"""What is read only while somebody looks at it (see `Session.track_parts`)."""


class Server(Enum):
    """How the server behind the app is, as far as is known."""

    STARTING = auto()
    RUNNING = auto()
    RESTARTING = auto()
    FAILED = auto()


@dataclass
class Connection:
    """The health of the line to the server."""

    server: Server = Server.STARTING
    error: str = ""
    """Why the server or a stream is not reachable; empty while all are."""
    streams: dict[str, bool] = field(default_factory=dict)
    """Every stream that is followed, and whether it is connected."""
    last_event_at: datetime | None = None

    @property
    def is_live(self) -> bool:
        """Every stream is connected."""
        return bool(self.streams) and all(self.streams.values())


class RequestState(Enum):
    """The state of a request of the review."""

    OPEN = auto()
    REJECTED = auto()
    """The review did not accept what was handed in."""
    ANSWERED = auto()


@dataclass(frozen=True)
class SentAnswer:
    """That a request of the review was answered: when, and how the request stood then."""

    at: datetime
    request_state: RequestState


@dataclass(frozen=True)
class MissedEvent:
    """Something that happened while no app was running."""

    at: datetime
    notice: Notice


@dataclass
class State:
    """One customer's store. The session alone changes it; everybody else reads."""

    connection: Connection = field(default_factory=Connection)
    clock: Clock | None = None
    always_open: bool = False
    """The server is a simulator whose market never closes."""

    customer_id: str | None = None
    loaded: Change = NOTHING
    """The parts that have been read at least once for this customer."""
    is_missing: bool = False
    """The server knows no such customer."""
    load_error: str = ""
    """Why the last load failed; empty after a successful one."""

    account: Account | None = None
    timeline: list[AccountStatusEvent] = field(default_factory=list)
    trading_account: TradingAccount | None = None
    ach_relationships: dict[str, AchRelationship] = field(default_factory=dict)
    transfers: dict[str, Transfer] = field(default_factory=dict)
    journals: dict[str, Journal] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    activities: list[Activity] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    """Made for the customer, the newest first. Those handed in are with the account."""
    configurations: TradingConfigurations | None = None
    cip: Cip | None = None
    """None also when nobody has handed in a result."""
    sent_answers: dict[str, SentAnswer] = field(default_factory=dict)
    """What was sent since the customer was opened, by the code of the review's request."""
    missed: tuple[MissedEvent, ...] = ()
    """What happened while no app was running and has not been put away yet, oldest first."""

    assets: dict[str, Asset] = field(default_factory=dict)
    snapshots: dict[str, Snapshot] = field(default_factory=dict)

    def has(self, part: Change) -> bool:
        """Whether this part has been read, so that empty means empty."""
        return part in self.loaded

    @property
    def linked_bank(self) -> AchRelationship | None:
        """The bank link in use: the newest one that is not canceled or rejected."""
        alive = [
            bank
            for bank in self.ach_relationships.values()
            if bank.status not in {"CANCELED", "REJECTED", "CANCEL_REQUESTED"}
        ]
        return max(alive, key=lambda bank: bank.created_at, default=None)
