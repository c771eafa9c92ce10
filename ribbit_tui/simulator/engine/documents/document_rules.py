"""What a document must be to be taken. The rules are those of the Documents API."""

import base64
import binascii
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from ribbit_tui.simulator.errors import InvalidError, TooLargeError
from ribbit_tui.wire.model import loads

LARGEST_DOCUMENT = 10 * 1024 * 1024
"""Characters of base64."""
LARGEST_UPLOAD = 32 * 1024 * 1024
"""Bytes of all documents of one call, encoded: several at once must fit into memory."""
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
_MIME_TYPES = frozenset(["application/pdf", "image/png", "image/jpeg"])
_LONGEST_TEXT = 1024

_W8BEN_REVISIONS = frozenset(["7-2017", "10-2021"])
_W8BEN_TEXTS = (
    "country_citizen",
    "full_name",
    "ip_address",
    "permanent_address_city_state",
    "revision",
    "signer_full_name",
)
# One table of the documentation names these two with a "city" that all the samples lack.
_W8BEN_ADDRESS = {
    "permanent_address_country": "permanent_address_city_country",
    "permanent_address_street": "permanent_address_city_street",
}


def check(document: dict[str, Any], path: str) -> None:
    """Raises InvalidError or TooLargeError for the first thing wrong; `path` is where it lies in
    the body."""
    kind = document.get("document_type")
    _one_of(kind, UPLOAD_TYPES, f"{path}.document_type")
    _check_sub_type(document.get("document_sub_type"), f"{path}.document_sub_type")
    form, mime_type = document.get("content_data"), document.get("mime_type")
    if kind == W8BEN and form is not None and not document.get("content"):
        if mime_type is not None:
            _one_of(mime_type, {JSON}, f"{path}.mime_type")
        _check_w8ben(form, f"{path}.content_data")
        return
    if form is not None:
        raise InvalidError(
            "content_data is for a w8ben that has no content", f"{path}.content_data"
        )
    content = _decoded(document.get("content"), f"{path}.content")
    allowed = _MIME_TYPES | {JSON} if kind == W8BEN else _MIME_TYPES
    _one_of(mime_type, allowed, f"{path}.mime_type")
    if mime_type == JSON:
        _check_w8ben(_json_of(content, f"{path}.content"), f"{path}.content")


def _check_sub_type(value: Any, field: str) -> None:
    if value is not None and (not isinstance(value, str) or len(value) > _LONGEST_TEXT):
        raise InvalidError(f"{field} must be at most {_LONGEST_TEXT} characters", field)


def _decoded(content: Any, field: str) -> bytes:
    if not isinstance(content, str) or not content:
        raise InvalidError(f"{field} is required", field)
    if len(content) > LARGEST_DOCUMENT:
        raise TooLargeError(f"{field} must be at most 10 MB encoded", field)
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidError(f"{field} must be base64", field) from error


def _json_of(content: bytes, field: str) -> Any:
    try:
        return loads(content)
    except (ValueError, RecursionError) as error:
        raise InvalidError(f"{field} must be JSON", field) from error


def _check_w8ben(form: Any, path: str) -> None:
    if not isinstance(form, dict):
        raise InvalidError(f"{path} must be an object", path)
    for name in _W8BEN_TEXTS:
        _text(form.get(name), f"{path}.{name}")
    for name, alias in _W8BEN_ADDRESS.items():
        _text(form.get(name) or form.get(alias), f"{path}.{name}")
    _one_of(form["revision"], _W8BEN_REVISIONS, f"{path}.revision")
    for name in ("date", "date_of_birth"):
        _is_read_by(date.fromisoformat, form.get(name), f"{path}.{name}", "a date")
    _is_read_by(datetime.fromisoformat, form.get("timestamp"), f"{path}.timestamp", "a time")
    if not (form.get("foreign_tax_id") or form.get("tax_id_ssn")):
        field = f"{path}.ftin_not_required"
        if not isinstance(form.get("ftin_not_required"), bool):
            raise InvalidError(f"{field} is required without foreign_tax_id and tax_id_ssn", field)


def _text(value: Any, field: str) -> None:
    if not isinstance(value, str) or not value.strip():
        raise InvalidError(f"{field} is required", field)
    if len(value) > _LONGEST_TEXT:
        raise InvalidError(f"{field} must be at most {_LONGEST_TEXT} characters", field)


def _is_read_by(read: Any, value: Any, field: str, what: str) -> None:
    _text(value, field)
    try:
        read(value)
    except ValueError as error:
        raise InvalidError(f"{field} must be {what}", field) from error


def _one_of(value: Any, allowed: Collection[str], field: str) -> None:
    if not isinstance(value, str) or value not in allowed:
        raise InvalidError(f"{field} must be one of {', '.join(sorted(allowed))}", field)
