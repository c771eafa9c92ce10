"""Random histories: orders of all kinds in a market that the director moves."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.simulator.conftest import Json
from tests.simulator.histories.histories import amounts, places, quantities
from tests.simulator.histories.money_histories import MoneyHistories

prices = st.sampled_from(["1", "90.5", "230", "260", "300", "900", "0.0001", "1.005"])
symbols = st.sampled_from(["AAPL", "AAPL", "AAPL", "MSFT", "TSLA", "BTC/USD", "NONE"])


class TradingHistories(MoneyHistories):
    """Orders, replacements, cancellations and liquidations, on top of all about money."""

    @initialize()
    def begin(self) -> None:
        """Create two customers with money, banks and shares."""
        for place in (0, 1):
            self.apply(place)
        self.pass_time(9)
        for place in (0, 1):
            self.link_bank(place)
            self.name_wire_bank(place)
            self.wire_in(place, "9000")
            self.journal_shares(1, place, "AAPL", "7")
        self.pass_time(60)

    @rule(
        place=places,
        symbol=symbols,
        side=st.sampled_from(["buy", "sell"]),
        size=st.one_of(
            quantities.map(lambda qty: {"qty": qty}), amounts.map(lambda usd: {"notional": usd})
        ),
        terms=st.one_of(
            st.just({"type": "market"}),
            prices.map(lambda price: {"type": "limit", "limit_price": price}),
            prices.map(lambda price: {"type": "stop", "stop_price": price}),
            st.tuples(prices, prices).map(
                lambda pair: {
                    "type": "stop_limit",
                    "stop_price": pair[0],
                    "limit_price": pair[1],
                }
            ),
            prices.map(lambda price: {"type": "trailing_stop", "trail_price": price}),
        ),
        time_in_force=st.sampled_from(["day", "gtc", "gtc", "day", "ioc", "fok", "opg", "cls"]),
        commission=st.sampled_from([None, None, "1.5"]),
        commission_type=st.sampled_from([None, "notional", "qty", "bps"]),
        legs=st.sampled_from(["simple", "simple", "simple", "bracket", "oco", "oto"]),
        exits=st.tuples(prices, prices),
    )
    def order(
        self,
        place: int,
        symbol: str,
        side: str,
        size: Json,
        terms: Json,
        time_in_force: str,
        commission: str | None,
        commission_type: str | None,
        legs: str,
        exits: tuple[str, str],
    ) -> None:
        account = self.customer(place)
        body = {
            "symbol": symbol, "side": side, "time_in_force": time_in_force, "order_class": legs,
            "commission": commission, "commission_type": commission_type,
            "client_order_id": f"order-{place}" if place < 3 else None, **size, **terms,
        }  # fmt: skip
        if legs == "oco":
            body |= {"type": "limit"} | dict.fromkeys(("stop_price", "trail_price", "limit_price"))
        if legs != "simple":
            body |= {"take_profit": {"limit_price": exits[0]}}
        if legs in ("bracket", "oco"):
            body |= {"stop_loss": {"stop_price": exits[1]}}
        order = self.made("POST", f"/v1/trading/accounts/{account}/orders", body)
        if order is not None:
            self._keep_order(account, order)

    def _keep_order(self, account: str, order: Json) -> None:
        self.orders += [(account, each["id"]) for each in (order, *(order.get("legs") or ()))]

    @rule(place=places, side=st.sampled_from(["buy", "sell"]), qty=quantities)
    def trade(self, place: int, side: str, qty: str) -> None:
        """Submit an order that is accepted in most cases."""
        account = self.customer(place)
        body = {
            "symbol": "AAPL", "side": side, "qty": qty, "type": "market", "time_in_force": "day",
        }  # fmt: skip
        order = self.made("POST", f"/v1/trading/accounts/{account}/orders", body)
        if order is not None:
            self._keep_order(account, order)

    @rule(place=places)
    def cancel_order(self, place: int) -> None:
        if self.orders:
            account, order = self.orders[-1 - place % len(self.orders)]
            self.ask("DELETE", f"/v1/trading/accounts/{account}/orders/{order}")

    @rule(place=places)
    def cancel_all_orders(self, place: int) -> None:
        self.ask("DELETE", f"/v1/trading/accounts/{self.account(place)}/orders")

    @rule(place=places, qty=quantities, price=prices)
    def replace_order(self, place: int, qty: str, price: str) -> None:
        if not self.orders:
            return
        account, order = self.orders[-1 - place % len(self.orders)]
        body = {"qty": qty} if place % 2 else {"limit_price": price}
        path = f"/v1/trading/accounts/{account}/orders/{order}"
        new = self.made("PATCH", path, body)
        if new is not None:
            self._keep_order(account, new)

    @rule(place=places, percentage=st.sampled_from(["100", "33.3", "0.000000001"]))
    def close_position(self, place: int, percentage: str) -> None:
        path = f"/v1/trading/accounts/{self.customer(place)}/positions/AAPL"
        order = self.made("DELETE", f"{path}?percentage={percentage}")
        if order is not None:
            self._keep_order(self.customer(place), order)

    @rule(place=places, cancel=st.booleans())
    def close_all_positions(self, place: int, cancel: bool) -> None:
        path = f"/v1/trading/accounts/{self.customer(place)}/positions"
        self.ask("DELETE", f"{path}?cancel_orders={str(cancel).lower()}")

    @rule(symbol=symbols, percent=st.sampled_from(["-30", "-2", "5", "40"]))
    def move_market(self, symbol: str, percent: str) -> None:
        self.ask("POST", f"/simulator/market/{symbol}/move", {"percent": percent})

    @rule(symbol=symbols, what=st.sampled_from(["halt", "resume", "resume"]))
    def halt_or_resume(self, symbol: str, what: str) -> None:
        self.ask("POST", f"/simulator/market/{symbol}/{what}")

    @rule()
    def leave_market_alone(self) -> None:
        assert self.ask("DELETE", "/simulator/market").is_success
