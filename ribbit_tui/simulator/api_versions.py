"""Differences between the two versions of the API that the simulator speaks.

`2026` is Alpaca's description of August 2026. `2021` keeps the forms of its documents of 2021 and
2022. Views make the fields of both; `shaped` takes away what a version doesn't have. Events and
activities keep the form of the version that they were written in. Requests are the same in both.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from ribbit_tui.wire.accounts import (
    Account,
    AccountAgreement,
    AccountContact,
    AccountDisclosures,
    AccountIdentity,
    AccountTrustedContact,
    DisclosureContext,
)
from ribbit_tui.wire.activities import Activity
from ribbit_tui.wire.assets import Asset, ListedWatchlist, Watchlist
from ribbit_tui.wire.events import AccountStatusEvent, TradeEvent
from ribbit_tui.wire.funding import AchRelationship, Transfer
from ribbit_tui.wire.kyc import KycResults
from ribbit_tui.wire.model import WireModel
from ribbit_tui.wire.orders import Order
from ribbit_tui.wire.trading_accounts import TradingAccount, TradingConfigurations

from .errors import INVALID_REQUEST
from .settings import ApiVersion

_NONE: frozenset[str] = frozenset()


class Conversion(NamedTuple):
    """Change of a field's value from 2021 to 2026, and the JSON schema of the new value."""

    make: Callable[[object], object]
    schema: Mapping[str, object]


@dataclass(frozen=True)
class Shape:
    """Fields of a kind of JSON object by version."""

    removed: frozenset[str] = _NONE
    """Fields that 2026 doesn't have any more."""
    added: frozenset[str] = _NONE
    """Fields that 2021 doesn't have yet."""
    nullable: frozenset[str] | None = _NONE
    """Fields that 2026 may answer with null; any other is left out. None stands for all fields."""
    converted: Mapping[str, Conversion] = field(default_factory=dict)
    """Fields that are null or of another type in 2021."""
    parts: Mapping[str, type[WireModel]] = field(default_factory=dict)
    """Kinds of the fields that are objects or lists of objects."""

    def of(self, version: ApiVersion, body: Mapping[str, object]) -> dict[str, object]:
        """Return the object in the form of a version, its parts unchanged."""
        if version == "2021":
            return {name: value for name, value in body.items() if name not in self.added}
        if self.converted:
            made = {
                name: change.make(body[name])
                for name, change in self.converted.items()
                if name in body
            }
            body = {**body, **made}
        return {
            name: value
            for name, value in body.items()
            if name not in self.removed
            and (value is not None or self.nullable is None or name in self.nullable)
        }


_DEFAULT = Shape()


def shaped(
    version: ApiVersion, kind: type[WireModel], body: Mapping[str, object]
) -> dict[str, object]:
    """Return the JSON of a `kind`, made with the fields of both versions, in the form of one."""
    shape = SHAPES.get(kind, _DEFAULT)
    made = shape.of(version, body)
    for name, part in shape.parts.items():
        inner = made.get(name)
        if isinstance(inner, Mapping):
            made[name] = shaped(version, part, inner)
        elif isinstance(inner, Sequence):
            made[name] = [shaped(version, part, one) for one in inner]
    return made


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _number(value: object) -> object:
    if value is None:
        return None
    exact = Decimal(str(value))
    return int(exact) if exact == exact.to_integral_value() else float(exact)


_TEXT = {"type": "string"}
_INACTIVE_IF_NULL = Conversion(lambda status: status or "INACTIVE", _TEXT)
_NOT_SPECIFIED_IF_NULL = Conversion(lambda kind: kind or "NOT_SPECIFIED", _TEXT)
_NULL_IF_EMPTY = Conversion(lambda text: text or None, _TEXT)
_NUMBER = Conversion(_number, {"type": "number"})
_TRUE_OR_FALSE = Conversion(lambda value: str(value).lower(), _TEXT)
_HIGHEST_IF_NULL = Conversion(lambda level: 3 if level is None else level, {"type": "integer"})
_ONE_LINE = Conversion(
    lambda lines: ", ".join(map(str, lines)) if isinstance(lines, list) else lines, _TEXT
)

SHAPES: Mapping[type[WireModel], Shape] = {
    Account: Shape(
        converted={"crypto_status": _INACTIVE_IF_NULL},
        parts={
            "contact": AccountContact,
            "identity": AccountIdentity,
            "disclosures": AccountDisclosures,
            "trusted_contact": AccountTrustedContact,
            "agreements": AccountAgreement,
            "documents": WireModel,
            "kyc_results": KycResults,
            "trading_configurations": TradingConfigurations,
        },
    ),
    AccountContact: Shape(nullable=_names("phone_number")),
    AccountIdentity: Shape(
        converted={
            "tax_id_type": _NOT_SPECIFIED_IF_NULL,
            "annual_income_min": _NUMBER,
            "annual_income_max": _NUMBER,
            "liquid_net_worth_min": _NUMBER,
            "liquid_net_worth_max": _NUMBER,
            "total_net_worth_min": _NUMBER,
            "total_net_worth_max": _NUMBER,
        }
    ),
    AccountDisclosures: Shape(
        removed=_names("is_discretionary"),
        nullable=_names("context"),
        parts={"context": DisclosureContext},
    ),
    DisclosureContext: Shape(converted={"company_street_address": _ONE_LINE}),
    AccountStatusEvent: Shape(
        converted={"reason": _NULL_IF_EMPTY}, parts={"kyc_results": KycResults}
    ),
    AchRelationship: Shape(
        removed=_names(
            "account_mask approval_method correspondent_code plaid_institution"
            " plaid_verification_status"
        )
    ),
    Activity: Shape(added=_names("activity_sub_type currency cusip group_id")),
    Asset: Shape(
        added=_names("attributes borrow_status margin_requirement_long margin_requirement_short")
    ),
    Order: Shape(added=_names("cancel_requested_at"), nullable=None),
    TradeEvent: Shape(added=_names("reason settle_date")),
    TradingAccount: Shape(
        removed=_names(
            "daytrade_count daytrading_buying_power last_daytrade_count"
            " last_daytrading_buying_power pattern_day_trader"
        ),
        added=_names(
            "effective_buying_power intraday_adjustments last_options_buying_power"
            " pending_reg_taf_fees"
        ),
        nullable=_names("user_configurations"),
        converted={"crypto_status": _INACTIVE_IF_NULL},
        parts={"user_configurations": TradingConfigurations},
    ),
    TradingConfigurations: Shape(
        removed=_names("dtbp_check pdt_check"),
        converted={
            "max_options_trading_level": _HIGHEST_IF_NULL,
            "ptp_no_exception_entry": _TRUE_OR_FALSE,
        },
    ),
    Transfer: Shape(nullable=_names("additional_information fee fee_payment_method reason")),
    Watchlist: Shape(parts={"assets": Asset}),
    ListedWatchlist: Shape(removed=_names("assets"), parts={"assets": Asset}),
}
"""Shapes by kind. Of all other kinds 2026 leaves out the fields that are null."""

INVALID_CODES = {("POST", "/v1/accounts"): INVALID_REQUEST}
"""Codes, in 2026, of all that an operation refuses with 422."""

STATUSES: Mapping[tuple[str, str], Mapping[ApiVersion, int]] = {
    ("DELETE", "/v1/accounts/{account_id}/transfers/{transfer_id}"): {"2021": 204, "2026": 200},
}
"""Statuses of success that differ, by method and path."""

PATHS_OF_2021 = frozenset({"/v1/events/trades"})
"""Paths that Alpaca has removed since."""
