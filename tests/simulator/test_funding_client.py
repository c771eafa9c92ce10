"""Alpaca's own client library writes the requests and reads the answers about money."""

from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

import pytest
from alpaca.broker import models, requests
from alpaca.broker.enums import (
    BankAccountType,
    FeePaymentMethod,
    IdentifierType,
    JournalEntryType,
    TransferDirection,
    TransferTiming,
)
from alpaca.common.requests import NonEmptyRequest
from pydantic import BaseModel

from ribbit_tui.simulator.engine.firm import REWARDS_ACCOUNT, SWEEP_ACCOUNT

from .conftest import Api

Model = TypeVar("Model", bound=BaseModel)


async def send(api: Api, path: str, request: NonEmptyRequest, model: type[Model]) -> Model:
    return model.model_validate(await api.post(path, request.to_request_fields()))


async def read(api: Api, path: str, model: type[Model]) -> list[Model]:
    return [model.model_validate(item) for item in await api.get(path)]


@pytest.mark.parametrize(
    "request_body",
    [
        requests.CreateACHRelationshipRequest(
            account_owner_name="Fern Frog",
            bank_account_type=BankAccountType.CHECKING,
            bank_account_number="123456789abc",
            bank_routing_number="121000358",
        ),
        requests.CreatePlaidRelationshipRequest(processor_token="processor-sandbox-0asd1-a92nc"),
    ],
)
async def test_bank_links_and_deposits(api: Api, request_body: NonEmptyRequest) -> None:
    account_id = await api.open_account()
    path = f"/v1/accounts/{account_id}"
    link = await send(api, f"{path}/ach_relationships", request_body, models.ACHRelationship)
    await api.advance(3)
    deposit = requests.CreateACHTransferRequest(
        amount="10.5",
        direction=TransferDirection.INCOMING,
        timing=TransferTiming.IMMEDIATE,
        relationship_id=link.id,
    )
    transfer = await send(api, f"{path}/transfers", deposit, models.Transfer)
    assert (transfer.amount, transfer.requested_amount, transfer.fee) == ("10.5", "10.5", "0")
    await api.advance(8)
    [transfer] = await read(api, f"{path}/transfers", models.Transfer)
    assert transfer.status == "COMPLETE"
    assert (await api.client.delete(f"{path}/ach_relationships/{link.id}")).status_code == 204
    assert await read(api, f"{path}/ach_relationships", models.ACHRelationship) == []


@pytest.mark.parametrize("kind", IdentifierType)
async def test_recipient_banks_and_wires(api: Api, kind: IdentifierType) -> None:
    account_id = await api.funded_account("100")
    path = f"/v1/accounts/{account_id}"
    address: dict[str, Any] = {
        "country": "DEU",
        "state_province": "Berlin",
        "postal_code": "10115",
        "city": "Berlin",
        "street_address": "Am Teich 1",
    }
    creation = requests.CreateBankRequest(
        name="Pond Bank",
        bank_code_type=kind,
        bank_code="123456789" if kind == IdentifierType.ABA else "PONDDEFFXXX",
        account_number="123456789abc",
        **(address if kind == IdentifierType.BIC else {}),
    )
    bank = await send(api, f"{path}/recipient_banks", creation, models.Bank)
    await api.advance(3)
    wire = requests.CreateBankTransferRequest(
        amount="60",
        direction=TransferDirection.OUTGOING,
        timing=TransferTiming.IMMEDIATE,
        bank_id=bank.id,
        fee_payment_method=FeePaymentMethod.USER,
        additional_information="for the pond",
    )
    transfer = await send(api, f"{path}/transfers", wire, models.Transfer)
    assert transfer.bank_id == bank.id
    assert Decimal(transfer.amount) + Decimal(transfer.fee or "") == 60
    await api.advance(8)
    assert (await api.client.delete(f"{path}/recipient_banks/{bank.id}")).status_code == 204
    [bank] = await read(api, f"{path}/recipient_banks", models.Bank)
    assert bank.status == "CANCELED"


async def test_journals_and_batches(api: Api) -> None:
    accounts = [await api.open_account(f"{name}@example.com") for name in ("frog", "toad")]
    shares = requests.CreateJournalRequest(
        from_account=UUID(REWARDS_ACCOUNT),
        to_account=UUID(accounts[0]),
        entry_type=JournalEntryType.SECURITY,
        symbol="AAPL",
        qty=0.5,
    )
    journal = await send(api, "/v1/journals", shares, models.Journal)
    batch = requests.CreateBatchJournalRequest(
        entry_type=JournalEntryType.CASH,
        from_account=UUID(SWEEP_ACCOUNT),
        entries=[
            requests.BatchJournalRequestEntry(
                to_account=UUID(account),
                amount="10.5",
                transmitter_name="Fern Frog",
                transmitter_timestamp="2026-01-15T10:00:00Z",
            )
            for account in accounts
        ],
    )
    answer = await api.post("/v1/journals/batch", batch.to_request_fields())
    parsed = [models.BatchJournalResponse.model_validate(item) for item in answer]
    assert [item.net_amount for item in parsed] == [10.5, 10.5]
    await api.advance(1)
    reverse = requests.CreateReverseBatchJournalRequest(
        entry_type=JournalEntryType.CASH,
        to_account=UUID(SWEEP_ACCOUNT),
        entries=[
            requests.ReverseBatchJournalRequestEntry(from_account=UUID(account), amount=0.5)
            for account in accounts
        ],
    )
    answer = await api.post("/v1/journals/reverse_batch", reverse.to_request_fields())
    assert len([models.BatchJournalResponse.model_validate(item) for item in answer]) == 2
    query = requests.GetJournalsRequest(from_account=UUID(REWARDS_ACCOUNT))
    [found] = await api.get("/v1/journals", **query.to_request_fields())
    assert models.Journal.model_validate(found).id == journal.id
    assert len(await read(api, "/v1/journals", models.Journal)) == 5
    await api.check_books()
