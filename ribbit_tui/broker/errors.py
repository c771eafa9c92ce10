"""Errors of calls to the Broker API. Each type says whether the call may have had an effect.

Imports nothing heavy, so that modules that only catch errors import fast.
"""


class BrokerError(Exception):
    """Base of every error that a call raises.

    BrokerError
     ├── RefusedError                 4xx: the server did nothing
     │    ├── BadCredentialsError     401
     │    ├── ForbiddenError          403: not enough money, or not allowed
     │    ├── NotFoundError           404
     │    ├── ConflictError           409
     │    ├── InvalidRequestError     400 and 422: a value is malformed or out of range
     │    └── RateLimitedError        429, also after waiting
     ├── UnavailableError             no response; the server did nothing
     ├── OutcomeUnknownError          no response to a write; the server may have carried it out
     └── UnreadableResponseError      not a response that the API documents; a write may be done

    Neither the message nor any attribute holds credentials. Personal data that a server repeats
    in its refusals is masked.
    """

    def __init__(self, message: str, *, request_id: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.request_id = request_id


class RefusedError(BrokerError):
    """A response of 4xx. `code`, `message` and `field` are the server's, where it sent them."""

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: int = 0,
        field: str | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message, request_id=request_id)
        self.status = status
        self.code = code
        self.field = field


class BadCredentialsError(RefusedError):
    """The server does not know the API key and secret (401)."""


class ForbiddenError(RefusedError):
    """Not enough money, or not allowed (403)."""


class NotFoundError(RefusedError):
    """The server has no such object (404)."""


class ConflictError(RefusedError):
    """The object exists already, or has changed in the meantime (409)."""


class InvalidRequestError(RefusedError):
    """A value is malformed or out of range (400, 422)."""


class RateLimitedError(RefusedError):
    """Too many requests, also after waiting (429)."""


class UnavailableError(BrokerError):
    """No response, and the server did nothing: no connection, or a read that kept failing."""


class OutcomeUnknownError(BrokerError):
    """A write was sent and its response was lost: it may be done, or still be on its way.

    Read the state before you send it again. What is not there yet may still arrive.
    """

    def __init__(
        self, message: str, *, request_id: str | None = None, refusal: RefusedError | None = None
    ) -> None:
        super().__init__(message, request_id=request_id)
        self.refusal = refusal
        """The response of 4xx to a later attempt, which says nothing about the lost one."""


class UnreadableResponseError(BrokerError):
    """A response that does not have the form that the API documents."""
