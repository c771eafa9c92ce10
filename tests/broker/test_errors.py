"""Tests of errors: their types and messages, and that they give away no secrets."""

import traceback

import httpx
import pytest

from ribbit_tui.broker import errors
from ribbit_tui.broker.environment import Endpoint

from .support import ACCOUNT, ENDPOINT, KEY, SECRET, Script, Step, refusal, response

PERSON = "ada@example.com"


async def failure(step: Step) -> errors.BrokerError:
    async with Script(step).broker() as broker:
        with pytest.raises(errors.BrokerError) as caught:
            await broker.accounts.list(query=PERSON)
    return caught.value


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.InvalidRequestError),
        (401, errors.BadCredentialsError),
        (403, errors.ForbiddenError),
        (404, errors.NotFoundError),
        (409, errors.ConflictError),
        (418, errors.RefusedError),
        (422, errors.InvalidRequestError),
        (429, errors.RateLimitedError),
    ],
)
async def test_a_refusal_has_its_type_and_the_servers_words(
    status: int, kind: type[errors.RefusedError]
) -> None:
    error = await failure(refusal(status, "the amount is too small", field="transfer.amount"))
    assert type(error) is kind
    assert isinstance(error, errors.RefusedError)
    assert (error.status, error.code) == (status, status * 100000)
    assert (error.message, error.field) == ("the amount is too small", "transfer.amount")
    assert error.request_id == "req-1"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Forbidden</body></html>",
        b'{"code": "x", "message": ["no"]}',
        b"[1, 2]",
        b'"text"',
        b"\xff\xfe\x00",
        b'{"code": 1e999999999999999999999}',
        b"[" * 100_000,
        b'{"code": 1, "message": "   \\n"}',
    ],
    ids=["empty", "html", "types", "list", "text", "bytes", "exponent", "nesting", "blank"],
)
async def test_any_body_of_a_refusal_is_survived(body: bytes) -> None:
    error = await failure(httpx.Response(403, content=body))
    assert isinstance(error, errors.ForbiddenError)
    assert error.message == "the server answered 403 Forbidden"


async def test_a_message_is_one_line_of_limited_length() -> None:
    error = await failure(refusal(422, "a\n\tb\x1b[31m" + "c" * 5000))
    assert error.message.startswith("a b [31mccc")
    assert len(error.message) == 300


async def test_a_broken_server_is_unavailable_with_the_request_id() -> None:
    error = await failure(refusal(503))
    assert isinstance(error, errors.UnavailableError)
    assert error.message == "the server answered 503 Service Unavailable"
    assert error.request_id == "req-1"


@pytest.mark.parametrize(
    "said",
    [
        response({"not": "a list"}, X_Request_ID="req-1"),
        response([{"id": "no status"}], X_Request_ID="req-1"),
        httpx.Response(200, text="<html>", headers={"X-Request-ID": "req-1"}),
        httpx.Response(200, headers={"X-Request-ID": "req-1"}),
        httpx.Response(200, content=b"[NaN]", headers={"X-Request-ID": "req-1"}),
        httpx.Response(302, headers={"X-Request-ID": "req-1", "Location": "http://other.test"}),
    ],
)
async def test_a_response_that_the_api_does_not_document(said: httpx.Response) -> None:
    error = await failure(said)
    assert isinstance(error, errors.UnreadableResponseError)
    assert error.request_id == "req-1"


@pytest.mark.parametrize(
    "step",
    [
        refusal(409, f"key {KEY} with {SECRET}: ada@example.com has tax id 661-01-0666, 661010666"),
        refusal(422, "no", field=f"{SECRET}"),
        httpx.ConnectError(f"connecting as {SECRET}"),
        httpx.ReadTimeout(f"reading as {SECRET} for ada@example.com"),
        httpx.Response(200, text=f'[{{"secret": "{SECRET}", "email": "ada@example.com"}}]'),
        httpx.Response(503, text=SECRET),
    ],
)
async def test_no_error_gives_secrets_or_people_away(step: Step) -> None:
    error = await failure(step)
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None:
        chain.append(link)
        link = link.__cause__ or link.__context__
    everything = "".join(traceback.format_exception(error))
    for one in chain:
        everything += f"{one!s} {one!r} {one.args} {vars(one)}"
    for secret in (SECRET, KEY, PERSON, "661-01-0666", "661010666"):
        assert secret not in everything
    assert chain == [error]


async def test_ids_in_messages_stay_readable() -> None:
    error = await failure(refusal(404, f"account {ACCOUNT} has no order 123456789012"))
    assert error.message == f"account {ACCOUNT} has no order 123456789012"


def test_an_endpoint_hides_its_credentials_and_takes_only_http() -> None:
    assert KEY not in repr(ENDPOINT)
    assert SECRET not in repr(ENDPOINT)
    assert Endpoint("http://a/", "http://b//", "k", "s").broker_url == "http://a"
    for url in ("ftp://a", "broker.test", "", "http://user:pass@a"):
        with pytest.raises(ValueError, match="broker_url"):
            Endpoint(url, "http://b", "k", "s")
