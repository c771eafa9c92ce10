"""Intended differences of the simulator from Alpaca's description of August 2026."""

import re
from dataclasses import dataclass

from tests.descriptions.description import Operation


@dataclass(frozen=True)
class Known:
    """Differences of operations, by what is said of them (regular expressions)."""

    operations: str
    difference: str
    reason: str

    def covers(self, operation: Operation, difference: str) -> bool:
        """Whether this is the difference."""
        return self.covers_operation(str(operation)) and bool(re.match(self.difference, difference))

    def covers_operation(self, operation: str) -> bool:
        """Whether this is about an operation."""
        return re.search(self.operations, operation) is not None


_ORDERS = "orders|/positions|/v2/events/trades"

KNOWN = (
    Known(
        _ORDERS,
        r".*(expires_at|source|subtag): is not described",
        "in answers of Alpaca's that others have published",
    ),
    Known(
        "GET /v1/trading/accounts/{account_id}/account$",
        "pending_transfer_in: is not described",
        "in the description of the Trading API",
    ),
    Known(
        "/v1/accounts",
        r"(\*/)?(contact|identity|disclosures)/[a-z_]+: is not described",
        "a field of the client's own, or of older documents: answered as it was sent",
    ),
    Known(
        "/v1/accounts",
        r"(\*/)?identity/tax_id_type: '[A-Z_]+' is not one of",
        "older documents and the changelog of November 2026 have more types",
    ),
    Known(
        "/v1/accounts",
        r"(\*/)?account_type: 'hsa' is not one of",
        "in Alpaca's own client",
    ),
    Known(
        "/v1/accounts",
        r"(\*/)?agreements/\*/agreement: 'custodial_customer_agreement' is not one of",
        "in Alpaca's own client",
    ),
    Known(
        "/v1/accounts",
        r"(\*/)?contact/email_address: '\[email\\xa0protected\]' is not",
        "as a source shows it",
    ),
    Known(
        "/v2/events/funding/status",
        "entity_type: '[A-Za-z]+' is not a 'uuid'",
        "the description's own text lists these values",
    ),
    Known(
        "/cip",
        "(kyc|document|photo|identity|watchlist)[/:]",
        "answered as the firm uploaded it; the Accounts API's sample has objects and other ids",
    ),
    Known(
        "GET /v1/accounts/{account_id}/documents$",
        r"\*/type: '[a-z0-9_]+' is not one of",
        "uploaded documents, which are listed when `type` asks for theirs",
    ),
    Known(
        "DELETE .*/positions$",
        r"\*/order_id: is not described",
        "the description's own text names the order's id",
    ),
    Known(
        "DELETE .*/positions$",
        r"\*/body(: 'id' is a required|/[a-z_]+: is not described)",
        "the error of a position that could not be closed, as others have published it",
    ),
    Known(
        "^(POST|PATCH) /v1/accounts(/{account_id})?$",
        r"[a-z_]+(/[A-Za-z_/*]+)?: is not described",
        "what an application chose is answered at once, as GET /v1/accounts/{account_id} does",
    ),
    Known(
        "/v1/accounts",
        r"(\*/)?beneficiaries/\*: 'tax_id' is a required property",
        "no tax id is ever answered",
    ),
    Known(
        _ORDERS,
        r"(.*/)?(advanced_)?instructions: is not described",
        "answered as it was sent",
    ),
    Known(
        "/v2/events/trades",
        "reason: is not described",
        "of the changelog, newer than the description",
    ),
    Known(
        "/v2/events/trades",
        "event: 'restated' is not one of",
        "the description's own text has this event",
    ),
    Known(
        "/ach_relationships",
        ".*processor_token: is not described",
        "in Alpaca's own client",
    ),
    Known(
        "/v1/accounts",
        r"(\*/)?documents/\*/content: is not described",
        "documented in the Accounts API of 2022",
    ),
    Known(
        "/v1/accounts|/v1/events/accounts/status",
        r"(\*/)?kyc_results/(accept|reject|indeterminate): .* is not of type 'string'",
        "objects in the Accounts API of 2022; there is more than one code",
    ),
    Known(
        "/account",
        r".*status: '(DISABLED|EDITED)' is not one of",
        "statuses of the Accounts API of 2022 and of Alpaca's own client",
    ),
    Known(
        "/v1/assets|watchlists",
        r".*exchange: 'CRYPTO' is not one of",
        "the description's own text names CRYPTO",
    ),
    Known(
        _ORDERS,
        r".*status: 'held' is not one of",
        "status of the legs of a group, in the guide to orders and in recorded answers",
    ),
    Known(
        _ORDERS,
        r".*legs/\*/legs: None is not of type 'object'",
        "its own text says that it is always null",
    ),
    Known(
        "GET /v1/accounts/{account_id}/ach_relationships",
        r"\*/status: 'CANCELED' is not one of",
        "listed when `statuses` asks for it; the funding stream's description has this status",
    ),
)
