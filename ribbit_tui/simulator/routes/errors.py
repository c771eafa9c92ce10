"""Every refusal's way to HTTP: one body, `{"code", "message"}` and `field` where there is one."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ribbit_tui.simulator.errors import RefusalError, error_code
from ribbit_tui.wire.errors import ErrorBody

_MALFORMED_VALUE = 422
_OUR_RULE = "Value error, "
_EXPECTED = "Input should be "
_DATE = "must be a date such as 2026-01-15"
_TIME = "must be a time such as 2026-01-15T15:00:00Z"
_OBJECT = "must be an object"
_INTEGER = "must be an integer"
_NUMBER = "must be a number"
_IN_PLAIN_WORDS: Mapping[str, str] = {
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
"""What pydantic complains of, by the names of its complaints, without its words for Python."""


class ApiError(ErrorBody):
    """The body of every refusal; `field` is there where one field is at fault."""

    code: int
    message: str


def complaint(field: str | None, error: Mapping[str, Any]) -> str:
    """What pydantic's first error says about a field, in plain words; rules of our own as said."""
    message: str = error["msg"]
    words = _IN_PLAIN_WORDS.get(error["type"])
    if words is None and message.startswith(_OUR_RULE):
        words = message.removeprefix(_OUR_RULE)
    if words is None and message.startswith(_EXPECTED):
        words = f"must be {message.removeprefix(_EXPECTED)}"
    if field is None:
        return words or message
    return f"{field}: {message}" if words is None else f"{field} {words}"


def error_response(
    status: int, message: str, field: str | None = None, headers: dict[str, str] | None = None
) -> JSONResponse:
    error = ApiError(code=error_code(status), message=message, field=field)
    return JSONResponse(error.model_dump(exclude_none=True), status, headers)


def install_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(RefusalError)
    async def refused(_request: Request, refusal: RefusalError) -> Response:
        return error_response(refusal.status, refusal.message, refusal.field)

    @app.exception_handler(Exception)
    async def failed(_request: Request, _error: Exception) -> Response:
        return error_response(500, "internal server error")

    @app.exception_handler(RequestValidationError)
    async def invalid_query(_request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        field = str(first["loc"][1]) if len(first["loc"]) > 1 else None
        return error_response(_MALFORMED_VALUE, complaint(field, first), field)

    @app.exception_handler(HTTPException)
    async def not_routed(_request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers) if error.headers else None
        phrase = HTTPStatus(error.status_code).phrase.lower()
        return error_response(error.status_code, phrase, headers=headers)
