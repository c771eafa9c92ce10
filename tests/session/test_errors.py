"""Every error of the client in words, with a way out."""

import pytest

from ribbit_tui.broker import errors
from ribbit_tui.session.errors import ActionFailedError, NoServerError, report_of


def refused(kind: type[errors.RefusedError], status: int) -> errors.RefusedError:
    return kind("qty is odd", status=status, field="qty", request_id="req-1")


@pytest.mark.parametrize(
    ("error", "title", "remedy"),
    [
        (refused(errors.BadCredentialsError, 401), "API keys were rejected", "api_key"),
        (refused(errors.ForbiddenError, 403), "does not allow this", ""),
        (refused(errors.NotFoundError, 404), "Not found", ""),
        (refused(errors.ConflictError, 409), "already exists", "Change the value"),
        (refused(errors.InvalidRequestError, 422), "refused the request", "Correct the value"),
        (refused(errors.RateLimitedError, 429), "Too many requests", "Wait a moment"),
        (refused(errors.RefusedError, 418), "refused the request", "Correct the value"),
        (
            errors.OutcomeUnknownError("qty is odd", request_id="req-1"),
            "outcome is unknown",
            "before you send",
        ),
        (
            errors.UnavailableError("qty is odd", request_id="req-1"),
            "cannot be reached",
            "Nothing was",
        ),
        (
            errors.UnreadableResponseError("qty is odd", request_id="req-1"),
            "cannot be read",
            "request id",
        ),
        (errors.BrokerError("qty is odd", request_id="req-1"), "cannot be read", "request id"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_every_error_has_its_words(error: errors.BrokerError, title: str, remedy: str) -> None:
    report = report_of(error)
    assert title in report.title
    assert remedy in report.remedy
    assert (report.detail, report.request_id) == ("qty is odd", "req-1")
    is_refusal = isinstance(error, errors.RefusedError)
    assert report.field == ("qty" if is_refusal else None)
    assert report.status == (error.status if isinstance(error, errors.RefusedError) else None)


def test_every_kind_of_error_is_in_the_table() -> None:
    def kinds(kind: type[errors.BrokerError]) -> set[type[errors.BrokerError]]:
        return {kind}.union(*(kinds(sub) for sub in kind.__subclasses__()))

    assert len(kinds(errors.BrokerError)) == 11


def test_failures_carry_their_problem() -> None:
    report = report_of(errors.UnavailableError("away"))
    assert ActionFailedError(report).report is report
    assert "read everything again" in NoServerError("the port is taken").report.remedy
