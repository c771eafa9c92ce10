"""Options of an application beside the person: kept and answered, obeyed, or refused by name."""

from typing import Any

import pytest

from tests.simulator.conftest import Api, Json, application
from tests.simulator.engine.orders.support import refused_order

BENEFICIARY: Json = {
    "given_name": "Jane",
    "middle_name": "P",
    "family_name": "Frog",
    "date_of_birth": "1970-01-01",
    "tax_id": "666-55-4322",
    "tax_id_type": "USA_SSN",
    "relationship": "spouse",
    "type": "primary",
    "share_pct": "100",
}
MINOR: Json = {
    "given_name": "Jamie",
    "family_name": "Frog",
    "date_of_birth": "2012-04-05",
    "email": "jamie@example.com",
    "tax_id": "666-55-1234",
    "tax_id_type": "USA_SSN",
    "country_of_citizenship": "USA",
    "country_of_birth": "USA",
    "country_of_tax_residence": "USA",
    "state": "CA",
}
KEPT: Json = {
    "allow_instant_ach": True,
    "investment_objective": "growth",
    "investment_time_horizon": "3_to_5_years",
    "liquidity_needs": "important",
    "risk_tolerance": "moderate",
}
IRA: Json = {"account_type": "ira", "account_sub_type": "roth", "beneficiaries": [BENEFICIARY]}
CUSTODIAL: Json = {"account_type": "custodial", "minor_identity": MINOR}


def without_tax_id(person: Json) -> Json:
    return {name: value for name, value in person.items() if name != "tax_id"}


async def applied(api: Api, **options: Any) -> Json:
    account: Json = await api.post("/v1/accounts", application() | options)
    assert await api.get(f"/v1/accounts/{account['id']}") == account
    return account


@pytest.mark.parametrize(
    ("options", "answered"),
    [
        (KEPT, KEPT),
        ({"currency": "USD"}, {"currency": "USD"}),
        (IRA, IRA | {"beneficiaries": [without_tax_id(BENEFICIARY)]}),
        (CUSTODIAL, CUSTODIAL | {"minor_identity": without_tax_id(MINOR)}),
        ({"beneficiaries": []}, {"beneficiaries": []}),
        ({"cash_interest": {"USD": {}}, "fpsl": {"US": {"status": "INACTIVE"}}}, {}),
    ],
    ids=["profile", "currency", "ira", "custodial", "nobody", "no program"],
)
async def test_s5_options_are_kept(api: Api, options: Json, answered: Json) -> None:
    account = await applied(api, **options)
    assert {name: account[name] for name in answered} == answered
    assert not {"cash_interest", "fpsl"} & account.keys()


async def test_s5_circumstances_are_kept_or_refused(api: Api) -> None:
    kept = {"marital_status": "MARRIED", "number_of_dependents": 3}
    kept |= {"investment_experience_with_options": "none"}
    body = application()
    body["identity"] |= kept
    body["disclosures"] |= {"employment_sector": "science"}
    account = await api.post("/v1/accounts", body)
    assert {name: account["identity"][name] for name in kept} == kept
    assert account["disclosures"]["employment_sector"] == "science"
    for part, name, value in (
        ("identity", "marital_status", "complicated"),
        ("identity", "number_of_dependents", -1),
        ("identity", "number_of_dependents", "many"),
        ("identity", "investment_experience_with_options", "some"),
        ("disclosures", "employment_sector", "frogs"),
    ):
        wrong = application("other@example.com")
        wrong[part][name] = value
        refusal = await api.refused(422, "POST", "/v1/accounts", json=wrong)
        assert refusal["field"] == f"{part}.{name}"


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"currency": "EUR"}, "currency"),
        ({"account_type": "zzz"}, "account_type"),
        ({"account_sub_type": "roth"}, "account_sub_type"),
        ({"account_type": "ira", "account_sub_type": "sep"}, "account_sub_type"),
        ({"beneficiaries": [BENEFICIARY]}, "beneficiaries"),
        (IRA | {"beneficiaries": [BENEFICIARY] * 7}, "beneficiaries"),
        (
            IRA | {"beneficiaries": [BENEFICIARY | {"share_pct": "101"}]},
            "beneficiaries.0.share_pct",
        ),
        (IRA | {"beneficiaries": [BENEFICIARY | {"share_pct": "0"}]}, "beneficiaries.0.share_pct"),
        (
            IRA | {"beneficiaries": [BENEFICIARY, {"given_name": "Jane"}]},
            "beneficiaries.1.family_name",
        ),
        (
            IRA | {"beneficiaries": [BENEFICIARY | {"tax_id_type": "SSN"}]},
            "beneficiaries.0.tax_id_type",
        ),
        ({"minor_identity": MINOR}, "minor_identity"),
        (
            CUSTODIAL | {"minor_identity": MINOR | {"date_of_birth": "2026-01-15"}},
            "minor_identity.date_of_birth",
        ),
        ({"cash_interest": {"USD": {"apr_tier_name": "lead"}}}, "cash_interest.USD.apr_tier_name"),
        ({"cash_interest": {"USD": {"status": "ACTIVE"}}}, "cash_interest.USD.status"),
        (
            {"fpsl": {"US": {"tier_id": "61e69015-8549-4bfd-b9c3-01e75843f47d"}}},
            "fpsl.US.tier_id",
        ),
        ({"fpsl": {"US": {"status": "ACTIVE"}}}, "fpsl.US.status"),
        ({"primary_account_holder_id": "frog"}, "primary_account_holder_id"),
        ({"allow_instant_ach": "perhaps"}, "allow_instant_ach"),
        ({"investment_objective": "fun"}, "investment_objective"),
        ({"investment_time_horizon": "ever"}, "investment_time_horizon"),
        ({"liquidity_needs": "none"}, "liquidity_needs"),
        ({"risk_tolerance": "high"}, "risk_tolerance"),
        (
            {"trading_configurations": {"max_margin_multiplier": "3"}},
            "trading_configurations.max_margin_multiplier",
        ),
        ({"trading_configurations": {"speed": "high"}}, "trading_configurations.speed"),
    ],
)
async def test_s5_what_would_change_something_is_refused(
    api: Api, options: Json, field: str
) -> None:
    body = application() | options
    refusal = await api.refused(422, "POST", "/v1/accounts", json=body)
    assert refusal["field"] == field and refusal["message"].startswith(field)
    assert await api.get("/v1/accounts") == []


async def test_s5_trading_is_configured_from_the_beginning(api: Api) -> None:
    chosen = {"fractional_trading": False, "max_options_trading_level": 0}
    account = await applied(api, trading_configurations=chosen)
    shown = account["trading_configurations"]
    assert {name: shown[name] for name in chosen} == chosen
    path = f"/v1/trading/accounts/{account['id']}/account/configurations"
    assert (await api.get(path))["fractional_trading"] is False
    await api.advance(4)
    await api.fund(account["id"], "100")
    refusal = await refused_order(api, 403, account["id"], notional="10")
    assert refusal["field"] == "notional"
    other = application("other@example.com") | {"trading_configurations": {}}
    assert "trading_configurations" not in await api.post("/v1/accounts", other)


async def test_other_people_are_listed_with_the_identity_only(api: Api) -> None:
    await applied(api, **IRA)
    (plain,) = await api.get("/v1/accounts")
    (whole,) = await api.get("/v1/accounts", entities="identity")
    assert "beneficiaries" not in plain
    assert whole["beneficiaries"] == [without_tax_id(BENEFICIARY)]


async def test_s5_options_are_changed_later(api: Api) -> None:
    ira = (await applied(api, **IRA))["id"]
    path = f"/v1/accounts/{ira}"
    other = BENEFICIARY | {"given_name": "June", "share_pct": "50"}
    change = {"allow_instant_ach": True, "beneficiaries": [other]}
    answer = await api.client.patch(path, json=change)
    changed = answer.json()
    assert changed["allow_instant_ach"] is True
    assert changed["beneficiaries"] == [without_tax_id(other)]
    assert changed["account_sub_type"] == "roth"
    moved = {"contact": {"city": "Reno"}, "fpsl": {"US": {"status": "INACTIVE"}}}
    kept = (await api.client.patch(path, json=moved)).json()
    assert kept["contact"]["city"] == "Reno" and kept["beneficiaries"] == changed["beneficiaries"]
    refused: list[tuple[Json, str]] = [
        ({"cash_interest": {"USD": {"apr_tier_name": "lead"}}}, "cash_interest.USD.apr_tier_name"),
        ({"fpsl": {"US": {"status": "ACTIVE"}}}, "fpsl.US.status"),
        ({"primary_account_holder_id": ira}, "primary_account_holder_id"),
        ({"beneficiaries": [BENEFICIARY] * 7}, "beneficiaries"),
        ({"account_sub_type": "traditional"}, "account_sub_type"),
    ]
    for wrong, field in refused:
        assert (await api.refused(422, "PATCH", path, json=wrong))["field"] == field


async def test_s5_contributions_to_an_ira_and_distributions(api: Api) -> None:
    ira = (await applied(api, **IRA))["id"]
    await api.advance(4)
    bank = await api.link_bank(ira)
    path = f"/v1/accounts/{ira}/transfers"
    body = {"transfer_type": "ach", "relationship_id": bank, "amount": "100"}
    incoming = body | {"direction": "INCOMING", "ira": {"tax_year": "2025"}}
    assert (await api.post(path, incoming))["ira"] == {"tax_year": "2025"}
    await api.advance(10)
    nothing = {"fed_pct": "0", "state_pct": "0"}
    given = {"distribution_reason": "normal", "tax_withholding": nothing}
    outgoing = body | {"direction": "OUTGOING", "amount": "10"}
    sent = await api.post(path, outgoing | {"ira": given})
    assert sent["ira"]["distribution_reason"] == "normal"
    assert sent["ira"]["fed_withholding_amount"] == "0"
    assert [one.get("ira") for one in await api.get(path)] == [sent["ira"], {"tax_year": "2025"}]
    for direction, ira_fields, field in (
        ("OUTGOING", {"tax_year": "2025"}, "ira.tax_year"),
        ("INCOMING", {"tax_year": "last"}, "ira.tax_year"),
        ("INCOMING", {"distribution_reason": "normal"}, "ira.distribution_reason"),
        ("OUTGOING", {"tax_withholding": {"fed_pct": "10"}}, "ira.tax_withholding.fed_pct"),
        ("OUTGOING", {"tax_withholding": {"state_pct": "1"}}, "ira.tax_withholding.state_pct"),
        ("INCOMING", {"color": "red"}, "ira.color"),
    ):
        wrong = body | {"direction": direction, "ira": ira_fields}
        assert (await api.refused(422, "POST", path, json=wrong))["field"] == field
