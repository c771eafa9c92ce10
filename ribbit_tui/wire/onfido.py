"""The Onfido flow, in which a camera takes a customer's documents and face."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from .model import WireModel


class OnfidoPlatform(StrEnum):
    MOBILE = "mobile"
    WEB = "web"


class OnfidoOutcome(StrEnum):
    NOT_STARTED = "NOT_STARTED"
    USER_EXITED = "USER_EXITED"
    SDK_ERROR = "SDK_ERROR"
    USER_COMPLETED = "USER_COMPLETED"


class OnfidoToken(WireModel):
    """A token for the flow (`GET /v1/accounts/{account_id}/onfido/sdk/tokens/`).

    It must be kept in memory only.
    """

    token: str = Field(repr=False)


class OnfidoOutcomeUpdate(WireModel):
    """The body of `PATCH /v1/accounts/{account_id}/onfido/sdk/`."""

    outcome: Annotated[OnfidoOutcome | str, Field(union_mode="left_to_right")]
    token: str = Field(repr=False)
    reason: str | None = Field(default=None, max_length=1024)


class OnfidoOutcomeTaken(WireModel):
    """The state of the flow after an update."""

    outcome: OnfidoOutcome
    reason: str | None
