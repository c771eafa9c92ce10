"""Every refusal's way to HTTP: one body, `{"code", "message"}` and `field` where there is one."""

from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ribbit_tui.simulator.engine.refusals import Refusal, error_code
from ribbit_tui.wire.errors import ErrorBody

_MALFORMED_VALUE = 422
_OUR_RULE = "Value error, "


class ApiError(ErrorBody):
    """The body of every refusal; `field` is there where one field is at fault."""

    code: int
    message: str


def complaint(field: str | None, message: str) -> str:
    """What pydantic says about a field; a rule of our own without its words for exceptions."""
    ours = message.removeprefix(_OUR_RULE)
    if field is None:
        return ours
    return f"{field}: {ours}" if ours == message else f"{field} {ours}"


def error_response(
    status: int, message: str, field: str | None = None, headers: dict[str, str] | None = None
) -> JSONResponse:
    error = ApiError(code=error_code(status), message=message, field=field)
    return JSONResponse(error.model_dump(exclude_none=True), status, headers)


def install_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(Refusal)
    async def refused(_request: Request, refusal: Refusal) -> Response:
        return error_response(refusal.status, refusal.message, refusal.field)

    @app.exception_handler(Exception)
    async def failed(_request: Request, _error: Exception) -> Response:
        return error_response(500, "internal server error")

    @app.exception_handler(RequestValidationError)
    async def invalid_query(_request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        field = str(first["loc"][1]) if len(first["loc"]) > 1 else None
        return error_response(_MALFORMED_VALUE, complaint(field, first["msg"]), field)

    @app.exception_handler(HTTPException)
    async def not_routed(_request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers) if error.headers else None
        phrase = HTTPStatus(error.status_code).phrase.lower()
        return error_response(error.status_code, phrase, headers=headers)
