"""The director's decisions on transfers, bank links and journals (`/simulator/…`)."""

from .model import Exact, WireModel


class TransferDecision(WireModel):
    """The body of `POST /simulator/transfers/{id}/status`."""

    status: str
    reason: str | None = None


class AchRelationshipDecision(WireModel):
    """The body of `POST /simulator/ach_relationships/{id}/status`."""

    status: str


class JournalDecision(WireModel):
    """The body of `POST /simulator/journals/{id}/status`.

    `correct` requires the right `amount` (JNLC, USD) or `qty` (JNLS, shares).
    """

    status: str
    amount: Exact | None = None
    qty: Exact | None = None


class IncomingWire(WireModel):
    """The body of `POST /simulator/accounts/{id}/wires`: a wire from a bank, in USD."""

    amount: Exact
    additional_information: str | None = None
