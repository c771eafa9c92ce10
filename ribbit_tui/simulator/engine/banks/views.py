"""Bank links as the API returns them."""

from ribbit_tui.simulator.clock import from_timestamp
from ribbit_tui.simulator.engine.common.funding_events import CORRESPONDENT
from ribbit_tui.wire.funding import AchRelationship
from ribbit_tui.wire.recipient_banks import Bank

from .fields import PLAID_INSTITUTION
from .records import AchRelationshipRecord, RecipientBankRecord


def relationship_as_wire(relationship: AchRelationshipRecord) -> AchRelationship:
    """Return an ACH relationship."""
    is_plaid = relationship.processor_token is not None
    return AchRelationship(
        id=relationship.id,
        account_id=relationship.account_id,
        created_at=from_timestamp(relationship.created_at),
        updated_at=from_timestamp(relationship.updated_at),
        status=relationship.status,
        account_owner_name=relationship.account_owner_name,
        bank_account_type=relationship.bank_account_type,
        bank_account_number=relationship.bank_account_number,
        bank_routing_number=relationship.bank_routing_number,
        nickname=relationship.nickname,
        processor_token=relationship.processor_token,
        correspondent_code=CORRESPONDENT,
        approval_method="PLAID" if is_plaid else "CORRESPONDENT",
        plaid_institution=PLAID_INSTITUTION if is_plaid else None,
        plaid_verification_status="automatically_verified" if is_plaid else None,
        account_mask=relationship.bank_account_number[-4:],
    )


def bank_as_wire(bank: RecipientBankRecord) -> Bank:
    """Return a recipient bank. A missing address is empty text, as in Alpaca's responses."""
    return Bank(
        id=bank.id,
        account_id=bank.account_id,
        created_at=from_timestamp(bank.created_at),
        updated_at=from_timestamp(bank.updated_at),
        status=bank.status,
        name=bank.name,
        bank_code=bank.bank_code,
        bank_code_type=bank.bank_code_type,
        account_number=bank.account_number,
        country=bank.country or "",
        state_province=bank.state_province or "",
        postal_code=bank.postal_code or "",
        city=bank.city or "",
        street_address=bank.street_address or "",
        extra_fields=bank.extra_fields_body(),
    )
