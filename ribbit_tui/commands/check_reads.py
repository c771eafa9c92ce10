"""Read one of each thing that the app reads, and tell what of it the app does not understand."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.errors import BrokerError, NotFoundError
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.assets import AssetClass
from ribbit_tui.wire.tolerance import Listing, noting_left_out

from .check_result import CheckResult

_MOST_NAMED = 5

Call = Callable[[Broker, str], Awaitable[object]]


@dataclass(frozen=True)
class _Read:
    """A read by its name; where there may be nothing yet, 404 is an answer too."""

    name: str
    call: Call
    may_be_missing: bool = False


_OF_THE_MARKET = (
    _Read("calendar", lambda broker, _: broker.market_data.calendar()),
    _Read("assets", lambda broker, _: broker.assets.list()),
    _Read("crypto pairs", lambda broker, _: broker.assets.list(asset_class=AssetClass.CRYPTO)),
    _Read("prices", lambda broker, _: broker.market_data.snapshots(["AAPL"])),
    _Read("crypto prices", lambda broker, _: broker.market_data.crypto_snapshots(["BTC/USD"])),
)
_OF_AN_ACCOUNT = (
    _Read("account", lambda broker, id_: broker.accounts.get(id_)),
    _Read("trading account", lambda broker, id_: broker.accounts.trading_account(id_)),
    _Read("configurations", lambda broker, id_: broker.configurations.get(id_)),
    _Read("bank links", lambda broker, id_: broker.funding.list_ach_relationships(id_)),
    _Read("transfers", lambda broker, id_: broker.funding.list_transfers(id_)),
    _Read("journals", lambda broker, id_: broker.journals.list(to_account=id_)),
    _Read("orders", lambda broker, id_: broker.trading.list_orders(id_, status="all", nested=True)),
    _Read("positions", lambda broker, id_: broker.trading.list_positions(id_)),
    _Read("activities", lambda broker, id_: broker.activities.list(account_id=id_)),
    _Read("documents", lambda broker, id_: broker.documents.list(id_)),
    _Read("identity check", lambda broker, id_: broker.kyc.get_cip(id_), may_be_missing=True),
)


async def check_reads(broker: Broker) -> list[CheckResult]:
    """Read what the app shows of the market, of the firm and of its first open account."""
    results = [(await _check(broker, "", read))[0] for read in _OF_THE_MARKET]
    result, accounts = await _check(broker, "", _Read("accounts", _accounts))
    results.append(result)
    account_id = _first_open(accounts)
    if account_id is None:
        nothing = "no open account yet, so nothing of an account was read"
        return [*results, CheckResult("read account", True, nothing)]
    return results + [(await _check(broker, account_id, read))[0] for read in _OF_AN_ACCOUNT]


async def _accounts(broker: Broker, _: str) -> object:
    return await broker.accounts.list()


def _first_open(accounts: object) -> str | None:
    """Return the id of an account that can trade, so that there is something to read."""
    found = accounts if isinstance(accounts, list) else []
    return next((one.id for one in found if one.status == AccountStatus.ACTIVE), None)


async def _check(broker: Broker, account_id: str, read: _Read) -> tuple[CheckResult, object]:
    """Read one thing; return the result of the check, and what was read."""
    name = f"read {read.name}"
    with noting_left_out() as left_out:
        try:
            found = await read.call(broker, account_id)
        except NotFoundError as error:
            return CheckResult(name, read.may_be_missing, error.message), None
        except BrokerError as error:
            return CheckResult(name, False, error.message), None
    unreadable = found.unreadable if isinstance(found, Listing) else 0
    count = f"{len(found)} read" if isinstance(found, list | dict) else "read"
    trouble = [f"{unreadable} cannot be read"] if unreadable else []
    if left_out:
        named = sorted(left_out)[:_MOST_NAMED]
        more = f" and {len(left_out) - len(named)} more" if len(left_out) > len(named) else ""
        trouble.append(f"not understood: {', '.join(named)}{more}")
    return CheckResult(name, not trouble, "; ".join([count, *trouble])), found
