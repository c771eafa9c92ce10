"""Requests of the review, read from its results, and the answers to them."""

from typing import Any

import pytest

from ribbit_tui.session.account.review_requests import (
    ANSWER_OPTIONS,
    AnswerMethod,
    open_codes,
    requests_of,
    waiting_requests,
)
from ribbit_tui.session.state import RequestState
from ribbit_tui.wire.accounts import Account
from ribbit_tui.wire.kyc import KycResultCode
from tests.wire import samples

NOBODY_ASKED = {"COUNTRY_NOT_SUPPORTED", "WATCHLIST_HIT", "OTHER_PARTNER"}


def reviewed(status: str = "ACTION_REQUIRED", **results: Any) -> Account:
    return Account.model_validate(samples.account(status=status, kyc_results=results or None))


def test_every_code_of_the_wire_has_its_appeal() -> None:
    assert set(ANSWER_OPTIONS) == set(KycResultCode)
    assert {
        code for code, options in ANSWER_OPTIONS.items() if not options.is_asked
    } == NOBODY_ASKED
    for code, options in ANSWER_OPTIONS.items():
        assert (AnswerMethod.DOCUMENT in options.methods) == bool(options.documents), code


def test_what_waits_for_the_customer_comes_first_and_what_is_answered_last() -> None:
    account = reviewed(
        accept={"DATE_OF_BIRTH": {}},
        reject={"ADDRESS_VERIFICATION": {}},
        indeterminate={"WATCHLIST_HIT": {}, "PEP": {}, "OTHER": {}},
        additional_information="A bank statement, please.",
        summary="fail",
    )
    found = requests_of(account)
    assert [(one.code, one.state) for one in found] == [
        ("ADDRESS_VERIFICATION", RequestState.REJECTED),
        ("PEP", RequestState.OPEN),
        ("OTHER", RequestState.OPEN),
        ("WATCHLIST_HIT", RequestState.OPEN),
        ("DATE_OF_BIRTH", RequestState.ANSWERED),
    ]
    assert [one.message for one in found if one.message] == ["A bank statement, please."]
    waiting = [one.code for one in waiting_requests(account)]
    assert waiting == ["ADDRESS_VERIFICATION", "PEP", "OTHER"]


@pytest.mark.parametrize("status", ["APPROVAL_PENDING", "REJECTED", "ACTIVE"])
def test_nothing_waits_unless_action_is_required(status: str) -> None:
    assert waiting_requests(reviewed(status, indeterminate={"PEP": {}})) == ()


def test_a_code_that_is_newer_than_this_version_can_be_answered_by_a_document() -> None:
    (found,) = waiting_requests(reviewed(indeterminate={"MOTHERS_MAIDEN_NAME": {}}))
    assert found.options.methods == (AnswerMethod.DOCUMENT,)


@pytest.mark.parametrize(
    ("part", "codes"),
    [
        ({"PEP": {}, "OTHER": {}}, ("PEP", "OTHER")),
        (["PEP", 7, None], ("PEP",)),
        ("PEP", ("PEP",)),
        (None, ()),
        (7, ()),
    ],
)
def test_the_codes_are_understood_in_whatever_form(part: Any, codes: tuple[str, ...]) -> None:
    assert open_codes({"indeterminate": part}) == codes
    assert tuple(one.code for one in requests_of(reviewed(indeterminate=part))) == codes


def test_an_account_without_results_is_asked_nothing() -> None:
    assert requests_of(reviewed()) == ()
    assert open_codes(None) == ()
