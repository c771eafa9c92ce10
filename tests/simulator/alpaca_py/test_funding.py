"""Banks, transfers and journals with Alpaca's own client."""

from collections.abc import Iterable
from decimal import Decimal

import pytest
from alpaca.broker.enums import (
    ACHRelationshipStatus,
    BankStatus,
    FeePaymentMethod,
    IdentifierType,
    JournalEntryType,
    JournalStatus,
    TransferDirection,
    TransferStatus,
    TransferTiming,
)
from alpaca.broker.models import Bank, BatchJournalResponse, Journal
from alpaca.broker.requests import (
    BatchJournalRequestEntry,
    CreateBankRequest,
    CreateBankTransferRequest,
    CreateBatchJournalRequest,
    CreateJournalRequest,
    CreatePlaidRelationshipRequest,
    CreateReverseBatchJournalRequest,
    GetJournalsRequest,
    GetTransfersRequest,
    ReverseBatchJournalRequestEntry,
)
from alpaca.common.enums import PaginationType
from alpaca.common.exceptions import APIError

from .conftest import Simulator

SWEEP = "8f8c8cee-2591-4f83-be12-82c659b5e748"
REWARDS = "4e3a4d50-ac00-4000-8000-000000000002"
ABA_BANK = CreateBankRequest(
    name="Bank of America",
    bank_code_type=IdentifierType.ABA,
    bank_code="121000358",
    account_number="123456789abc",
)
BIC_BANK = CreateBankRequest(
    name="Deutsche Bank",
    bank_code_type=IdentifierType.BIC,
    bank_code="DEUTDEFF",
    account_number="532013000",
    country="DEU",
    state_province="Hessen",
    postal_code="60325",
    city="Frankfurt",
    street_address="Taunusanlage 12",
)


def cash(simulator: Simulator, account_id: str) -> Decimal:
    return Decimal(simulator.broker.get_trade_account_by_id(account_id).cash)


def test_bank_is_linked_by_numbers_and_unlinked(simulator: Simulator) -> None:
    account_id = simulator.open_account()
    relationship = simulator.link_bank(account_id)
    assert relationship.status == ACHRelationshipStatus.QUEUED
    approved = simulator.broker.get_ach_relationships_for_account(
        account_id, [ACHRelationshipStatus.APPROVED]
    )
    assert [found.id for found in approved] == [relationship.id]

    simulator.broker.delete_ach_relationship_for_account(account_id, relationship.id)
    assert simulator.broker.get_ach_relationships_for_account(account_id) == []


def test_bank_is_linked_by_a_processor_token(simulator: Simulator) -> None:
    account_id = simulator.open_account()
    token = CreatePlaidRelationshipRequest(
        processor_token="processor-sandbox-161c86dd-d470-47e9-a741-d381c2b2cb6f"
    )
    relationship = simulator.broker.create_ach_relationship_for_account(account_id, token)
    assert relationship.account_owner_name
    simulator.advance(3)
    found = simulator.broker.get_ach_relationships_for_account(account_id)
    assert [bank.status for bank in found] == [ACHRelationshipStatus.APPROVED]


def test_money_comes_and_goes(simulator: Simulator) -> None:
    account_id = simulator.open_account()
    bank = simulator.link_bank(account_id)
    deposit = simulator.transfer(account_id, bank, TransferDirection.INCOMING)
    assert deposit.status == TransferStatus.QUEUED
    simulator.advance(8)
    assert cash(simulator, account_id) == 10_000

    simulator.transfer(account_id, bank, TransferDirection.OUTGOING)
    canceled = simulator.transfer(account_id, bank, TransferDirection.INCOMING)
    simulator.broker.cancel_transfer_for_account(account_id, canceled.id)
    simulator.advance(8)
    assert cash(simulator, account_id) == 0
    found = simulator.broker.get_transfers_for_account(account_id)
    assert [transfer.status for transfer in found] == [
        TransferStatus.CANCELED,
        TransferStatus.COMPLETE,
        TransferStatus.COMPLETE,
    ]
    pages = simulator.broker.get_transfers_for_account(
        account_id,
        GetTransfersRequest(direction=TransferDirection.INCOMING, limit=1),
        handle_pagination=PaginationType.ITERATOR,
    )
    assert isinstance(pages, Iterable)
    assert next(iter(pages))[0].id == canceled.id


@pytest.mark.parametrize("request_data", [ABA_BANK, BIC_BANK], ids=["ABA", "BIC"])
def test_money_is_wired_to_a_recipient_bank(
    simulator: Simulator, request_data: CreateBankRequest
) -> None:
    account_id = simulator.funded_account()
    bank = simulator.broker.create_bank_for_account(account_id, request_data)
    assert isinstance(bank, Bank)
    assert bank.name == request_data.name
    simulator.advance(10)
    found = simulator.broker.get_banks_for_account(account_id)
    assert [(each.id, each.status) for each in found] == [(bank.id, BankStatus.APPROVED)]

    wire = simulator.broker.create_transfer_for_account(
        account_id,
        CreateBankTransferRequest(
            amount="1000",
            bank_id=bank.id,
            direction=TransferDirection.OUTGOING,
            timing=TransferTiming.IMMEDIATE,
            fee_payment_method=FeePaymentMethod.USER,
        ),
    )
    assert wire.bank_id == bank.id
    simulator.advance(60)
    assert simulator.broker.get_transfers_for_account(account_id)[0].status == (
        TransferStatus.COMPLETE
    )
    assert cash(simulator, account_id) == 9_000
    simulator.broker.delete_bank_for_account(account_id, bank.id)


def test_cash_is_journaled(simulator: Simulator) -> None:
    account_id = simulator.open_account()
    journal = simulator.broker.create_journal(
        CreateJournalRequest(
            from_account=SWEEP, entry_type=JournalEntryType.CASH, to_account=account_id, amount=50
        )
    )
    assert isinstance(journal, Journal)
    assert journal.status == JournalStatus.QUEUED
    simulator.advance(1)
    executed = simulator.broker.get_journal_by_id(journal.id)
    assert executed.status == JournalStatus.EXECUTED
    assert executed.net_amount == 50
    found = simulator.broker.get_journals(GetJournalsRequest(to_account=account_id))
    assert [each.id for each in found] == [journal.id]
    assert cash(simulator, account_id) == 50


def test_shares_are_journaled(simulator: Simulator) -> None:
    account_id = simulator.open_account()
    journal = simulator.broker.create_journal(
        CreateJournalRequest(
            from_account=REWARDS,
            entry_type=JournalEntryType.SECURITY,
            to_account=account_id,
            symbol="AAPL",
            qty=0.1,
        )
    )
    assert journal.qty == 0.1
    simulator.advance(1)
    positions = simulator.broker.get_all_positions_for_account(account_id)
    assert [(position.symbol, position.qty) for position in positions] == [("AAPL", "0.1")]


def test_batches_go_one_to_many_and_back(simulator: Simulator) -> None:
    takers = [simulator.open_account() for _ in range(3)]
    amounts = ("50", "100", "700")
    made = simulator.broker.create_batch_journal(
        CreateBatchJournalRequest(
            entry_type=JournalEntryType.CASH,
            from_account=SWEEP,
            entries=[
                BatchJournalRequestEntry(to_account=taker, amount=amount)
                for taker, amount in zip(takers, amounts, strict=True)
            ],
        )
    )
    assert all(isinstance(journal, BatchJournalResponse) for journal in made)
    assert not any(journal.error_message for journal in made)
    simulator.advance(1)
    now = [simulator.broker.get_journal_by_id(journal.id).status for journal in made]
    assert now == [JournalStatus.EXECUTED, JournalStatus.PENDING, JournalStatus.PENDING]

    simulator.broker.cancel_journal_by_id(made[1].id)
    with pytest.raises(APIError) as refusal:
        simulator.broker.cancel_journal_by_id(made[0].id)
    assert refusal.value.status_code == 422

    back = simulator.broker.create_reverse_batch_journal(
        CreateReverseBatchJournalRequest(
            entry_type=JournalEntryType.CASH,
            to_account=SWEEP,
            entries=[ReverseBatchJournalRequestEntry(from_account=takers[0], amount="50")],
        )
    )
    simulator.advance(1)
    assert simulator.broker.get_journal_by_id(back[0].id).status == JournalStatus.EXECUTED
    assert cash(simulator, takers[0]) == 0
