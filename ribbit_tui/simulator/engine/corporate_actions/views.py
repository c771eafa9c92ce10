"""Corporate actions as the API returns them."""

from ribbit_tui.simulator.exact import from_millionths, usd
from ribbit_tui.wire.corporate_actions import CorporateActionAnnouncement, SimulatedAction

from .actions import Action, cusip

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


def as_wire(action: Action) -> CorporateActionAnnouncement:
    """Return the announcement of an action."""
    number = cusip(action.symbol)
    return CorporateActionAnnouncement(
        id=action.id,
        corporate_action_id=f"{number}_{_LETTERS[action.type]}{action.ex_date:%y%m%d}",
        ca_type=action.ca_type,
        ca_sub_type=_SUB_TYPES[action.type],
        initiating_symbol=action.symbol,
        initiating_original_cusip=number,
        target_symbol=action.symbol,
        target_original_cusip=number,
        declaration_date=action.declaration_date,
        ex_date=action.ex_date,
        record_date=action.ex_date,
        payable_date=action.payable_date,
        cash=usd(action.cash),
        old_rate=from_millionths(action.old_rate),
        new_rate=from_millionths(action.new_rate),
    )
