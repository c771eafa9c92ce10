"""The field of the form that a server's refusal is about."""

import re

from ribbit_tui.session.application.steps.agreements import applying_agreements
from ribbit_tui.session.application.steps.registry import AGREEMENTS_STEP, DOCUMENTS_STEP, FIELDS
from ribbit_tui.session.application.steps.w8ben import SIGNER, W8BEN
from ribbit_tui.session.application.steps.w8ben_document import SOURCE_FIELDS
from ribbit_tui.session.application.values.answer import Answers

_DUPLICATE = 409
_INDEX = re.compile(r"\[([0-9]{1,3})\]|\.([0-9]{1,3})(?=\.|$)")
_DOTTED = re.compile(r"[a-z_]+(?:(?:\.|\[)[A-Za-z0-9_\]]+)*")


def refused_field(
    status: int, server_field: str | None, message: str, answers: Answers
) -> str | None:
    """Return the name of the refused field: named by the server, or found in its message.

    409 means that the e-mail address has an account already.
    """
    if status == _DUPLICATE:
        return "contact.email_address"
    if server_field:
        return field_for(server_field, answers)
    mentioned = (
        field_for(word, answers) for word in _DOTTED.findall(message) if "_" in word or "." in word
    )
    return next((name for name in mentioned if name), None)


def field_for(server_field: str, answers: Answers) -> str | None:
    """Return the name of the field that the server writes in full or by its last part.

    If several fields are sent to one path, such as a state and a province, the one that applies to
    the answers is returned.
    """
    path = server_field.strip().removeprefix("body.")
    index = next((int(a or b) for a, b in _INDEX.findall(path)), 0)
    path = _INDEX.sub("", path)
    if path.split(".")[0] == AGREEMENTS_STEP.id:
        sent = applying_agreements(answers)
        return f"{AGREEMENTS_STEP.id}.{sent[min(index, len(sent) - 1)].agreement}"
    if path.split(".")[0] == "documents":
        return _document_field(path.rpartition(".")[2], index, answers)
    if path.startswith("disclosures.context"):
        return _context_field(path.rpartition(".")[2], index, answers)
    if in_list := _in_list(path, index, answers):
        return in_list
    return _field_at(path, answers) or (
        _field_ending_in(path, answers) if "." not in path else None
    )


def _document_field(last: str, index: int, answers: Answers) -> str | None:
    """Return the field of a document. A signed W-8BEN is sent before the files."""
    if not W8BEN.applies(answers):
        return f"{DOCUMENTS_STEP.id}.{index}"
    if index > 0:
        return f"{DOCUMENTS_STEP.id}.{index - 1}"
    return SOURCE_FIELDS.get(last) or _field_at(f"{W8BEN.id}.{last}", answers) or SIGNER


def _in_list(path: str, index: int, answers: Answers) -> str | None:
    """Return the field of a list's entry. Empty answers were not sent and do not count."""
    sent = [
        name
        for name, field in FIELDS.items()
        if field.is_listed(path) and field.applies(answers) and answers.get(name)
    ]
    return sent[index] if index < len(sent) else None


def _field_at(path: str, answers: Answers) -> str | None:
    return _applying([name for name, field in FIELDS.items() if path in field.paths()], answers)


def _field_ending_in(last: str, answers: Answers) -> str | None:
    ending = f".{last}"
    candidates = [
        name for name, field in FIELDS.items() if any(p.endswith(ending) for p in field.paths())
    ]
    return _applying(candidates, answers)


def _context_field(last: str, index: int, answers: Answers) -> str | None:
    """Return the field of a context form. The forms are sent in the order of the fields."""
    sent = list(
        dict.fromkeys(
            name.split(".")[1]
            for name, field in FIELDS.items()
            if name.startswith("context.") and field.applies(answers)
        )
    )
    if index >= len(sent):
        return None
    return _field_at(f"context.{sent[index]}.{last}", answers)


def _applying(candidates: list[str], answers: Answers) -> str | None:
    applying = [name for name in candidates if FIELDS[name].applies(answers)]
    return next(iter(applying or candidates), None)
