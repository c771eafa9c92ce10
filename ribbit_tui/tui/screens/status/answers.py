"""The answers to requests of the review: the dialogs for each method, and sending the answer."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from ribbit_tui.session.account.review_documents import offered_document_types
from ribbit_tui.session.account.review_requests import AnswerMethod, Request
from ribbit_tui.session.application.drafts.details import (
    detail_answers,
    detail_change,
    detail_fields,
    w8ben_fields,
)
from ribbit_tui.session.application.submission.server_refusal import refused_field
from ribbit_tui.session.application.values.answer import Answers
from ribbit_tui.session.errors import ActionFailedError, ErrorReport
from ribbit_tui.session.unanswered.writes import UnansweredError
from ribbit_tui.tui.dialogs.document.dialog import DocumentDialog
from ribbit_tui.tui.dialogs.error import ErrorDialog
from ribbit_tui.tui.screens.status.method_dialog import AnswerMethodDialog
from ribbit_tui.tui.widgets.form import Form
from ribbit_tui.tui.widgets.w8ben_form import W8benForm
from ribbit_tui.tui.words.formats import plain
from ribbit_tui.tui.words.kyc_results import kyc_words
from ribbit_tui.wire.account_changes import AccountChange
from ribbit_tui.wire.onfido import OnfidoOutcome

from .details_dialog import DetailsDialog
from .identity_check import LEFT, IdentityCheckDialog

if TYPE_CHECKING:
    from ribbit_tui.tui.screens.base import CustomerScreen

NO_CAMERA = ErrorReport(
    "The identity check needs a camera",
    "Onfido's SDK runs on a phone or in a browser, not in a terminal.",
    "Take the check there. This screen updates when it is done.",
)
_NOT_COMPLETED = {
    OnfidoOutcome.USER_EXITED: "You left the identity check. Nothing was sent. Start it again.",
    OnfidoOutcome.SDK_ERROR: "The camera could not be opened. Nothing was sent. Start it again.",
}


_METHODS = {
    AnswerMethod.DETAILS: ("Answer questions", "A short form"),
    AnswerMethod.W8BEN: ("Fill in the form", "Mostly filled in; sign it here"),
    AnswerMethod.SELFIE: (
        "Take the identity check",
        "An identity document and your face, by camera",
    ),
    AnswerMethod.DOCUMENT: ("Send a document", "A PDF, PNG or JPEG file from this machine"),
}


async def answer_request(screen: "CustomerScreen", request: Request) -> None:
    """Let the user answer a request and send the answer. Call it in a worker.

    The effects arrive as events.
    """
    match await _choose_method(screen, request):
        case AnswerMethod.DETAILS:
            await _answer_by_details(screen, request)
        case AnswerMethod.W8BEN:
            await _answer_by_w8ben(screen, request)
        case AnswerMethod.SELFIE:
            await take_identity_check(screen)
        case AnswerMethod.DOCUMENT:
            await _answer_by_document(screen, request)


async def _choose_method(screen: "CustomerScreen", request: Request) -> AnswerMethod | None:
    """Return the only method of a request, or the one that the user chooses."""
    methods = [method for method in request.options.methods if method in _METHODS]
    if len(methods) < 2:
        return methods[0] if methods else None
    words = kyc_words(request.code)
    options = [_METHODS[method] for method in methods]
    chosen = await screen.app.push_screen_wait(
        AnswerMethodDialog(words.title, words.answer, options)
    )
    return None if chosen is None else methods[chosen]


async def _answer_by_details(screen: "CustomerScreen", request: Request) -> None:
    """Show the form, again with the error of the server, until it is accepted or closed."""
    account = screen.state.account
    if account is None:
        return
    words = kyc_words(request.code)
    fields, answers = detail_fields(request.code), detail_answers(request.code, account)
    errors: dict[str, str] = {}
    today = screen.shell.today()
    while True:
        given = await screen.app.push_screen_wait(
            DetailsDialog(words.title, words.answer, Form(fields, answers, today), errors)
        )
        if given is None:
            return
        try:
            change = detail_change(request.code, given, account)
            await screen.send(partial(_send_details, screen, request, change))
            return
        except UnansweredError:
            return
        except ActionFailedError as failure:
            report = failure.report
            field = refused_field(report.status or 0, report.field, report.detail, given)
            if field not in {one.name for one in fields}:
                screen.shell.show_error(report)
                return
            answers, errors = given, {field or "": report.detail}


async def _send_details(
    screen: "CustomerScreen", request: Request, change: AccountChange, again: bool
) -> None:
    await screen.session.review_actions.send_details(request, change, again=again)


async def _send_w8ben(
    screen: "CustomerScreen",
    request: Request,
    answers: Answers,
    signed_on: date,
    ip_address: str,
    again: bool,
) -> None:
    await screen.session.review_actions.send_w8ben(
        request, answers, signed_on, ip_address, again=again
    )


async def _answer_by_w8ben(screen: "CustomerScreen", request: Request) -> None:
    """Show the W-8BEN, filled in from the account, until it is accepted or closed."""
    account, today = screen.state.account, screen.shell.today()
    if account is None:
        return
    words, answers = kyc_words(request.code), detail_answers(request.code, account)
    ip_address = screen.shell.dependencies.local_ip()
    while True:
        form = W8benForm(
            answers, today, fields=w8ben_fields(account), origin="From your application."
        )
        dialog = DetailsDialog(words.title, words.answer, form, from_top=True)
        given = await screen.app.push_screen_wait(dialog)
        if given is None:
            return
        sending = partial(_send_w8ben, screen, request, given, today, ip_address)
        try:
            await screen.send(sending)
            return
        except UnansweredError:
            return
        except ActionFailedError as failure:
            await screen.app.push_screen_wait(ErrorDialog(failure.report))
            answers = given


async def _answer_by_document(screen: "CustomerScreen", request: Request) -> None:
    types = offered_document_types(request.options)
    document = await screen.app.push_screen_wait(DocumentDialog(types))
    if document is None:
        return
    actions = screen.session.review_actions
    if await screen.attempt(lambda again: actions.send_document(request, document, again=again)):
        screen.notify(f"Sent: {plain(document.path.name, 60)}", markup=False)


async def take_identity_check(screen: "CustomerScreen") -> None:
    """Play Onfido's flow against the simulator; elsewhere, explain that it needs a camera."""
    if not screen.state.is_simulated:
        screen.shell.show_error(NO_CAMERA)
        return
    try:
        check = await screen.session.review_actions.begin_identity_check()
        ended = await screen.app.push_screen_wait(IdentityCheckDialog()) or LEFT
        await check.end(ended.outcome, ended.reason)
    except ActionFailedError as failure:
        screen.shell.show_error(failure.report)
        return
    if ended.outcome in _NOT_COMPLETED:
        screen.notify(_NOT_COMPLETED[ended.outcome], severity="warning", markup=False)
