"""The file format of a draft: versioned JSON, without the sensitive answers."""

import json
from datetime import datetime
from pathlib import Path

from ribbit_tui.session.application.documents.attachments import Attachment
from ribbit_tui.session.application.fields.field import has_valid_type
from ribbit_tui.session.application.reference.document_types import TYPES_BY_VALUE
from ribbit_tui.session.application.steps.agreements import AGREEMENT_TEXTS, AcceptedAgreement
from ribbit_tui.session.application.steps.registry import FIELDS, STEPS, STEPS_BY_ID
from ribbit_tui.session.application.values.answer import Answer

from .draft import Draft

_FORMAT = "ribbit application draft"
_VERSION = 1


def encode(draft: Draft) -> bytes:
    """Return the content of a draft file."""
    content = {
        "format": _FORMAT,
        "version": _VERSION,
        "id": draft.id,
        "created_at": draft.created_at.isoformat(),
        "updated_at": draft.updated_at.isoformat(),
        "step": draft.step,
        "reached": draft.reached,
        "answers": {
            name: answer
            for name, answer in draft.answers.items()
            if name in FIELDS and FIELDS[name].is_saved
        },
        "documents": [
            {
                "path": str(one.path),
                "document_type": one.document_type,
                "document_sub_type": one.document_sub_type,
            }
            for one in draft.documents
        ],
        "opened": {name: AGREEMENT_TEXTS[name].revision for name in sorted(draft.opened)},
        "accepted": {
            name: {
                "signed_at": one.signed_at.isoformat(),
                "ip_address": one.ip_address,
                "revision": one.revision,
            }
            for name, one in draft.accepted.items()
        },
    }
    return json.dumps(content, indent=1).encode()


def decode(content: bytes) -> Draft:
    """Parse a draft file. Raises ValueError, whose message contains no answer."""
    found = _mapping(json.loads(content))
    if found.get("format") != _FORMAT or found.get("version") != _VERSION:
        raise ValueError("not a draft of this version")
    step = _known_step(_text(found, "step"))
    return Draft(
        id=_text(found, "id"),
        created_at=_timestamp(found, "created_at"),
        updated_at=_timestamp(found, "updated_at"),
        step=step or STEPS[0].id,
        reached=_known_step(found.get("reached")) or step or STEPS[0].id,
        answers=_answers(_mapping(found.get("answers"))),
        documents=_documents(found.get("documents")),
        accepted=_accepted(_mapping(found.get("accepted"))),
        opened=_opened(_mapping(found.get("opened"))),
    )


def _answers(found: dict[str, object]) -> dict[str, Answer]:
    """Return the answers that today's fields accept. The others are dropped."""
    answers: dict[str, Answer] = {}
    for name, value in found.items():
        field = FIELDS.get(name)
        answer = tuple(value) if isinstance(value, list) else value
        if field is not None and field.is_saved and has_valid_type(answer, field):
            answers[name] = answer
    return answers


def _documents(found: object) -> list[Attachment]:
    """Return the attached files by path, not examined yet. Old drafts have none."""
    documents = []
    for one in found if isinstance(found, list) else []:
        row = _mapping(one)
        sub_type = row.get("document_sub_type")
        if row.get("document_type") in TYPES_BY_VALUE:
            documents.append(
                Attachment(
                    Path(_text(row, "path")),
                    _text(row, "document_type"),
                    sub_type if isinstance(sub_type, str) else None,
                )
            )
    return documents


def _opened(found: dict[str, object]) -> set[str]:
    """Return the agreements that were opened in their current revision."""
    return {name for name, revision in found.items() if _is_current(name, revision)}


def _accepted(found: dict[str, object]) -> dict[str, AcceptedAgreement]:
    """Return the acceptances of agreements in their current revision."""
    accepted = {}
    for name, value in found.items():
        one = _mapping(value)
        if _is_current(name, one.get("revision")):
            accepted[name] = AcceptedAgreement(
                agreement=name,
                signed_at=_timestamp(one, "signed_at"),
                ip_address=_text(one, "ip_address"),
                revision=_text(one, "revision"),
            )
    return accepted


def _is_current(name: str, revision: object) -> bool:
    text = AGREEMENT_TEXTS.get(name)
    return text is not None and text.revision == revision


def _known_step(step: object) -> str | None:
    """Return the id of a step, or None if this version has no such step."""
    return step if isinstance(step, str) and step in STEPS_BY_ID else None


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError("an object is missing")
    return value


def _text(found: dict[str, object], key: str) -> str:
    value = found.get(key)
    if not isinstance(value, str):
        raise ValueError(f"{key} is missing")
    return value


def _timestamp(found: dict[str, object], key: str) -> datetime:
    moment = datetime.fromisoformat(_text(found, key))
    if moment.tzinfo is None:
        raise ValueError(f"{key} has no time zone")
    return moment
