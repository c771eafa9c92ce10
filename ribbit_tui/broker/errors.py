"""What can go wrong with a call. Each type says what is known of the call's outcome.

This module imports nothing heavy, so that whoever only catches errors starts fast.
"""


class BrokerError(Exception):
    """A call did not give what it should.

    BrokerError
     ├── Refused              the server said no (4xx): nothing was done
     │    ├── BadCredentials  401
     │    ├── Forbidden       403: not enough money, or not allowed
     │    ├── NotFound        404
     │    ├── Conflict        409
     │    ├── Invalid         400 and 422: a value is malformed or out of range
     │    └── RateLimited     429, also after waiting
     ├── Unavailable          no answer, and nothing was done
     ├── OutcomeUnknown       a write was sent and its answer got lost: it may have been done
     └── UnreadableAnswer     an answer that is not what the API documents; a write may be done

    Neither the message nor anything else in an error holds credentials; personal data that a
    server repeats in its refusals is masked.
    """

    def __init__(self, message: str, *, request_id: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.request_id = request_id


class Refused(BrokerError):
    """`code`, `message` and `field` are the server's, as far as it named them."""

    def __init__(
        self,
        message: str,
        *,
        status: int,
        code: int = 0,
        field: str | None = None,
        request_id: str | None = None,
        earlier_attempt_lost: bool = False,
    ) -> None:
        super().__init__(message, request_id=request_id)
        self.status = status
        self.code = code
        self.field = field
        self.earlier_attempt_lost = earlier_attempt_lost
        """An earlier attempt of this write got no answer: that one may have been accepted."""


class BadCredentials(Refused):
    """The server does not know the API key and secret."""


class Forbidden(Refused):
    """Not enough money, or not allowed."""


class NotFound(Refused):
    """The server does not have this."""


class Conflict(Refused):
    """This is already there, or changed meanwhile."""


class Invalid(Refused):
    """A value is malformed or out of range."""


class RateLimited(Refused):
    """Too many requests, also after waiting."""


class Unavailable(BrokerError):
    """No answer, and nothing was done: no connection, or a read that kept failing."""


class OutcomeUnknown(BrokerError):
    """A write was sent and its answer got lost: look whether it was done, then ask."""


class UnreadableAnswer(BrokerError):
    """An answer that is not what the API documents."""
