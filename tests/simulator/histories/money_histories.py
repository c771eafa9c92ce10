"""Random histories: money in, out and between accounts."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from ribbit_tui.simulator.engine.firm.accounts import REWARDS_ACCOUNT, SWEEP_ACCOUNT
from tests.simulator.conftest import BANK, Json
from tests.simulator.histories.histories import Histories, amounts, places, quantities

symbols = st.sampled_from(["AAPL", "MSFT", "TSLA", "BTC/USD", "NONE"])
fixtures = st.sampled_from(
    [None, "/fixtures/status=RETURNED/fixtures/", "/fixtures/status=rejected/fixtures/"]
)


class MoneyHistories(Histories):
    """Banks, transfers, wires, journals, and what the director decides about them."""

    @rule(place=places)
    def link_bank(self, place: int) -> None:
        account = self.account(place)
        bank = self.made("POST", f"/v1/accounts/{account}/ach_relationships", BANK)
        if bank is not None:
            self.banks.append((account, bank["id"]))

    @rule(place=places)
    def unlink_bank(self, place: int) -> None:
        account, bank = self.banks[place % len(self.banks)]
        self.ask("DELETE", f"/v1/accounts/{account}/ach_relationships/{bank}")

    @rule(place=places)
    def name_wire_bank(self, place: int) -> None:
        account = self.customer(place)
        body = {
            "name": "Frog Bank",
            "bank_code": "123456789",
            "bank_code_type": "ABA",
            "account_number": "123456789",
        }
        bank = self.made("POST", f"/v1/accounts/{account}/recipient_banks", body)
        if bank is not None:
            self.wire_banks.append((account, bank["id"]))

    @rule(
        place=places,
        amount=amounts,
        direction=st.sampled_from(["INCOMING", "OUTGOING"]),
        fixture=fixtures,
    )
    def transfer(self, place: int, amount: str, direction: str, fixture: str | None) -> None:
        account, bank = self.banks[place % len(self.banks)]
        body = {
            "transfer_type": "ach",
            "relationship_id": bank,
            "amount": amount,
            "direction": direction,
            "additional_information": fixture,
        }
        self._keep_transfer(account, body)

    @rule(place=places, amount=amounts, payer=st.sampled_from([None, "user", "invoice"]))
    def wire_out(self, place: int, amount: str, payer: str | None) -> None:
        if not self.wire_banks:
            return
        account, bank = self.wire_banks[place % len(self.wire_banks)]
        body = {
            "transfer_type": "wire",
            "bank_id": bank,
            "amount": amount,
            "direction": "OUTGOING",
            "fee_payment_method": payer,
        }
        self._keep_transfer(account, body)

    def _keep_transfer(self, account: str, body: Json) -> None:
        transfer = self.made("POST", f"/v1/accounts/{account}/transfers", body)
        if transfer is not None:
            self.transfers.append((account, transfer["id"]))

    @rule(place=places, amount=amounts)
    def wire_in(self, place: int, amount: str) -> None:
        account = self.account(place)
        body = {"amount": amount}
        transfer = self.made("POST", f"/simulator/accounts/{account}/wires", body)
        if transfer is not None:
            self.transfers.append((account, transfer["id"]))

    @rule(place=places)
    def cancel_transfer(self, place: int) -> None:
        if self.transfers:
            account, transfer = self.transfers[place % len(self.transfers)]
            self.ask("DELETE", f"/v1/accounts/{account}/transfers/{transfer}")

    @rule(
        place=places,
        status=st.sampled_from(["PENDING", "APPROVED", "COMPLETE", "REJECTED", "RETURNED"]),
    )
    def decide_transfer(self, place: int, status: str) -> None:
        if self.transfers:
            _, transfer = self.transfers[place % len(self.transfers)]
            self.ask("POST", f"/simulator/transfers/{transfer}/status", {"status": status})

    @rule(
        giver=places,
        taker=places,
        amount=amounts,
        key=st.sampled_from([None, "one", "two", "three"]),
        fixture=fixtures,
    )
    def journal_cash(
        self, giver: int, taker: int, amount: str, key: str | None, fixture: str | None
    ) -> None:
        body = {
            "entry_type": "JNLC",
            "from_account": self.account(giver),
            "to_account": self.account(taker),
            "amount": amount,
            "description": fixture,
        }
        headers = {} if key is None else {"Idempotency-Key": key}
        journal = self.made("POST", "/v1/journals", body, **headers)
        if journal is None:
            return
        if key in self.keys:
            assert self.keys[key] == (body, journal)
        else:
            self.journals.append(journal["id"])
            if key is not None:
                self.keys[key] = (body, journal)

    @rule(giver=places, taker=places, symbol=symbols, qty=quantities)
    def journal_shares(self, giver: int, taker: int, symbol: str, qty: str) -> None:
        takers = [*self.accounts, SWEEP_ACCOUNT]
        body = {
            "entry_type": "JNLS",
            "from_account": REWARDS_ACCOUNT if giver % 3 else self.account(giver),
            "to_account": takers[taker % len(takers)],
            "symbol": symbol,
            "qty": qty,
        }
        journal = self.made("POST", "/v1/journals", body)
        if journal is not None:
            self.journals.append(journal["id"])

    @rule(takers=st.lists(places, min_size=1, max_size=4), amount=amounts, reverse=st.booleans())
    def journal_batch(self, takers: list[int], amount: str, reverse: bool) -> None:
        one, many = ("to", "from") if reverse else ("from", "to")
        body = {
            "entry_type": "JNLC",
            f"{one}_account": SWEEP_ACCOUNT,
            "entries": [
                {f"{many}_account": self.account(place), "amount": amount} for place in takers
            ],
        }
        path = "/v1/journals/reverse_batch" if reverse else "/v1/journals/batch"
        answer = self.ask("POST", path, body)
        if answer.is_success:
            self.journals += [journal["id"] for journal in answer.json() if journal.get("id")]

    @rule(place=places)
    def cancel_journal(self, place: int) -> None:
        if self.journals:
            self.ask("DELETE", f"/v1/journals/{self.journals[place % len(self.journals)]}")

    @rule(
        place=places,
        status=st.sampled_from(["pending", "executed", "rejected", "deleted", "correct"]),
        amount=amounts,
    )
    def decide_journal(self, place: int, status: str, amount: str) -> None:
        if self.journals:
            journal = self.journals[place % len(self.journals)]
            body = {"status": status} | ({"amount": amount} if status == "correct" else {})
            self.ask("POST", f"/simulator/journals/{journal}/status", body)
