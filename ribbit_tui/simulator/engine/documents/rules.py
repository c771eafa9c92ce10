"""Rules for uploaded documents, from the Documents API."""

import base64
import binascii
import json
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple

from ribbit_tui.simulator.engine.accounts.rules import find_account
from ribbit_tui.simulator.errors import InvalidError, NotFoundError, TooLargeError
from ribbit_tui.simulator.settings import Setup
from ribbit_tui.simulator.simulation import Simulation

from . import records
from .jsonc import loads_jsonc
from .records import DocumentRecord

LARGEST_DOCUMENT = 10 * 1024 * 1024
"""Characters of base64 of one document that the simulated Alpaca checks."""
LARGEST_UPLOAD = 32 * 1024 * 1024
"""Bytes of all documents of one request, encoded. Several requests must fit into memory."""
LARGEST_UPLOAD_OF_OWN_KYC = 2 * LARGEST_UPLOAD
"""Bytes of a request of a firm that checks customers itself, whose documents have no limit."""
MOST_AT_ONCE = 10

W8BEN = "w8ben"
UPLOAD_TYPES = frozenset(
    [
        "identity_verification",
        "address_verification",
        "date_of_birth_verification",
        "tax_id_verification",
        "social_security_number_verification",
        "account_approval_letter",
        "limited_trading_authorization",
        "cip_result",
        W8BEN,
        "w9",
        "other",
    ]
)
JSON = "application/json"
_JSONC = "application/jsonc"
_MIME_TYPES = frozenset(["application/pdf", "image/png", "image/jpeg"])
_LONGEST_TEXT = 1024
_TAX_IDS = ("tax_id_ssn", "foreign_tax_id")
_SHOWN_DIGITS = 4

_W8BEN_REVISIONS = frozenset(["7-2017", "10-2021"])
_W8BEN_TEXTS = (
    "country_citizen",
    "full_name",
    "ip_address",
    "permanent_address_city_state",
    "revision",
    "signer_full_name",
)
# One table of the documentation inserts "city" into these two names; all samples lack it.
_W8BEN_ADDRESS = {
    "permanent_address_country": "permanent_address_city_country",
    "permanent_address_street": "permanent_address_city_street",
}


class CheckedUpload(NamedTuple):
    """Uploaded document that may be stored; tax ids in its content are masked.

    `replaced` is the id of the document that it replaces.
    """

    type: str
    sub_type: str | None
    mime_type: str
    content: bytes = b""
    replaced: str | None = None


def largest_document(setup: Setup) -> int | None:
    """Return the most characters of a document; None if the firm checks its customers itself."""
    return None if setup == "fully_disclosed" else LARGEST_DOCUMENT


def find_document(simulation: Simulation, document_id: str) -> DocumentRecord:
    """Return a document; raises NotFoundError."""
    document = records.by_id(simulation, document_id.lower())
    if document is None:
        raise NotFoundError("document not found")
    return document


def find_document_of(simulation: Simulation, account_id: str, document_id: str) -> DocumentRecord:
    """Return a document as `find_document`; raises NotFoundError if it is another account's."""
    account = find_account(simulation, account_id)
    document = find_document(simulation, document_id)
    if document.account_id != account.id:
        raise NotFoundError("document not found")
    return document


def checked_upload(
    document: Mapping[str, object],
    path: str,
    largest: int | None = LARGEST_DOCUMENT,
    earlier: DocumentRecord | None = None,
) -> CheckedUpload:
    """Return an uploaded document that may be stored; `path` is its place in the body.

    Without content it keeps that of the `earlier` document, which it replaces. Raises InvalidError
    or TooLargeError for the first thing wrong.
    """
    replaced = None if earlier is None else earlier.id
    kind = _one_of(document.get("document_type"), UPLOAD_TYPES, f"{path}.document_type")
    sub_type = _sub_type(document.get("document_sub_type"), f"{path}.document_sub_type")
    form, mime_type = document.get("content_data"), document.get("mime_type")
    if kind == W8BEN and form is not None and not document.get("content"):
        if mime_type is not None:
            _one_of(mime_type, {JSON}, f"{path}.mime_type")
        w8ben = _checked_w8ben(form, f"{path}.content_data")
        return CheckedUpload(kind, sub_type, JSON, _masked_form(w8ben), replaced)
    if form is not None:
        raise InvalidError(
            "content_data is for a w8ben that has no content", f"{path}.content_data"
        )
    content = earlier.content if earlier and not document.get("content") else None
    if content is None:
        content = _decoded(document.get("content"), f"{path}.content", largest)
    allowed = _MIME_TYPES | {JSON, _JSONC} if kind == W8BEN else _MIME_TYPES
    checked_type = _one_of(mime_type, allowed, f"{path}.mime_type")
    if checked_type in (JSON, _JSONC):
        w8ben = _checked_w8ben(_json_of(content, f"{path}.content"), f"{path}.content")
        return CheckedUpload(kind, sub_type, JSON, _masked_form(w8ben), replaced)
    return CheckedUpload(kind, sub_type, checked_type, content, replaced)


def _sub_type(value: object, field: str) -> str | None:
    if value is not None and (not isinstance(value, str) or len(value) > _LONGEST_TEXT):
        raise InvalidError(f"{field} must be at most {_LONGEST_TEXT} characters", field)
    return value


def _decoded(content: object, field: str, largest: int | None) -> bytes:
    if not isinstance(content, str) or not content:
        raise InvalidError(f"{field} is required", field)
    if largest is not None and len(content) > largest:
        raise TooLargeError(f"{field} must be at most 10 MB encoded", field)
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidError(f"{field} must be base64", field) from error


def _json_of(content: bytes, field: str) -> object:
    try:
        return loads_jsonc(content)
    except (ValueError, RecursionError) as error:
        raise InvalidError(f"{field} must be JSON or JSONC", field) from error


def _checked_w8ben(form: object, path: str) -> dict[str, object]:
    if not isinstance(form, dict):
        raise InvalidError(f"{path} must be an object", path)
    for name in _W8BEN_TEXTS:
        _text(form.get(name), f"{path}.{name}")
    for name, alias in _W8BEN_ADDRESS.items():
        _text(form.get(name) or form.get(alias), f"{path}.{name}")
    _one_of(form["revision"], _W8BEN_REVISIONS, f"{path}.revision")
    for name in ("date", "date_of_birth"):
        _check_parses(date.fromisoformat, form.get(name), f"{path}.{name}", "a date")
    _check_parses(datetime.fromisoformat, form.get("timestamp"), f"{path}.timestamp", "a time")
    if not (form.get("foreign_tax_id") or form.get("tax_id_ssn")):
        field = f"{path}.ftin_not_required"
        if not isinstance(form.get("ftin_not_required"), bool):
            raise InvalidError(f"{field} is required without foreign_tax_id and tax_id_ssn", field)
    return form


def _masked_form(form: dict[str, object]) -> bytes:
    """Return a form as JSON, its tax ids reduced to their last digits."""
    masked = {name: _masked(value) for name, value in form.items() if name in _TAX_IDS and value}
    return json.dumps(form | masked, default=str, indent=2).encode()


def _masked(tax_id: object) -> str:
    text = str(tax_id)
    hidden = max(len(text) - _SHOWN_DIGITS, (len(text) + 1) // 2)
    return "*" * hidden + text[hidden:]


def _text(value: object, field: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidError(f"{field} is required", field)
    if len(value) > _LONGEST_TEXT:
        raise InvalidError(f"{field} must be at most {_LONGEST_TEXT} characters", field)
    return value


def _check_parses(parse: Callable[[str], date], value: object, field: str, kind: str) -> None:
    text = _text(value, field)
    try:
        parse(text)
    except ValueError as error:
        raise InvalidError(f"{field} must be {kind}", field) from error


def _one_of(value: object, allowed: Collection[str], field: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        wrong = "is required:" if value is None else "must be"
        raise InvalidError(f"{field} {wrong} one of {', '.join(sorted(allowed))}", field)
    return value
