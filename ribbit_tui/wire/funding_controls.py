"""What the director of a simulation decides about money (`/simulator/…`, never on Alpaca)."""

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

    `correct` needs what the journal should have moved: `amount` (JNLC) or `qty` (JNLS).
    """

    status: str
    amount: Exact | None = None
    qty: Exact | None = None


class IncomingWire(WireModel):
    """The body of `POST /simulator/accounts/{id}/wires`: a wire that some bank sends, in USD."""

    amount: Exact
    additional_information: str | None = None
