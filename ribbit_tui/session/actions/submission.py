"""Sending an application, once: what comes of it, or where in the draft it failed."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ribbit_tui.session.application.documents.attachments import UnusableDocumentsError, uploads
from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.steps.registry import REVIEW_STEP, step_of
from ribbit_tui.session.application.submission.server_refusal import refused_field
from ribbit_tui.session.errors import ActionFailedError, ErrorReport

if TYPE_CHECKING:
    from .customers import CustomerActions


class NotSentError(Exception):
    """Nothing was sent, or it was not taken: at a step of the draft, or as a report."""

    def __init__(self, errors: Mapping[str, str], report: ErrorReport | None = None) -> None:
        super().__init__("the application was not sent")
        self.errors = dict(errors)
        """What to do, by field name; all of one step. Empty where the report names none."""
        self.report = report


async def send(draft: Draft, actions: "CustomerActions", today: date) -> str:
    """Send it with its documents; the id of the account. Raises NotSentError."""
    try:
        documents = await asyncio.to_thread(uploads, draft.documents)
        account = await actions.submit_application(draft.to_creation(today, documents))
    except UnusableDocumentsError as unusable:
        draft.note_document_errors(unusable.errors)
        raise NotSentError(first_errors(draft, today)) from None
    except ActionFailedError as failure:
        raise NotSentError(_at_its_field(failure.report, draft), failure.report) from None
    return account.id


def first_errors(draft: Draft, today: date) -> dict[str, str]:
    """What is wrong with the first step that anything is wrong with."""
    errors = draft.errors(REVIEW_STEP.id, today)
    return draft.errors(step_of(next(iter(errors))), today) if errors else {}


def _at_its_field(report: ErrorReport, draft: Draft) -> dict[str, str]:
    """What the server says, at the field it means, always with the request id."""
    if report.status is None:
        return {}
    field = refused_field(report.status, report.field, report.detail, draft.answers)
    if field is None:
        return {}
    request = f" (request id {report.request_id})" if report.request_id else ""
    return {field: f"{report.detail}{request}"}
