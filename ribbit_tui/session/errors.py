"""What went wrong, for people: in their words, with a way out. The one place that maps errors."""

from dataclasses import dataclass

from ribbit_tui.broker import errors


@dataclass(frozen=True)
class Problem:
    """A failure as a screen tells it."""

    title: str
    detail: str = ""
    way_out: str = ""
    field: str | None = None
    """The field at fault as the server names it, where it names one."""
    status: int | None = None
    """The HTTP status of a refusal."""
    request_id: str | None = None


class ActionFailedError(Exception):
    """Something a person asked for was not done, or may not have been."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.title)
        self.problem = problem


class NoServerError(Exception):
    """There is no server to talk to, and none could be started."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.problem = Problem(
            "The server could not be started",
            reason,
            "When that is mended, press r on the welcome screen, or start again.",
        )


def problem_of(error: errors.BrokerError) -> Problem:
    """The words for an error of the broker client."""
    match error:
        case errors.BadCredentialsError():
            title = "The server does not know these API keys"
            way_out = "Check api_key and api_secret, then start again."
        case errors.ConflictError():
            title = "This is already there"
            way_out = "Change what is named and send it again."
        case errors.ForbiddenError():
            title = "The server does not allow this"
            way_out = ""
        case errors.NotFoundError():
            title = "The server does not have this"
            way_out = ""
        case errors.RateLimitedError():
            title = "The server asks for a pause"
            way_out = "Wait a moment, then try again."
        case errors.RefusedError():
            title = "The server refused this"
            way_out = "Correct what is named and send it again."
        case errors.OutcomeUnknownError():
            title = "The answer got lost"
            way_out = "Look whether it arrived before you send it again."
        case errors.UnavailableError():
            title = "The server cannot be reached"
            way_out = "Nothing was done. Try again when the connection is back."
        case _:
            title = "The server's answer cannot be read"
            way_out = "Try again; if it stays, report it with the request id."
    return Problem(
        title=title,
        detail=error.message,
        way_out=way_out,
        field=error.field if isinstance(error, errors.RefusedError) else None,
        status=error.status if isinstance(error, errors.RefusedError) else None,
        request_id=error.request_id,
    )
