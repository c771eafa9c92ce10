"""The official client reads every answer about an account."""

import json

from alpaca.broker.models import Account, TradeAccount
from alpaca.broker.requests import ListAccountsRequest, UpdateAccountRequest
from alpaca.trading.models import AccountConfiguration

from .conftest import Api, Json, application


def read(account: Json) -> Account:
    return Account(**account)  # type: ignore[no-untyped-call]


async def test_answers_are_what_its_models_demand(api: Api) -> None:
    trusted = {"given_name": "Tad", "family_name": "Pole", "email_address": "tad@example.com"}
    account_id = (await api.post("/v1/accounts", application(trusted_contact=trusted)))["id"]
    await api.advance(4)
    trading = f"/v1/trading/accounts/{account_id}/account"
    assert TradeAccount(**await api.get(trading)).clearing_broker is not None
    configured = AccountConfiguration(**await api.get(f"{trading}/configurations"))
    change = configured.model_copy(update={"suspend_trade": True, "max_margin_multiplier": "2"})
    body = change.model_dump(mode="json", exclude_none=True)
    answer = await api.client.patch(f"{trading}/configurations", json=body)
    assert AccountConfiguration(**answer.json()) == change
    assert TradeAccount(**await api.get(trading)).trade_suspended_by_user
    assert str(read(await api.get(f"/v1/accounts/{account_id}")).id) == account_id


async def test_its_requests_are_understood(api: Api) -> None:
    account_id = await api.open_account()
    update = UpdateAccountRequest.model_validate(
        {
            "contact": {"city": "Oakland", "street_address": ["2 Pond Lane"]},
            "identity": {"given_name": "Fay", "annual_income_min": 1000.0},
            "disclosures": {"is_politically_exposed": True, "employment_status": "EMPLOYED"},
            "trusted_contact": {"given_name": "T", "family_name": "P", "phone_number": "+15550001"},
        }
    )
    answer = await api.client.patch(f"/v1/accounts/{account_id}", json=update.to_request_fields())
    assert answer.status_code == 200, answer.text
    changed = read(answer.json())
    assert changed.contact is not None and changed.contact.city == "Oakland"
    asked = ListAccountsRequest.model_validate(
        {"query": "fay", "sort": "desc", "status": ["ACTIVE"], "entities": ["contact"]}
    )
    parameters = json.loads(asked.model_dump_json(exclude_none=True))
    parameters["entities"] = ",".join(parameters["entities"])
    (listed,) = await api.get("/v1/accounts", **parameters)
    assert read(listed).contact == changed.contact
    assert read(listed).identity is None
