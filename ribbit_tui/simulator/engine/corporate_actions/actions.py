"""Corporate actions, and the made-up CUSIPs of symbols."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from ribbit_tui.simulator.exact import Micros, Millionths
from ribbit_tui.wire.corporate_actions import CorporateActionType, SimulatedAction

RATE_PLACES = 6
UNCHANGED_RATE = Millionths(10**RATE_PLACES)


@dataclass(frozen=True, kw_only=True)
class Action:
    """Corporate action. `cash` is per share.

    Everyone who holds shares at `entitled_at` takes part. Trades settle on the next day, so buyers
    before the ex date are on record on that date: ex date and record date are the same.
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
        """Type in Alpaca's announcements."""
        if self.type is SimulatedAction.CASH_DIVIDEND:
            return CorporateActionType.DIVIDEND
        return CorporateActionType.SPLIT


def cusip(symbol: str) -> str:
    """Return a made-up CUSIP: nine characters, the last one a correct check digit."""
    number = int.from_bytes(hashlib.sha256(f"cusip/{symbol}".encode()).digest()[:4]) % 10**6
    base = f"{number:06d}10"
    total = 0
    for place, digit in enumerate(map(int, base)):
        value = digit * (1 + place % 2)
        total += value // 10 + value % 10
    return f"{base}{-total % 10}"
