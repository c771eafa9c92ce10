"""Responses of a Broker API as JSON: minimal ones, which a test can extend."""

from typing import Any

Json = dict[str, Any]

NOON = "2026-03-05T12:00:00Z"
MAYA = "0b1c0a2e-6d0f-4b5e-9a43-0c0f4ad6f2b1"
FIRM = "8f8c8cee-2591-4f83-be12-82c659b5e748"


def account(account_id: str = MAYA, **more: Any) -> Json:
    return {
        "id": account_id,
        "account_number": "880001",
        "status": "ACTIVE",
        "created_at": NOON,
        "contact": {"email_address": "maya@example.com"},
        "identity": {
            "given_name": "Maya",
            "family_name": "Okafor",
            "date_of_birth": "1990-04-12",
            "country_of_tax_residence": "USA",
        },
    } | more


def trading_account(account_id: str = MAYA, cash: str = "100", **more: Any) -> Json:
    figures = (
        "cash",
        "cash_withdrawable",
        "cash_transferable",
        "buying_power",
        "equity",
        "last_equity",
        "portfolio_value",
    )
    return {
        "id": account_id,
        "status": "ACTIVE",
        "long_market_value": "0",
        "created_at": NOON,
        **dict.fromkeys(figures, cash),
        **more,
    }


def bank(bank_id: str = "bank-1", **more: Any) -> Json:
    return {
        "id": bank_id,
        "account_id": MAYA,
        "created_at": NOON,
        "updated_at": NOON,
        "status": "APPROVED",
        "account_owner_name": "Maya Okafor",
        "bank_account_type": "CHECKING",
        "bank_account_number": "12345678",
        "bank_routing_number": "121000358",
    } | more


def transfer(transfer_id: str = "transfer-1", **more: Any) -> Json:
    return {
        "id": transfer_id,
        "account_id": MAYA,
        "relationship_id": "bank-1",
        "type": "ach",
        "status": "QUEUED",
        "amount": "100",
        "direction": "INCOMING",
        "created_at": NOON,
        "updated_at": NOON,
    } | more


def order(order_id: str = "order-1", **more: Any) -> Json:
    return {
        "id": order_id,
        "client_order_id": f"mine-{order_id}",
        "created_at": NOON,
        "updated_at": NOON,
        "asset_id": "asset-1",
        "symbol": "AAPL",
        "qty": "0.42",
        "filled_qty": "0",
        "order_type": "market",
        "type": "market",
        "side": "buy",
        "time_in_force": "day",
        "status": "accepted",
    } | more


def journal(journal_id: str = "journal-1", **more: Any) -> Json:
    return {
        "id": journal_id,
        "entry_type": "JNLC",
        "from_account": FIRM,
        "to_account": MAYA,
        "status": "queued",
        "net_amount": "50",
    } | more
