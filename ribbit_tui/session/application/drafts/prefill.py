"""Answers prefilled from an account, as far as it contains them."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from ribbit_tui.session.application.fields.field import Field, has_valid_type
from ribbit_tui.session.application.steps.identity import OWN_SPELLING
from ribbit_tui.session.application.steps.registry import FIELDS, default_answers
from ribbit_tui.session.application.values import phones
from ribbit_tui.session.application.values.answer import Answer, Kind

from .draft import Draft

if TYPE_CHECKING:
    from ribbit_tui.wire.accounts import Account

_TRUSTED_CONTACT_NAMED = "trusted_contact.named"


def prefilled_answers(account: "Account") -> dict[str, Answer]:
    """Return the answers that the account was created from.

    Sensitive answers and signatures are never among them.
    """
    body: dict[str, object] = account.to_wire()
    contexts = (account.disclosures.context if account.disclosures else None) or []
    body["context"] = {context.context_type: context.to_wire() for context in contexts}
    answers = default_answers()
    if _TRUSTED_CONTACT_NAMED in FIELDS:
        answers[_TRUSTED_CONTACT_NAMED] = bool(body.get("trusted_contact"))
    identity = account.identity.to_wire() if account.identity else {}
    if any(name.startswith("local_") for name in identity):
        answers[OWN_SPELLING] = True
    taken: dict[str, int] = {}
    for field in FIELDS.values():
        # In the order of the fields, since a field can depend on those before it.
        if not field.is_saved or not field.applies(answers):
            continue
        value = _answer_from(field, body, taken)
        if value is not None and has_valid_type(value, field) and _is_offered(field, value):
            answers[field.name] = value
    return answers


def _is_offered(field: Field, value: Answer) -> bool:
    """Whether our form offers the value. Another firm's form may offer others."""
    choices = {choice.value for choice in field.options()}
    chosen = value if isinstance(value, tuple) else (value,)
    return not choices or choices.issuperset(chosen)


def prefilled_draft(account: "Account", now: datetime, id: str) -> Draft:
    """Return a new draft with the account's answers. Agreements must be accepted again."""
    draft = Draft.start(now, id)
    for name, answer in prefilled_answers(account).items():
        draft.answer(name, answer)
    return draft


def _answer_from(field: Field, body: Mapping[str, object], taken: dict[str, int]) -> Answer:
    """Return the answer to a field; None if the account does not contain it."""
    paths = field.destinations
    if not paths:
        return None
    if len(paths) == 1:
        value = _next_at(paths[0].path, body, taken)
        if field.kind is Kind.YES_NO and value is not None and not isinstance(value, bool):
            return bool(value == paths[0].convert(True))  # a Yes that is sent as another value
        if field.kind is Kind.PHONE and isinstance(value, str):
            return phones.national(value) or value
        return tuple(value) if isinstance(value, list) else _to_answer(value)
    # A choice that is sent to several paths, such as the bounds of a band.
    found = [_comparable(_at(place.path, body)) for place in paths]
    if all(value is None for value in found):
        return None
    for choice in field.options():
        if [_comparable(place.convert(choice.value)) for place in paths] == found:
            return choice.value
    return None


def _next_at(path: str, body: Mapping[str, object], taken: dict[str, int]) -> object:
    """Return the value at a path; for a list that several fields fill, the next entry."""
    if not path.endswith("[]"):
        return _at(path, body)
    path = path.removesuffix("[]")
    entries = _at(path, body)
    index = taken.get(path, 0)
    taken[path] = index + 1
    return entries[index] if isinstance(entries, list) and index < len(entries) else None


def _at(path: str, body: Mapping[str, object]) -> object:
    found: object = body
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _to_answer(value: object) -> Answer:
    if value is None or isinstance(value, bool | str):
        return value
    return str(value)


def _comparable(value: object) -> object:
    """Return a number for a text, so that `25000` equals `25000.00`."""
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return value
