"""Which of our fields a server means when it refuses an application."""

import re

from ribbit_tui.session.application.steps.agreements import applying_agreements
from ribbit_tui.session.application.steps.registry import AGREEMENTS_STEP, DOCUMENTS_STEP, FIELDS
from ribbit_tui.session.application.steps.w8ben import SIGNER, W8BEN
from ribbit_tui.session.application.steps.w8ben_form import FILLED_FROM
from ribbit_tui.session.application.values.answer import Answers

_DUPLICATE = 409
_INDEX = re.compile(r"\[([0-9]{1,3})\]|\.([0-9]{1,3})(?=\.|$)")
_DOTTED = re.compile(r"[a-z_]+(?:(?:\.|\[)[A-Za-z0-9_\]]+)*")


def refused_field(
    status: int, server_field: str | None, message: str, answers: Answers
) -> str | None:
    """Our field behind a refusal: the one the server names, else the one its message mentions.

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
    """Our name for a field as a server writes it, in full or by its last part.

    Several of our fields can go to one place, such as a state and a province: the one that applies
    to these answers is meant.
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
    return _at(path, answers) or (_ending_in(path, answers) if "." not in path else None)


def _document_field(last: str, index: int, answers: Answers) -> str | None:
    """A signed W-8BEN is the first of the documents; the files come after it."""
    if not W8BEN.applies(answers):
        return f"{DOCUMENTS_STEP.id}.{index}"
    if index > 0:
        return f"{DOCUMENTS_STEP.id}.{index - 1}"
    return FILLED_FROM.get(last) or _at(f"{W8BEN.id}.{last}", answers) or SIGNER


def _in_list(path: str, index: int, answers: Answers) -> str | None:
    """The index counts the entries that were sent: what was left empty is not among them."""
    sent = [
        name
        for name, field in FIELDS.items()
        if field.is_listed(path) and field.applies(answers) and answers.get(name)
    ]
    return sent[index] if index < len(sent) else None


def _at(path: str, answers: Answers) -> str | None:
    return _meant([name for name, field in FIELDS.items() if path in field.paths()], answers)


def _ending_in(last: str, answers: Answers) -> str | None:
    ending = f".{last}"
    candidates = [
        name for name, field in FIELDS.items() if any(p.endswith(ending) for p in field.paths())
    ]
    return _meant(candidates, answers)


def _context_field(last: str, index: int, answers: Answers) -> str | None:
    """The index counts the context forms that were sent, in the order of our questions."""
    sent = list(
        dict.fromkeys(
            name.split(".")[1]
            for name, field in FIELDS.items()
            if name.startswith("context.") and field.applies(answers)
        )
    )
    if index >= len(sent):
        return None
    return _at(f"context.{sent[index]}.{last}", answers)


def _meant(candidates: list[str], answers: Answers) -> str | None:
    applying = [name for name in candidates if FIELDS[name].applies(answers)]
    return next(iter(applying or candidates), None)
