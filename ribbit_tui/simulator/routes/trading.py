"""`/v1/trading/accounts/{account_id}`: buying power, positions and portfolio history."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse

from ribbit_tui.simulator.engine.orders import liquidation, overnight, trading_limits
from ribbit_tui.simulator.engine.portfolio import history
from ribbit_tui.simulator.engine.portfolio.windows import HistoryQuery
from ribbit_tui.simulator.engine.positions import views as positions
from ribbit_tui.simulator.engine.trading_accounts import configurations
from ribbit_tui.simulator.engine.trading_accounts import views as trading_account_views
from ribbit_tui.wire.account_options import TradingConfigurationsChange
from ribbit_tui.wire.orders import Order
from ribbit_tui.wire.positions import (
    IntradayReporting,
    PnlReset,
    PortfolioHistory,
    Position,
    PositionClosing,
    PositionsOfAccounts,
)
from ribbit_tui.wire.trading_accounts import (
    TradingAccount,
    TradingConfigurations,
)
from ribbit_tui.wire.trading_limits import AccountTradingLimit, DailyTradingLimit

from .bodies import JsonBody
from .parameters import CurrentSimulation, Day, QueryDecimal, TimeParameter, from_query

router = APIRouter(tags=["trading"])

_ACCOUNT = "/v1/trading/accounts/{account_id}"
_MULTI_STATUS = 207


@router.get(f"{_ACCOUNT}/account", response_model=TradingAccount)
async def get_trading_account(simulation: CurrentSimulation, account_id: str) -> JSONResponse:
    """Return an account's balances and buying power."""
    return JSONResponse(trading_account_views.get(simulation, account_id))


@router.get(f"{_ACCOUNT}/account/configurations", response_model=TradingConfigurations)
async def get_trading_configurations(
    simulation: CurrentSimulation, account_id: str
) -> JSONResponse:
    """Return the account's trading configurations."""
    return JSONResponse(simulation.to_wire(configurations.get(simulation, account_id)))


@router.patch(f"{_ACCOUNT}/account/configurations", response_model=TradingConfigurations)
async def change_trading_configurations(
    simulation: CurrentSimulation,
    account_id: str,
    change: Annotated[TradingConfigurationsChange, Depends(JsonBody(TradingConfigurationsChange))],
) -> JSONResponse:
    """Change trading configurations, and return all of them."""
    with simulation.database.transaction():
        changed = overnight.change_configurations(simulation, account_id, change)
        return JSONResponse(simulation.to_wire(changed))


@router.get(f"{_ACCOUNT}/limits", response_model=AccountTradingLimit)
async def get_trading_limit(simulation: CurrentSimulation, account_id: str) -> JSONResponse:
    """Return the account's daily trading limit and how much of it is used.

    There is one only if the simulator was started with `--account-trading-limit`.
    """
    return JSONResponse(trading_limits.of_account(simulation, account_id).to_wire())


@router.get("/v1/transfers/jit/limits", response_model=DailyTradingLimit)
async def get_firm_trading_limit(simulation: CurrentSimulation) -> JSONResponse:
    """Return the firm's daily trading limit and how much of it is used.

    There is one only if the simulator was started with `--firm-trading-limit`.
    """
    return JSONResponse(trading_limits.of_firm(simulation).to_wire())


class HistoryParameters:
    """Query parameters of the portfolio history."""

    def __init__(
        self,
        period: str | None = None,
        timeframe: str | None = None,
        start: TimeParameter | None = None,
        end: TimeParameter | None = None,
        intraday_reporting: IntradayReporting | None = None,
        pnl_reset: PnlReset = PnlReset.PER_DAY,
        cashflow_types: str | None = None,
        date_end: Annotated[Day | None, Query(deprecated=True)] = None,
        extended_hours: Annotated[bool | None, Query(deprecated=True)] = None,
        since_midnight: Annotated[bool, Query(deprecated=True)] = False,
    ) -> None:
        self.query = HistoryQuery(
            period=period,
            timeframe=timeframe,
            start=start,
            end=end,
            intraday_reporting=intraday_reporting,
            pnl_reset=pnl_reset,
            cashflow_types=cashflow_types,
            date_end=date_end,
            extended_hours=extended_hours,
            since_midnight=since_midnight,
        )


@router.get(f"{_ACCOUNT}/account/portfolio/history", response_model=PortfolioHistory)
async def get_portfolio_history(
    simulation: CurrentSimulation,
    account_id: str,
    parameters: Annotated[HistoryParameters, from_query(HistoryParameters)],
) -> JSONResponse:
    """Return the account's equity over time, as points of a chart."""
    return JSONResponse(history.get(simulation, account_id, parameters.query))


@router.get(f"{_ACCOUNT}/positions", response_model=list[Position])
async def list_positions(simulation: CurrentSimulation, account_id: str) -> JSONResponse:
    """List an account's positions."""
    found = positions.list_all(simulation, account_id)
    return JSONResponse([position.to_wire() for position in found])


@router.delete(
    f"{_ACCOUNT}/positions", response_model=list[PositionClosing], status_code=_MULTI_STATUS
)
async def close_all_positions(
    simulation: CurrentSimulation, account_id: str, cancel_orders: bool = False
) -> JSONResponse:
    """Sell every position. There is one result for each."""
    with simulation.database.transaction():
        responses = liquidation.close_all(simulation, account_id, cancel_orders)
    return JSONResponse(responses, _MULTI_STATUS)


@router.get(f"{_ACCOUNT}/positions/{{symbol_or_id:path}}", response_model=Position)
async def get_position(
    simulation: CurrentSimulation, account_id: str, symbol_or_id: str
) -> JSONResponse:
    """Return one position, by symbol or asset id."""
    return JSONResponse(positions.get(simulation, account_id, symbol_or_id).to_wire())


@router.delete(f"{_ACCOUNT}/positions/{{symbol_or_id:path}}", response_model=Order)
async def close_position(
    simulation: CurrentSimulation,
    account_id: str,
    symbol_or_id: str,
    qty: QueryDecimal | None = None,
    percentage: QueryDecimal | None = None,
) -> JSONResponse:
    """Sell a position, or `qty` shares or `percentage` of it."""
    with simulation.database.transaction():
        order = liquidation.close(simulation, account_id, symbol_or_id, qty, percentage)
        return JSONResponse(order)


@router.get("/v1/accounts/positions", response_model=PositionsOfAccounts)
async def list_positions_of_all_accounts(
    simulation: CurrentSimulation, page: Annotated[int, Query(ge=1, le=2**31)] = 1
) -> JSONResponse:
    """List every account's positions, valued at the last close, in pages."""
    return JSONResponse(positions.of_all_accounts(simulation, page))
