"""A simulator in a process of its own, and Alpaca's clients for it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlsplit

import httpx
import pytest
import requests
from alpaca.broker import BrokerClient
from alpaca.broker.enums import (
    AgreementType,
    BankAccountType,
    FundingSource,
    TaxIdType,
    TransferDirection,
    TransferTiming,
)
from alpaca.broker.models import (
    Account,
    ACHRelationship,
    Agreement,
    Contact,
    Disclosures,
    Identity,
    Transfer,
)
from alpaca.broker.requests import (
    CreateAccountRequest,
    CreateACHRelationshipRequest,
    CreateACHTransferRequest,
)
from alpaca.data.historical import CryptoHistoricalDataClient, StockHistoricalDataClient

from tests.descriptions.description import find_operation
from tests.simulator.conformance import check
from tests.simulator.conftest import CREDENTIALS
from tests.waiting import PATIENCE_SECONDS

PROGRAM = """
import sys
from ribbit_tui.simulator.server import run
from ribbit_tui.simulator.settings import SimulatorSettings
run(SimulatorSettings(port=0, clock="manual", exit_with_parent=True, api_version=sys.argv[1]))
"""
_numbers = count()


@dataclass
class Simulator:
    """Alpaca's clients, and plain HTTP for what is the simulator's alone."""

    broker: BrokerClient
    stocks: StockHistoricalDataClient
    crypto: CryptoHistoricalDataClient
    http: httpx.Client

    def advance(self, seconds: float) -> None:
        self.http.post("/simulator/clock/advance", json={"seconds": seconds}).raise_for_status()

    def application(self) -> CreateAccountRequest:
        """Return Alpaca's own example with crypto and an unused e-mail address."""
        signed = {"signed_at": "2020-09-11T18:13:44Z", "ip_address": "185.13.21.99"}
        return CreateAccountRequest(
            contact=Contact(
                email_address=f"cool-alpaca-{next(_numbers)}@example.com",
                phone_number="555-666-7788",
                street_address=["20 N San Mateo Dr"],
                city="San Mateo",
                state="CA",
                postal_code="94401",
                country="USA",
            ),
            identity=Identity(
                given_name="John",
                middle_name="Smith",
                family_name="Doe",
                date_of_birth="1990-01-01",
                tax_id="666-55-4321",
                tax_id_type=TaxIdType.USA_SSN,
                country_of_citizenship="USA",
                country_of_birth="USA",
                country_of_tax_residence="USA",
                funding_source=[FundingSource.EMPLOYMENT_INCOME],
            ),
            disclosures=Disclosures(
                is_control_person=False,
                is_affiliated_exchange_or_finra=False,
                is_politically_exposed=False,
                immediate_family_exposed=False,
            ),
            agreements=[
                Agreement(agreement=kind, **signed)
                for kind in (
                    AgreementType.MARGIN,
                    AgreementType.ACCOUNT,
                    AgreementType.CUSTOMER,
                    AgreementType.CRYPTO,
                )
            ],
            enabled_assets=["us_equity", "crypto"],
        )

    def open_account(self) -> str:
        """Open an account, ACTIVE for stocks and crypto; return its id."""
        account = self.broker.create_account(self.application())
        assert isinstance(account, Account)
        self.advance(4)
        return str(account.id)

    def link_bank(self, account_id: str) -> ACHRelationship:
        relationship = self.broker.create_ach_relationship_for_account(
            account_id,
            CreateACHRelationshipRequest(
                account_owner_name="John Doe",
                bank_account_type=BankAccountType.CHECKING,
                bank_account_number="123456789abc",
                bank_routing_number="121000358",
            ),
        )
        assert isinstance(relationship, ACHRelationship)
        self.advance(3)
        return relationship

    def transfer(
        self, account_id: str, relationship: ACHRelationship, direction: TransferDirection
    ) -> Transfer:
        transfer = self.broker.create_transfer_for_account(
            account_id,
            CreateACHTransferRequest(
                amount="10000",
                direction=direction,
                timing=TransferTiming.IMMEDIATE,
                relationship_id=relationship.id,
            ),
        )
        assert isinstance(transfer, Transfer)
        return transfer

    def funded_account(self) -> str:
        """Open an ACTIVE account with 10,000 USD and return its id."""
        account_id = self.open_account()
        self.transfer(account_id, self.link_bank(account_id), TransferDirection.INCOMING)
        self.advance(8)
        return account_id


@contextmanager
def _running(api_version: str) -> Iterator[Simulator]:
    key, secret = CREDENTIALS
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, api_version],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        url = child.stdout.readline().split()[-1]
        clients = (
            BrokerClient(key, secret, url_override=url),
            StockHistoricalDataClient(key, secret, url_override=url),
            CryptoHistoricalDataClient(key, secret, url_override=url),
        )
        if api_version == "2026":
            for client in clients:
                client._session.hooks["response"].append(_check)
        with httpx.Client(base_url=url, auth=CREDENTIALS, timeout=PATIENCE_SECONDS) as http:
            yield Simulator(*clients, http)
        child.kill()


def _check(response: requests.Response, **_options: object) -> None:
    """Hold what Alpaca's client is answered against Alpaca's description."""
    is_json = response.headers.get("content-type", "").startswith("application/json")
    if is_json and response.ok:
        method, path = str(response.request.method), urlsplit(response.url).path
        if operation := find_operation(method, path):
            check(operation, response.status_code, response.json())


@pytest.fixture(scope="session")
def simulator() -> Iterator[Simulator]:
    with _running("2026") as running:
        yield running


@pytest.fixture(scope="module")
def older() -> Iterator[Simulator]:
    """Run a simulator that answers as Alpaca did in 2021 and 2022."""
    with _running("2021") as running:
        yield running
