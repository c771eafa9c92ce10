"""The steps that lead to the end of an account: each is asked for, then taken."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from functools import partial
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


async def take_closing_step(screen: "CustomerScreen", remedy: Remedy | None) -> None:
    """One step, after asking; None is the closing itself. What follows arrives as events.

    Call it in a worker.
    """
    state, session = screen.state, screen.session
    account, bank = state.account, state.linked_bank
    if account is None:
        return
    ask: ConfirmDialog | TypedConfirmDialog
    act: Callable[[], Awaitable[object]]
    match remedy:
        case Remedy.CANCEL_ORDERS:
            ask, act = _canceling(state), session.trading_actions.cancel_all_orders
        case Remedy.SELL_POSITIONS:
            ask, act = _selling(state), session.trading_actions.sell_all_positions
        case Remedy.WITHDRAW if bank is not None:
            amount = withdrawable(state)
            ask = _withdrawing(amount, bank)
            act = partial(
                session.funding_actions.transfer, bank, amount, TransferDirection.OUTGOING
            )
        case None:
            ask, act = _closing(account), session.account_actions.close_account
        case _:
            return
    if not await screen.app.push_screen_wait(ask) or screen.state.customer_id != account.id:
        return
    if await screen.do(act()) and remedy is None:
        screen.notify("The account is closed.", markup=False)


def _canceling(state: State) -> ConfirmDialog:
    live = [order for order in state.orders.values() if not order.is_closed]
    symbols = sorted({plain(order.symbol, 12) for order in live})
    facts = [("Orders", str(len(live))), ("Assets", ", ".join(symbols))]
    hint = "What has been filled by then stays."
    return ConfirmDialog("Cancel all open orders?", facts, "Cancel orders", hint, takes_away=True)


def _selling(state: State) -> ConfirmDialog:
    held = list(state.positions.values())
    symbols = sorted(plain(one.symbol, 12) for one in held)
    value = sum((one.market_value for one in held), start=Decimal(0))
    facts = [("Positions", ", ".join(symbols)), ("Worth now", usd(value))]
    hint = "Market orders: each sells at the price of its moment."
    return ConfirmDialog("Sell everything?", facts, "Sell", hint, takes_away=True)


def _withdrawing(amount: Decimal, bank: AchRelationship) -> ConfirmDialog:
    name = plain(bank.nickname or bank.account_owner_name, 40)
    facts = [("Amount", usd(amount)), ("To", name)]
    hint = "It takes as long as any withdrawal; this page shows when it is done."
    return ConfirmDialog("Withdraw the cash?", facts, "Withdraw", hint)


def _closing(account: Account) -> TypedConfirmDialog:
    identity = account.identity
    name = f"{identity.given_name} {identity.family_name}" if identity else ""
    return TypedConfirmDialog(
        "Close this account for good?",
        [("Customer", name), ("Account", account.account_number)],
        "It cannot be opened again. Nothing is deleted; bank links are given up.",
        plain(account.account_number, 40),
        "Close the account",
    )
