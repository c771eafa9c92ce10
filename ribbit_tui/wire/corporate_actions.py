"""Corporate actions: what a company does that changes its holders' cash or shares."""

from datetime import date as Date
from enum import StrEnum

from .model import Exact, WireModel


class CorporateActionType(StrEnum):
    """What announcements are asked for by."""

    DIVIDEND = "dividend"
    MERGER = "merger"
    SPINOFF = "spinoff"
    SPLIT = "split"


class CorporateActionDate(StrEnum):
    DECLARATION = "declaration_date"
    EX = "ex_date"
    RECORD = "record_date"
    PAYABLE = "payable_date"


class CorporateActionAnnouncement(WireModel):
    """`cash` is USD a share; a position of `old_rate` shares becomes one of `new_rate`."""

    id: str
    corporate_action_id: str
    ca_type: CorporateActionType
    ca_sub_type: str
    initiating_symbol: str
    initiating_original_cusip: str
    target_symbol: str | None
    target_original_cusip: str | None
    declaration_date: Date
    ex_date: Date
    record_date: Date
    payable_date: Date
    cash: Exact
    old_rate: Exact
    new_rate: Exact


class SimulatedAction(StrEnum):
    CASH_DIVIDEND = "cash_dividend"
    FORWARD_SPLIT = "forward_split"
    REVERSE_SPLIT = "reverse_split"


class CorporateActionCreation(WireModel):
    """The body of `POST /simulator/corporate_actions`: a dividend needs `cash`, a split both rates.

    Without `ex_date` it is today; without `payable_date` it is the ex date.
    """

    type: SimulatedAction
    symbol: str
    cash: Exact | None = None
    old_rate: Exact | None = None
    new_rate: Exact | None = None
    ex_date: Date | None = None
    payable_date: Date | None = None
