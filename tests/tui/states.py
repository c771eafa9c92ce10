"""States of a customer without a server, put together from wire models."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from ribbit_tui.session.assets import LISTED_CLASSES, AssetList
from ribbit_tui.session.state import CUSTOMER_PARTS, NOTHING, ON_DEMAND_PARTS, Change, State
from ribbit_tui.wire.accounts import Account
from ribbit_tui.wire.activities import Activity
from ribbit_tui.wire.assets import Asset
from ribbit_tui.wire.cip import Cip
from ribbit_tui.wire.documents import Document
from ribbit_tui.wire.events import AccountStatusEvent
from ribbit_tui.wire.funding import AchRelationship, Transfer
from ribbit_tui.wire.journals import Journal
from ribbit_tui.wire.market import Clock, Snapshot
from ribbit_tui.wire.orders import Order
from ribbit_tui.wire.positions import Position
from ribbit_tui.wire.simulator import SimulatorInfo
from ribbit_tui.wire.trading_accounts import TradingAccount, TradingConfigurations
from tests.wire import samples

MAYA = samples.MAYA
NOW = datetime(2026, 1, 15, 15, 0, tzinfo=UTC)
"""A Thursday, ten in the morning in New York."""


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def account(status: str = "ACTIVE", **more: Any) -> Account:
    facts = {
        "account_number": "880012345",
        "created_at": ago(2),
        "contact": {"email_address": "maya.okafor@example.com"},
    }
    return Account.model_validate(samples.account(status=status) | facts | more)


def money(cash: str = "510.00", **more: Any) -> TradingAccount:
    return TradingAccount.model_validate(
        samples.trading_account(cash=cash, created_at=ago(2)) | more
    )


def status_event(number: int, before: str, after: str, **more: Any) -> AccountStatusEvent:
    return AccountStatusEvent.model_validate(
        {
            "event_id": number,
            "event_ulid": f"{number:026d}",
            "at": NOW + timedelta(seconds=number - 100),
            "account_id": MAYA,
            "status_from": before,
            "status_to": after,
        }
        | more
    )


def bank(number: int = 1, status: str = "APPROVED", **more: Any) -> AchRelationship:
    facts = {
        "created_at": ago(60 - number),
        "updated_at": ago(60 - number),
        "bank_account_number": "000123456789",
        "nickname": "Everyday checking",
    }
    return AchRelationship.model_validate(
        samples.bank(f"bank-{number}", status=status) | facts | more
    )


def transfer(number: int = 1, status: str = "QUEUED", **more: Any) -> Transfer:
    facts = {"amount": "500", "created_at": ago(50 - number), "updated_at": ago(49 - number)}
    return Transfer.model_validate(
        samples.transfer(f"transfer-{number}", status=status) | facts | more
    )


def journal(number: int = 1, status: str = "executed", **more: Any) -> Journal:
    facts = {"net_amount": "10", "description": "Welcome gift"}
    return Journal.model_validate(
        samples.journal(f"journal-{number}", status=status) | facts | more
    )


def order(number: int = 1, status: str = "new", **more: Any) -> Order:
    facts = {
        "client_order_id": f"mine-{number}",
        "created_at": ago(40 - number),
        "updated_at": ago(39 - number),
    }
    return Order.model_validate(samples.order(f"order-{number}", status=status) | facts | more)


def bracket(number: int = 1, **more: Any) -> Order:
    """Return a filled order to buy, with a take profit in the market and a held stop loss."""
    part = {"qty": "1", "order_class": "bracket", "time_in_force": "gtc"}
    sale = part | {"side": "sell", "created_at": ago(40 - number)}
    filled = {"filled_qty": "1", "filled_avg_price": "100.05"}
    return order(
        number,
        "filled",
        legs=[
            samples.order(
                f"profit-{number}", status="new", type="limit", limit_price="110", **sale
            ),
            samples.order(
                f"stop-{number}",
                status="held",
                type="stop_limit",
                stop_price="90",
                limit_price="89.50",
                **sale,
            ),
        ],
        **(part | filled | more),
    )


def position(symbol: str, qty: str, paid: str, price: str, **more: Any) -> Position:
    """Return a position bought at `paid` a share (USD) and worth `price` now."""
    count, before, now = Decimal(qty), Decimal(paid), Decimal(price)
    return Position.model_validate(
        {
            "asset_id": f"asset-{symbol}",
            "symbol": symbol,
            "qty": count,
            "avg_entry_price": before,
            "market_value": count * now,
            "cost_basis": count * before,
            "unrealized_pl": count * (now - before),
            "unrealized_plpc": (now - before) / before,
            "current_price": now,
        }
        | more
    )


def fill(number: int, symbol: str = "AAPL", **more: Any) -> Activity:
    return Activity.model_validate(
        {
            "id": f"activity-{number}",
            "account_id": MAYA,
            "activity_type": "FILL",
            "transaction_time": ago(30 - number),
            "side": "buy",
            "symbol": symbol,
            "qty": "0.42",
            "price": "238.15",
        }
        | more
    )


def activity(number: int, kind: str = "CSD", **more: Any) -> Activity:
    return Activity.model_validate(
        {
            "id": f"activity-{number}",
            "account_id": MAYA,
            "activity_type": kind,
            "created_at": ago(30 - number),
            "net_amount": "500",
        }
        | more
    )


def asset(symbol: str, name: str, **more: Any) -> Asset:
    return Asset.model_validate(
        {
            "id": f"asset-{symbol}",
            "class": "us_equity",
            "exchange": "NASDAQ",
            "symbol": symbol,
            "name": name,
            "status": "active",
            "tradable": True,
            "fractionable": True,
        }
        | more
    )


def pair(symbol: str = "BTC/USD", name: str = "Bitcoin / US Dollar", **more: Any) -> Asset:
    crypto = {"id": "asset-BTC", "class": "crypto", "min_order_size": "0.00002"}
    return asset(symbol, name, **(crypto | more))


def coins(qty: str = "0.5") -> Position:
    """Return a position in Bitcoin, whose symbol is not that of its asset."""
    crypto = {"asset_id": "asset-BTC", "asset_class": "crypto"}
    return position("BTCUSD", qty, "58000", "60000", **crypto)


def snapshot(price: str, before: str) -> Snapshot:
    bar = {"t": ago(1200), "o": before, "h": before, "l": before, "c": before, "v": 1}
    return Snapshot.model_validate(
        {"latestTrade": {"t": NOW, "p": price, "s": 1}, "prevDailyBar": bar}
    )


ASSETS = (
    asset("AAPL", "Apple Inc. Common Stock"),
    asset("MSFT", "Microsoft Corporation Common Stock"),
    asset("NVDA", "NVIDIA Corporation Common Stock"),
    asset("KO", "The Coca-Cola Company"),
    asset("BRK.A", "Berkshire Hathaway Inc. Class A", fractionable=False),
    asset("SPY", "SPDR S&P 500 ETF Trust"),
)
PRICES = {
    "AAPL": snapshot("238.15", "235.02"),
    "MSFT": snapshot("432.11", "440.00"),
    "NVDA": snapshot("181.46", "181.46"),
    "KO": snapshot("70.02", "69.90"),
    "SPY": snapshot("601.77", "598.10"),
}


def simulator(market_hours: str = "always") -> SimulatorInfo:
    """Return what a simulator says of itself."""
    return SimulatorInfo(
        version="1", pace="demo", market_hours=market_hours, seed=1, clock="manual", now=NOW
    )


def loaded(
    status: str = "ACTIVE",
    *,
    not_loaded: Change = NOTHING,
    cash: TradingAccount | None = None,
    timeline: Iterable[AccountStatusEvent] = (),
    banks: Iterable[AchRelationship] = (),
    transfers: Iterable[Transfer] = (),
    journals: Iterable[Journal] = (),
    orders: Iterable[Order] = (),
    positions: Iterable[Position] = (),
    activities: Iterable[Activity] = (),
    assets: Iterable[Asset] = ASSETS,
    prices: dict[str, Snapshot] | None = None,
    is_open: bool = True,
    always_open: bool = True,
    is_simulated: bool = True,
    load_error: str = "",
    customer: Account | None = None,
) -> State:
    """Return a state with all parts of a customer loaded, except `not_loaded`."""
    known = list(orders)
    here = State(
        customer_id=MAYA,
        loaded=CUSTOMER_PARTS & ~not_loaded,
        load_error=load_error,
        simulator=simulator("always" if always_open else "nyse") if is_simulated else None,
        clock=Clock(
            timestamp=NOW,
            is_open=is_open,
            next_open=NOW + timedelta(hours=23),
            next_close=NOW + timedelta(hours=6),
        ),
        timeline=list(timeline),
        ach_relationships={one.id: one for one in banks},
        transfers={one.id: one for one in transfers},
        journals={one.id: one for one in journals},
        orders={one.id: one for order in known for one in (order, *(order.legs or []))},
        legs={one.id: tuple(leg.id for leg in one.legs) for one in known if one.legs},
        positions={one.symbol: one for one in positions},
        activities=list(activities),
        assets=AssetList(assets, loaded=LISTED_CLASSES if assets else ()),
        snapshots=dict(PRICES if prices is None else prices),
    )
    if Change.ACCOUNT not in not_loaded:
        here.account = customer or account(status)
    if Change.MONEY not in not_loaded:
        here.trading_account = cash or money()
    return here


def nothing_loaded(load_error: str = "") -> State:
    """Return the state of a customer just opened, before the first response."""
    return loaded(not_loaded=CUSTOMER_PARTS, assets=(), prices={}, load_error=load_error)


def funded() -> State:
    """Return a state with content for the main screens."""
    return loaded(
        customer=account(created_at=ago(60 * 24 * 200)),
        banks=[bank()],
        transfers=[transfer(1, "COMPLETE"), transfer(2, "QUEUED", amount="25")],
        journals=[journal()],
        orders=[order(1, "filled", filled_qty="0.42", filled_avg_price="238.15"), order(2)],
        positions=[position("AAPL", "0.42", "230.00", "238.15")],
        activities=[fill(2), activity(1), activity(0, "JNLC", net_amount="10")],
        timeline=[
            status_event(1, "", "SUBMITTED"),
            status_event(3, "SUBMITTED", "APPROVED"),
            status_event(5, "APPROVED", "ACTIVE"),
        ],
    )


def complete_account(status: str = "ACTIVE", **more: Any) -> Account:
    """Return an account with every part that an application can have."""
    signed = {"signed_at": ago(3), "ip_address": "203.0.113.7", "revision": "stand-in.1"}
    parts = {
        "contact": {
            "email_address": "maya.okafor@example.com",
            "phone_number": "+14155552671",
            "street_address": ["20 N San Mateo Dr"],
            "unit": "Apt 1A",
            "city": "San Mateo",
            "state": "CA",
            "postal_code": "94401",
            "country": "USA",
        },
        "identity": {
            "given_name": "Maya",
            "family_name": "Okafor",
            "date_of_birth": "1990-04-12",
            "tax_id_type": "USA_SSN",
            "country_of_citizenship": "USA",
            "country_of_birth": "USA",
            "country_of_tax_residence": "USA",
            "funding_source": ["employment_income", "savings"],
            "annual_income_min": "100000",
            "annual_income_max": "199999",
        },
        "disclosures": {
            "is_control_person": True,
            "is_affiliated_exchange_or_finra": False,
            "is_politically_exposed": False,
            "immediate_family_exposed": False,
            "employment_status": "employed",
            "employer_name": "Lily Pad Labs",
            "employment_position": "Product designer",
            "context": [
                {
                    "context_type": "CONTROLLED_FIRM",
                    "company_name": "Pond PLC",
                    "company_country": "USA",
                    "company_street_address": ["1 Pond Rd"],
                    "company_city": "Reno",
                    "company_state": "NV",
                    "company_compliance_email": "compliance@example.com",
                }
            ],
        },
        "trusted_contact": {
            "given_name": "Ada",
            "family_name": "Okafor",
            "email_address": "ada.okafor@example.com",
        },
        "agreements": [
            {"agreement": name, **signed}
            for name in ("customer_agreement", "account_agreement", "margin_agreement")
        ],
        "documents": [
            {
                "id": "handed-in",
                "document_type": "identity_verification",
                "document_sub_type": "passport",
                "created_at": "2026-01-14T15:00:00Z",
            }
        ],
        "kyc_results": {
            "accept": {"IDENTITY_VERIFICATION": {}},
            "reject": {},
            "indeterminate": {},
            "additional_information": None,
            "summary": "pass",
        },
    }
    return account(status, **(parts | more))


def complete(status: str = "ACTIVE", **more: Any) -> State:
    """Return a state with content for every part of Documents and Account."""
    here = loaded(
        customer=complete_account(status, **more),
        banks=[bank()],
        orders=[order(1, "new")],
        positions=[position("AAPL", "0.42", "230.00", "238.15")],
    )
    here.loaded |= ON_DEMAND_PARTS
    here.configurations = TradingConfigurations(
        dtbp_check="entry",
        pdt_check="entry",
        trade_confirm_email="all",
        suspend_trade=False,
        no_shorting=False,
        fractional_trading=True,
        max_margin_multiplier="1",
        max_options_trading_level=None,
        ptp_no_exception_entry=False,
        disable_overnight_trading=False,
    )
    here.documents = [
        Document(id="s", name="", type="account_statement", date=date(2025, 12, 31)),
        Document(id="c", name="", type="trade_confirmation", date=date(2025, 12, 5)),
    ]
    here.cip = Cip.model_validate(
        {
            "id": "cip-1",
            "account_id": MAYA,
            "provider_name": ["onfido"],
            "created_at": ago(3),
            "updated_at": ago(3),
            "kyc": {"approval_status": "approved"},
            "document": {"result": "clear", "status": "complete"},
            "photo": None,
            "identity": {"result": "consider", "address": "consider"},
            "watchlist": {"result": "clear"},
        }
    )
    return here
