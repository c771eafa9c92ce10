"""The customers that were opened on this machine."""

import logging
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TypedDict, Unpack

from .private_files import read_json, write_json

log = logging.getLogger(__name__)

MAX_CURVE_POINTS = 60


class WelcomeGift(StrEnum):
    """The status of the firm's gift to a new customer."""

    DUE = "due"
    REQUESTED = "requested"
    NONE = "none"


@dataclass(frozen=True)
class LastSeen:
    """The equity (USD) when the customer was last open, and its curve up to then."""

    at: datetime
    equity: Decimal
    curve: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class Customer:
    """A customer as the welcome screen lists it, without the server."""

    account_id: str
    name: str
    email: str
    opened_at: datetime
    account_number: str = ""
    status: str = ""
    welcome_gift: WelcomeGift = WelcomeGift.NONE
    last_seen: LastSeen | None = None


class CustomerChanges(TypedDict, total=False):
    """New values of fields of a customer."""

    name: str
    email: str
    opened_at: datetime
    account_number: str
    status: str
    welcome_gift: WelcomeGift
    last_seen: LastSeen | None


class CustomerStore:
    """A JSON file of customers, one for each environment. An unreadable file counts as empty."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._customers = {customer.account_id: customer for customer in _read(file)}
        self._unsaved = False

    def all(self) -> list[Customer]:
        """Return every customer, the one opened last first."""
        return sorted(self._customers.values(), key=lambda c: c.opened_at, reverse=True)

    def get(self, account_id: str) -> Customer | None:
        """Return the customer with this account id, if it is in the file."""
        return self._customers.get(account_id)

    def put(self, customer: Customer) -> None:
        """Add or replace a customer and write the file. Raises OSError."""
        if self._customers.get(customer.account_id) == customer and not self._unsaved:
            return
        self._customers[customer.account_id] = customer
        self._write()

    def update(self, account_id: str, **changes: Unpack[CustomerChanges]) -> None:
        """Change some fields of a customer; do nothing if it is not in the file. Raises OSError."""
        if (known := self.get(account_id)) is not None:
            self.put(replace(known, **changes))

    def try_update(self, account_id: str, **changes: Unpack[CustomerChanges]) -> None:
        """Change some fields of a customer; log the error if the file cannot be written."""
        try:
            self.update(account_id, **changes)
        except OSError as error:
            log.warning("the list of customers could not be saved: %s", error.strerror)

    def forget(self, account_id: str) -> None:
        """Remove a customer from the file. The account itself is not affected. Raises OSError."""
        if self._customers.pop(account_id, None) is not None:
            self._write()

    def _write(self) -> None:
        rows = [_row(customer) for customer in self._customers.values()]
        self._unsaved = True
        write_json(self._file, {"version": 1, "customers": rows})
        self._unsaved = False


def _read(file: Path) -> list[Customer]:
    customers = []
    try:
        content = read_json(file)
        rows = content.get("customers") if isinstance(content, dict) else None
        for row in rows if isinstance(rows, list) else []:
            # One unreadable customer must not delete the others when the file is written next.
            with suppress(ValueError, KeyError):
                customers.append(_customer(row))
    except (OSError, ValueError):
        pass
    return customers


def _row(customer: Customer) -> dict[str, object]:
    row: dict[str, object] = asdict(customer) | {"opened_at": customer.opened_at.isoformat()}
    if (seen := customer.last_seen) is not None:
        row["last_seen"] = {
            "at": seen.at.isoformat(),
            "equity": str(seen.equity),
            "curve": [str(value) for value in seen.curve],
        }
    return row


def _customer(row: object) -> Customer:
    if not isinstance(row, dict):
        raise ValueError("not an object")
    return Customer(
        account_id=str(row["account_id"]),
        name=str(row["name"]),
        email=str(row["email"]),
        opened_at=_time(row["opened_at"]),
        account_number=str(row.get("account_number", "")),
        status=str(row.get("status", "")),
        welcome_gift=WelcomeGift(str(row.get("welcome_gift", WelcomeGift.NONE))),
        last_seen=_last_seen(row.get("last_seen")),
    )


def _last_seen(row: object) -> LastSeen | None:
    """Read figures that are only shown; without them the customer can be opened as well."""
    if not isinstance(row, dict):
        return None
    with suppress(ValueError, KeyError):
        curve = row.get("curve")
        values = curve[:MAX_CURVE_POINTS] if isinstance(curve, list) else []
        return LastSeen(
            _time(row["at"]), _amount(row["equity"]), tuple(_amount(value) for value in values)
        )
    return None


def _time(value: object) -> datetime:
    at = datetime.fromisoformat(str(value))
    if at.tzinfo is None:
        raise ValueError("a timestamp without a time zone")
    return at


def _amount(value: object) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise ValueError("not an amount") from None
    if not amount.is_finite():
        raise ValueError("not an amount")
    return amount
