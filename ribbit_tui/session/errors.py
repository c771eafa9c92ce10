"""Errors in words for the screen. The only place that maps errors of the broker client."""

from dataclasses import dataclass

from ribbit_tui.broker import errors


@dataclass(frozen=True)
class ErrorReport:
    """An error as a screen shows it."""

    title: str
    detail: str = ""
    remedy: str = ""
    """The next thing to do."""
    field: str | None = None
    """The invalid field, by the server's name, if it names one."""
    status: int | None = None
    """The HTTP status, if the server refused the request."""
    request_id: str | None = None


class ActionFailedError(Exception):
    """An action failed, or its outcome is unknown."""

    def __init__(self, report: ErrorReport) -> None:
        super().__init__(report.title)
        self.report = report


class NoServerError(Exception):
    """No server could be reached or started."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.report = ErrorReport(
            "The server could not be started",
            reason,
            "Once that is fixed, read everything again or restart the app.",
        )


def report_of(error: errors.BrokerError) -> ErrorReport:
    """Return the words for an error of the broker client."""
    match error:
        case errors.BadCredentialsError():
            title = "The API keys were rejected"
            remedy = "Check api_key and api_secret, then start again."
        case errors.ConflictError():
            title = "This already exists"
            remedy = "Change the value named above, then send it again."
        case errors.ForbiddenError():
            title = "The server does not allow this"
            remedy = ""
        case errors.NotFoundError():
            title = "Not found on the server"
            remedy = ""
        case errors.RateLimitedError():
            title = "Too many requests"
            remedy = "Nothing was done. Wait a moment, then try again."
        case errors.RefusedError():
            title = "The server refused the request"
            remedy = "Correct the value named above, then send it again."
        case errors.OutcomeUnknownError():
            title = "The outcome is unknown"
            remedy = "Check whether it was done before you send it again."
        case errors.UnavailableError():
            title = "The server cannot be reached"
            remedy = "Nothing was done. Try again when the connection is back."
        case _:
            title = "The server's response cannot be read"
            remedy = "Try again. If it happens again, report it with the request id."
    return ErrorReport(
        title=title,
        detail=error.message,
        remedy=remedy,
        field=error.field if isinstance(error, errors.RefusedError) else None,
        status=error.status if isinstance(error, errors.RefusedError) else None,
        request_id=error.request_id,
    )
