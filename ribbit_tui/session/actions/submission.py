"""The submission of an application draft, and the errors of a failed one by field."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ribbit_tui.session.application.documents.attachments import UnusableDocumentsError, uploads
from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.steps.registry import REVIEW_STEP, step_of
from ribbit_tui.session.application.submission.server_refusal import refused_field
from ribbit_tui.session.errors import ActionFailedError, ErrorReport
from ribbit_tui.session.unanswered.writes import UnansweredError

if TYPE_CHECKING:
    from .customers import CustomerActions


class NotSentError(Exception):
    """The application was not sent, or the server refused it."""

    def __init__(self, errors: Mapping[str, str], report: ErrorReport | None = None) -> None:
        super().__init__("the application was not sent")
        self.errors = dict(errors)
        """Error messages by field name, all of one step; empty if no field is to blame."""
        self.report = report


async def submit(
    draft: Draft, actions: "CustomerActions", today: date, *, again: bool = False
) -> str:
    """Send the application with its documents; return the account id.

    Raises UnansweredError if it may have arrived, and NotSentError if it has not.
    """
    try:
        documents = await asyncio.to_thread(uploads, draft.documents)
        creation = draft.to_creation(today, documents)
        account = await actions.submit_application(creation, draft_id=draft.id, again=again)
    except UnusableDocumentsError as unusable:
        draft.note_document_errors(unusable.errors)
        raise NotSentError(first_errors(draft, today)) from None
    except UnansweredError:
        raise
    except ActionFailedError as failure:
        raise NotSentError(_error_by_field(failure.report, draft), failure.report) from None
    return account.id


def first_errors(draft: Draft, today: date) -> dict[str, str]:
    """Return the error messages of the first step that has any."""
    errors = draft.errors(REVIEW_STEP.id, today)
    return draft.errors(step_of(next(iter(errors))), today) if errors else {}


def _error_by_field(report: ErrorReport, draft: Draft) -> dict[str, str]:
    """Return the server's message at the field it is about, with the request id."""
    if report.status is None:
        return {}
    field = refused_field(report.status, report.field, report.detail, draft.answers)
    if field is None:
        return {}
    request = f" (request id {report.request_id})" if report.request_id else ""
    return {field: f"{report.detail}{request}"}
