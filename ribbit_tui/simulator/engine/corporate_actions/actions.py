"""What a corporate action is, and the CUSIP that the simulator gives a symbol."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from ribbit_tui.simulator.exact import Micros, Millionths, from_millionths, usd
from ribbit_tui.wire.corporate_actions import (
    CorporateActionAnnouncement,
    CorporateActionType,
    SimulatedAction,
)

RATE_PLACES = 6

_SUB_TYPES = {
    SimulatedAction.CASH_DIVIDEND: "cash",
    SimulatedAction.FORWARD_SPLIT: "stock_split",
    SimulatedAction.REVERSE_SPLIT: "reverse_split",
}
_LETTERS = {
    SimulatedAction.CASH_DIVIDEND: "AD",
    SimulatedAction.FORWARD_SPLIT: "SS",
    SimulatedAction.REVERSE_SPLIT: "RS",
}


@dataclass(frozen=True, kw_only=True)
class Action:
    """`cash` is in 1e-6 USD a share, rates are in 1e-6.

    Who holds shares at `entitled_at` takes part. Since trades settle on the next day, who buys
    before the ex date is on record that day: the two dates are one.
    """

    id: str
    type: SimulatedAction
    symbol: str
    cash: Micros
    old_rate: Millionths
    new_rate: Millionths
    declaration_date: date
    ex_date: date
    payable_date: date
    entitled_at: datetime

    @property
    def ca_type(self) -> CorporateActionType:
        if self.type is SimulatedAction.CASH_DIVIDEND:
            return CorporateActionType.DIVIDEND
        return CorporateActionType.SPLIT

    def as_wire(self) -> CorporateActionAnnouncement:
        number = cusip(self.symbol)
        return CorporateActionAnnouncement(
            id=self.id,
            corporate_action_id=f"{number}_{_LETTERS[self.type]}{self.ex_date:%y%m%d}",
            ca_type=self.ca_type,
            ca_sub_type=_SUB_TYPES[self.type],
            initiating_symbol=self.symbol,
            initiating_original_cusip=number,
            target_symbol=self.symbol,
            target_original_cusip=number,
            declaration_date=self.declaration_date,
            ex_date=self.ex_date,
            record_date=self.ex_date,
            payable_date=self.payable_date,
            cash=usd(self.cash),
            old_rate=from_millionths(self.old_rate),
            new_rate=from_millionths(self.new_rate),
        )


def cusip(symbol: str) -> str:
    """Nine characters of a CUSIP's shape, the last one its check digit; not the real one."""
    number = int.from_bytes(hashlib.sha256(f"cusip/{symbol}".encode()).digest()[:4]) % 10**6
    base = f"{number:06d}10"
    total = 0
    for place, digit in enumerate(map(int, base)):
        value = digit * (1 + place % 2)
        total += value // 10 + value % 10
    return f"{base}{-total % 10}"
