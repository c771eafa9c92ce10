"""No text that anybody types into a field of money, of a bank or of a search is more than text."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ribbit_tui.session.amounts import AmountError
from ribbit_tui.session.application.fields.field import is_empty
from ribbit_tui.session.application.reference.countries import countries
from ribbit_tui.session.application.values.answer import Answer
from ribbit_tui.session.application.values.lookup import exact_choice, matching_choices
from ribbit_tui.session.funding.bank_link import BANK_FIELDS, to_creation
from ribbit_tui.session.funding.transfer_request import transfer_amount
from ribbit_tui.session.trading.asset_search import search_assets
from ribbit_tui.session.trading.ticket import OrderTicket, Unit, review_ticket
from ribbit_tui.wire.funding import TransferDirection
from tests.session.application.people import TODAY
from tests.session.support import asset, state_of
from tests.sweeps import examples
from tests.wire.samples import bank

anything = st.text(st.characters(exclude_categories=[]), max_size=40)
number_like = st.from_regex(r"\A[$ ]?[0-9０٣²,._eE+-]{0,18}\Z")
texts = anything | number_like | st.sampled_from(["NaN", "inf", "-0", "1e999", "[red]", "\ud800"])
STATE = state_of(
    banks=(bank(status="APPROVED"),),
    assets=(asset(), asset("KO", fractionable=False)),
    prices={"AAPL": "200"},
)


@settings(max_examples=examples(60), deadline=None)
@given(texts)
def test_an_amount_is_refused_in_words_or_is_exact_money(text: str) -> None:
    for direction in TransferDirection:
        try:
            amount = transfer_amount(text, STATE, direction)
        except AmountError as error:
            assert str(error)
        else:
            assert amount > 0
            assert amount == round(amount, 2)
    for unit in Unit:
        for symbol in ("AAPL", "KO", text):
            review = review_ticket(OrderTicket(symbol, unit=unit, amount=text), STATE)
            if review.error is None and text.strip():
                sent = review.to_creation("mine").to_wire()
                assert Decimal(sent.get("qty") or sent["notional"]) > 0


@settings(max_examples=examples(40), deadline=None)
@given(st.fixed_dictionaries({field.name: texts for field in BANK_FIELDS}))
def test_a_bank_is_refused_in_words_or_can_be_sent(answers: dict[str, Answer]) -> None:
    errors = [one.error(answers[one.name], answers, TODAY) for one in BANK_FIELDS]
    assert all(error is None or error for error in errors)
    shown = "".join(one.display_text(answers[one.name]) for one in BANK_FIELDS)
    assert not set(shown) & set("\x1b\x00\ud800")
    if not any(errors) and not any(map(is_empty, answers.values())):
        str(to_creation(answers).to_wire()).encode()


@settings(max_examples=examples(40), deadline=None)
@given(texts)
def test_a_search_finds_something_or_nothing(text: str) -> None:
    search_assets(STATE.assets, text, 10)
    matches = matching_choices(countries(), text)
    assert exact_choice(countries(), text) in (None, *matches)
