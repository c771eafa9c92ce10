"""Error responses: `{"code", "message"}`, and `field` if one field is at fault."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ribbit_tui.simulator.api_versions import INVALID_CODES
from ribbit_tui.simulator.errors import InvalidError, RefusalError, error_code
from ribbit_tui.wire.errors import ErrorBody

_MALFORMED_VALUE = 422
_OUR_RULE = "Value error, "
_EXPECTED = "Input should be "
_DATE = "must be a date such as 2026-01-15"
_TIME = "must be a time such as 2026-01-15T15:00:00Z"
_OBJECT = "must be an object"
_INTEGER = "must be an integer"
_NUMBER = "must be a number"
_ERROR_TEXTS: Mapping[str, str] = {
    "missing": "is required",
    "extra_forbidden": "is not known here",
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
    "list_type": "must be an array",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": _INTEGER,
    "int_parsing": _INTEGER,
    "int_parsing_size": _INTEGER,
    "int_from_float": _INTEGER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
    "datetime_object_invalid": _TIME,
    "timezone_aware": "must have a UTC offset, for example a final Z",
}
"""Plain texts by the type of pydantic's error, without its terms for Python."""


class ApiError(ErrorBody):
    """Body of every error. `field` is present if one field is at fault."""

    code: int
    message: str


def error_text(field: str | None, kind: str, message: str) -> str:
    """Return a plain text for pydantic's error about `field`.

    `kind` and `message` are pydantic's. Errors that our own rules raise keep their text.
    """
    words = _ERROR_TEXTS.get(kind)
    if words is None and message.startswith(_OUR_RULE):
        words = message.removeprefix(_OUR_RULE)
    if words is None and message.startswith(_EXPECTED):
        words = f"must be {message.removeprefix(_EXPECTED)}"
    if field is None:
        return words or message
    return f"{field}: {message}" if words is None else f"{field} {words}"


def error_response(
    status: int,
    message: str,
    field: str | None = None,
    headers: dict[str, str] | None = None,
    code: int | None = None,
) -> JSONResponse:
    """Build an error response; without a `code`, with that of the status."""
    error = ApiError(code=code or error_code(status), message=message, field=field)
    return JSONResponse(error.model_dump(exclude_none=True), status, headers)


def install_error_handlers(app: FastAPI) -> None:
    """Translate exceptions into error responses."""

    @app.exception_handler(RefusalError)
    async def refused(request: Request, refusal: RefusalError) -> Response:
        return error_response(
            refusal.status, refusal.message, refusal.field, code=_code(request, refusal)
        )

    @app.exception_handler(Exception)
    async def failed(_request: Request, _error: Exception) -> Response:
        return error_response(500, "internal server error")

    @app.exception_handler(RequestValidationError)
    async def invalid_query(_request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        field = str(first["loc"][1]) if len(first["loc"]) > 1 else None
        return error_response(
            _MALFORMED_VALUE, error_text(field, first["type"], first["msg"]), field
        )

    @app.exception_handler(HTTPException)
    async def not_routed(_request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers) if error.headers else None
        phrase = HTTPStatus(error.status_code).phrase.lower()
        return error_response(error.status_code, phrase, headers=headers)


def _code(request: Request, refusal: RefusalError) -> int:
    """Return the code of a refusal in the version of the API that is spoken."""
    if request.app.state.simulation.settings.api_version == "2021":
        return refusal.code
    if refusal.own_code is None and isinstance(refusal, InvalidError):
        return INVALID_CODES.get((request.method, request.url.path), refusal.code)
    return refusal.own_code or refusal.code
