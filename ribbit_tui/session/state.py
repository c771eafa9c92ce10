"""The state of the session, and its parts."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, Flag, auto

from ribbit_tui.wire.accounts import Account
from ribbit_tui.wire.activities import Activity
from ribbit_tui.wire.cip import Cip
from ribbit_tui.wire.documents import Document
from ribbit_tui.wire.events import AccountStatusEvent
from ribbit_tui.wire.funding import AchRelationship, Transfer
from ribbit_tui.wire.journals import Journal
from ribbit_tui.wire.market import Clock, Snapshot
from ribbit_tui.wire.model import sort_time
from ribbit_tui.wire.orders import Order
from ribbit_tui.wire.positions import Position
from ribbit_tui.wire.simulator import SimulatorInfo
from ribbit_tui.wire.tolerance import Listing
from ribbit_tui.wire.trading_accounts import TradingAccount, TradingConfigurations

from .assets import AssetList
from .notices import Notice
from .series import Series, SeriesKey


class Change(Flag):
    """The parts of the state. A published change names those that changed."""

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
    UNANSWERED = auto()
    SERIES = auto()


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
"""The parts that are always kept fresh."""

ON_DEMAND_PARTS = Change.DOCUMENTS | Change.CONFIGURATIONS | Change.CIP
"""The parts that are kept fresh only while a screen shows them (`Session.track_parts`)."""


class Server(Enum):
    """The status of the server that the app talks to."""

    STARTING = auto()
    RUNNING = auto()
    RESTARTING = auto()
    FAILED = auto()


@dataclass(frozen=True)
class WriteWait:
    """A wait before a write is sent again that the server has not accepted."""

    ends_at: datetime
    is_rate_limit: bool
    """Whether the server asks for it, rather than not being there."""
    in_background: bool = False
    """Whether no user asked for the write."""


@dataclass
class Reading:
    """The status of the loads of the customer's parts."""

    last_at: datetime | None = None
    """The last time when everything asked for could be read."""
    waiting_since: datetime | None = None
    """The begin of the load under way."""
    retry_at: datetime | None = None
    """The next attempt after a failure; None while none is planned."""
    works: bool = True
    """Whether the last attempt to read each part succeeded."""


@dataclass
class Connection:
    """The status of the server, of the event streams and of reading."""

    server: Server = Server.STARTING
    error: str = ""
    """The reason why the server or a stream is not connected; empty while all are."""
    streams: dict[str, bool] = field(default_factory=dict)
    """Whether each followed stream is connected."""
    stream_retries: dict[str, datetime] = field(default_factory=dict)
    """The next attempt to connect each stream that is lost."""
    last_event_at: datetime | None = None
    reading: Reading = field(default_factory=Reading)
    write_wait: WriteWait | None = None
    """The longest noticeable wait of the writes that a user asked for, else of the others."""

    @property
    def is_live(self) -> bool:
        """Whether every stream is connected."""
        return bool(self.streams) and all(self.streams.values())

    @property
    def retry_at(self) -> datetime | None:
        """The next attempt to read or to connect a stream; None while all works."""
        retries = [*self.stream_retries.values()]
        if self.reading.retry_at is not None:
            retries.append(self.reading.retry_at)
        return min(retries, default=None)


class RequestState(Enum):
    """The state of a request made by the review of an application."""

    OPEN = auto()
    REJECTED = auto()
    """The review did not accept the document or data that was sent."""
    ANSWERED = auto()


@dataclass(frozen=True)
class SentAnswer:
    """The time of an answer to a request of the review, and the request's state at that time."""

    at: datetime
    request_state: RequestState


@dataclass(frozen=True)
class MissedEvent:
    """An event that happened while no app was running, with its notice."""

    at: datetime
    notice: Notice


@dataclass
class State:
    """The state of one customer. Only the session changes it."""

    connection: Connection = field(default_factory=Connection)
    clock: Clock | None = None
    simulator: SimulatorInfo | None = None
    """The description that a simulator gives of itself; None for any other server."""

    customer_id: str | None = None
    loaded: Change = NOTHING
    """The parts that have been loaded at least once for this customer."""
    is_missing: bool = False
    """Whether the server has no account with this id."""
    load_error: str = ""
    """The reason why the last load failed; empty after a successful one."""

    unreadable: dict[Change, int] = field(default_factory=dict)
    """The number of items that could not be read, of the parts that have any."""

    account: Account | None = None
    timeline: list[AccountStatusEvent] = field(default_factory=list)
    trading_account: TradingAccount | None = None
    ach_relationships: dict[str, AchRelationship] = field(default_factory=dict)
    transfers: dict[str, Transfer] = field(default_factory=dict)
    journals: dict[str, Journal] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    """Orders and legs by id, each without the legs within it."""
    legs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The ids of an order's legs, by the order's id."""
    positions: dict[str, Position] = field(default_factory=dict)
    activities: list[Activity] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    """Statements and confirmations, newest first. Uploaded documents are part of the account."""
    configurations: TradingConfigurations | None = None
    cip: Cip | None = None
    """None until it is loaded, or if no result has been uploaded."""
    sent_answers: dict[str, SentAnswer] = field(default_factory=dict)
    """The answers sent since the customer was opened, by the result code of the request."""
    missed: tuple[MissedEvent, ...] = ()
    """The events that happened while no app was running, oldest first, until dismissed."""

    assets: AssetList = field(default_factory=AssetList)
    snapshots: dict[str, Snapshot] = field(default_factory=dict)
    series: dict[SeriesKey, Series] = field(default_factory=dict)
    """The past prices and the past equity that charts have asked for."""

    @property
    def is_simulated(self) -> bool:
        """Whether the server says that it is a simulator: only one can keep some offers."""
        return self.simulator is not None

    @property
    def always_open(self) -> bool:
        """Whether the server is a simulator whose market is always open."""
        return self.simulator is not None and self.simulator.market_hours == "always"

    def has(self, part: Change) -> bool:
        """Whether this part has been loaded. Until then empty means unknown."""
        return part in self.loaded

    def note_unreadable(self, part: Change, loaded: object) -> None:
        """Note how many items of a part's list could not be read."""
        self.unreadable.pop(part, None)
        if isinstance(loaded, Listing) and loaded.unreadable:
            self.unreadable[part] = loaded.unreadable

    @property
    def newest_orders(self) -> list[Order]:
        """The orders that are not legs of others, newest first."""
        legs = {leg for of_one in self.legs.values() for leg in of_one}
        own = [order for order in self.orders.values() if order.id not in legs]
        return sorted(own, key=lambda one: sort_time(one.created_at), reverse=True)

    def legs_of(self, order: Order) -> list[Order]:
        """Return the legs of an order."""
        return [self.orders[leg] for leg in self.legs.get(order.id, ()) if leg in self.orders]

    @property
    def newest_linked_bank(self) -> AchRelationship | None:
        """The newest bank link that is not canceled or rejected."""
        alive = [
            bank
            for bank in self.ach_relationships.values()
            if bank.status not in {"CANCELED", "REJECTED", "CANCEL_REQUESTED"}
        ]
        return max(alive, key=lambda bank: sort_time(bank.created_at), default=None)
