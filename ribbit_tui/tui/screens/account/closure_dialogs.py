"""The dialogs that confirm each step of closing an account, and the steps that they confirm."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from ribbit_tui.session.account.closure import Remedy, withdrawable
from ribbit_tui.session.state import State
from ribbit_tui.tui.dialogs.confirmation import ConfirmDialog
from ribbit_tui.tui.screens.account.typed_confirmation import TypedConfirmDialog
from ribbit_tui.tui.words.formats import plain, usd
from ribbit_tui.wire.accounts import Account
from ribbit_tui.wire.funding import AchRelationship, TransferDirection

if TYPE_CHECKING:
    from ribbit_tui.tui.screens.base import CustomerScreen


async def take_closure_step(screen: "CustomerScreen", remedy: Remedy | None) -> None:
    """Confirm and take one step; `remedy` None closes the account. Call it in a worker.

    The effects of the step arrive as events.
    """
    state, session = screen.state, screen.session
    account, bank = state.account, state.newest_linked_bank
    if account is None:
        return
    dialog: ConfirmDialog | TypedConfirmDialog
    action: Callable[[bool], Awaitable[object]]
    match remedy:
        case Remedy.CANCEL_ORDERS:
            dialog = _cancellation(state)
            action = _resendable(session.trading_actions.cancel_all_orders)
        case Remedy.SELL_POSITIONS:
            dialog = _sale(state)
            action = _resendable(session.trading_actions.sell_all_positions)
        case Remedy.WITHDRAW if bank is not None:
            amount = withdrawable(state)
            dialog = _withdrawal(amount, bank)
            action = _resendable(
                session.funding_actions.transfer, bank, amount, TransferDirection.OUTGOING
            )
        case None:
            dialog, action = _closure(account), _resendable(session.account_actions.close_account)
        case _:
            return
    if not await screen.app.push_screen_wait(dialog) or screen.state.customer_id != account.id:
        return
    if await screen.attempt(action) and remedy is None:
        screen.notify("The account is closed.", markup=False)


def _resendable(
    action: Callable[..., Awaitable[object]], *arguments: object
) -> Callable[[bool], Awaitable[object]]:
    """Return the action as a function of whether to send it again."""
    return lambda again: action(*arguments, again=again)


def _cancellation(state: State) -> ConfirmDialog:
    open_orders = [order for order in state.orders.values() if not order.is_closed]
    symbols = sorted({plain(order.symbol, 12) for order in open_orders})
    facts = [("Orders", str(len(open_orders))), ("Assets", ", ".join(symbols))]
    hint = "What is already filled is kept."
    return ConfirmDialog(
        "Cancel all open orders?", facts, "Cancel orders", hint, is_destructive=True
    )


def _sale(state: State) -> ConfirmDialog:
    held = list(state.positions.values())
    symbols = sorted(plain(one.symbol, 12) for one in held)
    values = [one.market_value for one in held if one.market_value is not None]
    value = sum(values, start=Decimal(0)) if len(values) == len(held) else None
    facts = [("Positions", ", ".join(symbols)), ("Current value", usd(value))]
    hint = "Market orders: each fills at the market price."
    return ConfirmDialog("Sell everything?", facts, "Sell", hint, is_destructive=True)


def _withdrawal(amount: Decimal, bank: AchRelationship) -> ConfirmDialog:
    name = plain(bank.nickname or bank.account_owner_name, 40)
    facts = [("Amount", usd(amount)), ("To", name)]
    hint = "This screen shows when the withdrawal is complete."
    return ConfirmDialog("Withdraw the cash?", facts, "Withdraw", hint)


def _closure(account: Account) -> TypedConfirmDialog:
    identity = account.identity
    name = f"{identity.given_name} {identity.family_name}" if identity else ""
    return TypedConfirmDialog(
        "Close this account for good?",
        [("Customer", name), ("Account", account.account_number)],
        "It cannot be reopened. Records are kept; bank links are removed.",
        plain(account.account_number, 40),
        "Close the account",
    )
