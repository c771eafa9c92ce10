"""Corporate actions: dividends, splits and others that change holders' cash or shares."""

from datetime import date as Date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .model import Exact, WireModel


class CorporateActionType(StrEnum):
    """The types by which announcements are searched."""

    DIVIDEND = "dividend"
    MERGER = "merger"
    SPINOFF = "spinoff"
    SPLIT = "split"


AnyCorporateActionType = Annotated[CorporateActionType | str, Field(union_mode="left_to_right")]


class CorporateActionDate(StrEnum):
    DECLARATION = "declaration_date"
    EX = "ex_date"
    RECORD = "record_date"
    PAYABLE = "payable_date"


class CorporateActionAnnouncement(WireModel):
    """A corporate action.

    `cash` is in USD a share. In a split, `old_rate` shares become `new_rate` shares.
    """

    id: str
    corporate_action_id: str | None = None
    ca_type: AnyCorporateActionType
    ca_sub_type: str | None = None
    initiating_symbol: str | None = None
    initiating_original_cusip: str | None = None
    target_symbol: str | None = None
    target_original_cusip: str | None = None
    declaration_date: Date | None = None
    ex_date: Date | None = None
    record_date: Date | None = None
    payable_date: Date | None = None
    cash: Exact | None = None
    old_rate: Exact | None = None
    new_rate: Exact | None = None


class SimulatedAction(StrEnum):
    CASH_DIVIDEND = "cash_dividend"
    FORWARD_SPLIT = "forward_split"
    REVERSE_SPLIT = "reverse_split"


class CorporateActionCreation(WireModel):
    """The body of `POST /simulator/corporate_actions`: a dividend needs `cash`, a split both rates.

    `ex_date` is today by default, `payable_date` the ex date.
    """

    type: SimulatedAction
    symbol: str
    cash: Exact | None = None
    old_rate: Exact | None = None
    new_rate: Exact | None = None
    ex_date: Date | None = None
    payable_date: Date | None = None
