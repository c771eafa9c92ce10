"""Daily trading limits of accounts and of the firm."""

from .model import Exact, WireModel


class TradingLimit(WireModel):
    """A limit (USD) of purchases net of sales: what is used, held by open orders, and left."""

    daily_net_limit: Exact
    used: Exact
    held: Exact
    available: Exact


class AccountTradingLimit(TradingLimit):
    """An account's limit in its currency, and in USD (`GET /v1/trading/accounts/…/limits`)."""

    swap_rate: Exact
    usd: TradingLimit


class DailyTradingLimit(WireModel):
    """The firm's limit (USD), and what its parts are (`GET /v1/transfers/jit/limits`)."""

    correspondent: str
    daily_net_limit: Exact
    in_use_limit: Exact
    executed_buys: Exact
    executed_sells: Exact
    open_buys: Exact
    open_sells: Exact
