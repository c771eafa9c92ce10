"""Opening, finding, changing and closing accounts with Alpaca's own client."""

import base64
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from alpaca.broker.enums import (
    AccountEntities,
    DocumentType,
    UploadDocumentMimeType,
    UploadDocumentSubType,
)
from alpaca.broker.models import Account, TradeAccount
from alpaca.broker.models.documents import W8BenDocument
from alpaca.broker.requests import (
    ListAccountsRequest,
    UpdatableContact,
    UpdatableIdentity,
    UpdatableTrustedContact,
    UpdateAccountRequest,
    UploadDocumentRequest,
    UploadW8BenDocumentRequest,
)
from alpaca.common.exceptions import APIError
from alpaca.trading.enums import AccountStatus
from alpaca.trading.models import AccountConfiguration

from .conftest import Simulator


def test_account_is_created_and_becomes_active(simulator: Simulator) -> None:
    request = simulator.application()
    created = simulator.broker.create_account(request)
    assert isinstance(created, Account)
    assert created.status == AccountStatus.SUBMITTED
    assert created.crypto_status == AccountStatus.SUBMITTED

    simulator.advance(4)
    account = simulator.broker.get_account_by_id(created.id)
    assert isinstance(account, Account)
    assert (account.status, account.crypto_status) == (AccountStatus.ACTIVE, AccountStatus.ACTIVE)
    assert account.account_number == created.account_number
    assert account.contact == request.contact
    assert account.identity is not None
    assert account.identity.family_name == "Doe"
    assert account.identity.tax_id is None
    assert len(account.agreements or []) == 4


def test_accounts_are_listed_with_what_is_asked_for(simulator: Simulator) -> None:
    email = simulator.broker.get_account_by_id(simulator.open_account()).contact.email_address
    found = simulator.broker.list_accounts(
        ListAccountsRequest(
            query=f"{email} doe",
            created_after=datetime(2022, 1, 30, tzinfo=UTC),
            status=[AccountStatus.ACTIVE],
            entities=[AccountEntities.CONTACT, AccountEntities.IDENTITY],
        )
    )
    assert [account.contact.email_address for account in found] == [email]
    assert found[0].identity.given_name == "John"
    assert found[0].disclosures is None
    assert simulator.broker.list_accounts(ListAccountsRequest(query=f"{email} nobody")) == []
    assert len(simulator.broker.list_accounts()) > 0


def test_account_is_changed_where_it_may_be(simulator: Simulator) -> None:
    account_id = simulator.open_account()
    changed = simulator.broker.update_account(
        account_id,
        UpdateAccountRequest(
            contact=UpdatableContact(city="Palo Alto", postal_code="94301"),
            identity=UpdatableIdentity(family_name="Deer"),
            trusted_contact=UpdatableTrustedContact(
                given_name="Jane", family_name="Doe", email_address="jane.doe@example.com"
            ),
        ),
    )
    assert isinstance(changed, Account)
    assert changed.contact is not None
    assert (changed.contact.city, changed.contact.state) == ("Palo Alto", "CA")
    assert simulator.broker.get_account_by_id(account_id).identity.family_name == "Deer"
    with pytest.raises(APIError) as refusal:
        simulator.broker.update_account(
            account_id, UpdateAccountRequest(identity=UpdatableIdentity(family_name="Dove"))
        )
    assert refusal.value.status_code == 422


def test_trading_account_and_its_configuration(simulator: Simulator) -> None:
    account_id = simulator.funded_account()
    account = simulator.broker.get_trade_account_by_id(account_id)
    assert isinstance(account, TradeAccount)
    assert (account.cash, account.buying_power, account.equity) == ("10000", "10000", "10000")

    configuration = simulator.broker.get_trade_configuration_for_account(account_id)
    assert isinstance(configuration, AccountConfiguration)
    configuration.suspend_trade = True
    changed = simulator.broker.update_trade_configuration_for_account(account_id, configuration)
    assert changed.suspend_trade
    assert simulator.broker.get_trade_account_by_id(account_id).trade_suspended_by_user


def test_documents_are_uploaded(simulator: Simulator) -> None:
    account_id = simulator.open_account()
    simulator.broker.upload_documents_to_account(
        account_id,
        [
            UploadDocumentRequest(
                document_type=DocumentType.IDENTITY_VERIFICATION,
                document_sub_type=UploadDocumentSubType.PASSPORT,
                content=base64.b64encode(b"%PDF-1.4 a passport").decode(),
                mime_type=UploadDocumentMimeType.PDF,
            ),
            UploadW8BenDocumentRequest(
                content_data=W8BenDocument(
                    country_citizen="Australia",
                    date="2021-06-14",
                    date_of_birth="1970-01-01",
                    full_name="John Doe",
                    ip_address="127.0.0.1",
                    permanent_address_city_state="Adelaide",
                    permanent_address_country="Australia",
                    permanent_address_street="20 Main St",
                    revision="10-2021",
                    timestamp="2021-06-14T09:31:05Z",
                    signer_full_name="Mr. Signing User",
                    foreign_tax_id="123 456 789",
                )
            ),
        ],
    )
    account = simulator.broker.get_account_by_id(account_id)
    assert [document.document_type for document in account.documents] == [
        DocumentType.IDENTITY_VERIFICATION,
        DocumentType.W8BEN,
    ]


def test_empty_account_is_closed(simulator: Simulator) -> None:
    funded = simulator.funded_account()
    with pytest.raises(APIError) as refusal:
        simulator.broker.close_account(funded)
    assert refusal.value.status_code in (403, 422)
    assert refusal.value.message

    empty = simulator.open_account()
    simulator.broker.close_account(empty)
    assert simulator.broker.get_account_by_id(empty).status == AccountStatus.ACCOUNT_CLOSED


def test_errors_have_code_and_message(simulator: Simulator) -> None:
    with pytest.raises(APIError) as refusal:
        simulator.broker.get_account_by_id(uuid4())
    assert refusal.value.status_code == 404
    assert refusal.value.code == 40_410_000
    assert refusal.value.message == "account not found"
