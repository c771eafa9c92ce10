"""Rules for agreements: the known ones, and those that an account needs."""

from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.wire.accounts import AccountCreation, AccountType, Agreement

from .values import one_of, short

_AGREEMENTS = frozenset(
    [
        "margin_agreement",
        "account_agreement",
        "customer_agreement",
        "crypto_agreement",
        "options_agreement",
        "custodial_customer_agreement",
        "etc_agreement",
    ]
)
_CUSTOMER = "customer_agreement"
_CUSTODIAL_CUSTOMER = "custodial_customer_agreement"
CRYPTO_AGREEMENT = "crypto_agreement"


def check_agreements(agreements: list[Agreement]) -> None:
    """Check that there are agreements, and only known ones. Raises InvalidError."""
    if not agreements:
        raise InvalidError("agreements is required", "agreements")
    for number, agreement in enumerate(agreements):
        path = f"agreements.{number}"
        one_of(agreement.agreement, _AGREEMENTS, f"{path}.agreement")
        short(agreement.ip_address, f"{path}.ip_address")
        short(agreement.revision, f"{path}.revision")


def check_signed(creation: AccountCreation) -> None:
    """Check that what the account needs is signed. Raises InvalidError.

    Every sample of the Accounts API has the customer agreement. A custodian may sign its custodial
    form instead.
    """
    signed = {agreement.agreement for agreement in creation.agreements}
    is_custodial = creation.account_type == AccountType.CUSTODIAL
    if _CUSTOMER not in signed and not (is_custodial and _CUSTODIAL_CUSTOMER in signed):
        raise InvalidError(f"agreements: {_CUSTOMER} is required", "agreements")
    if "crypto" in (creation.enabled_assets or []) and CRYPTO_AGREEMENT not in signed:
        raise InvalidError(
            f"agreements: {CRYPTO_AGREEMENT} is required to enable crypto", "agreements"
        )
