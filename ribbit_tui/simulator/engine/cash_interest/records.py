"""Records of the tiers that accounts are and were in, kept with their applications."""

import json
from datetime import date
from typing import NamedTuple, TypedDict

from ribbit_tui.simulator.engine.accounts.records import INTEREST_TIERS
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.account_options import CashInterest


class TierPeriod(TypedDict):
    """A tier from a day (ISO format) on; None once the account has left."""

    since: str
    tier: str | None


class EnrolledAccount(NamedTuple):
    """An account that is or was in a tier; `periods` is JSON, oldest first."""

    id: str
    periods: str

    def tier_on(self, day: date) -> str | None:
        """Return the name of the tier at the end of a day, or None."""
        periods: list[TierPeriod] = json.loads(self.periods)
        begun = [one for one in periods if one["since"] <= day.isoformat()]
        return begun[-1]["tier"] if begun else None


def enrolled(simulation: Simulation) -> list[EnrolledAccount]:
    """Return every account that is or was in a tier, oldest first."""
    return simulation.database.fetch_all(
        EnrolledAccount,
        f"SELECT id, json_extract(application, '$.{INTEREST_TIERS}') FROM accounts"
        f" WHERE json_extract(application, '$.{INTEREST_TIERS}') IS NOT NULL ORDER BY sequence",
    )


def set_program(simulation: Simulation, account_id: str, program: CashInterest) -> None:
    """Store the program as it is answered."""
    simulation.database.execute(
        "UPDATE accounts SET application = json_set(application, '$.cash_interest', json(?))"
        " WHERE id = ?",
        (json.dumps(program.to_wire()), account_id),
    )


def add_period(simulation: Simulation, account_id: str, period: TierPeriod) -> None:
    """Add what holds from a day on."""
    path = f"$.{INTEREST_TIERS}"
    simulation.database.execute(
        "UPDATE accounts SET application = json_insert("
        "json_insert(application, ?1, json('[]')), ?1 || '[#]', json(?2)) WHERE id = ?3",
        (path, json.dumps(period), account_id),
    )
