"""Tests of downloads, whose links must never get the API's credentials."""

import httpx
import pytest

from ribbit_tui.broker import errors
from ribbit_tui.broker.endpoints import documents
from ribbit_tui.broker.responses import Response

from .support import ACCOUNT, Script, Step, refusal, response

FILE = b"%PDF-1.4"


def moved(location: str, status: int = 301) -> httpx.Response:
    return response(status=status, Location=location)


async def downloaded(script: Script) -> bytes:
    async with script.broker() as broker:
        return await broker.documents.download(ACCOUNT, "d")


@pytest.mark.parametrize(
    ("location", "link"),
    [
        ("/files/d?signature=s", "http://broker.test/files/d?signature=s"),
        ("http://broker.test/files/d", "http://broker.test/files/d"),
        ("https://bucket.test/d.pdf?X-Amz-Signature=s", None),
        ("//broker.test/files/d", "http://broker.test/files/d"),
    ],
)
async def test_the_link_is_followed_without_credentials(location: str, link: str | None) -> None:
    script = Script(moved(location), httpx.Response(200, content=FILE))
    assert await downloaded(script) == FILE
    asked, fetched = script.requests
    assert asked.url.path == f"/v1/accounts/{ACCOUNT}/documents/d/download"
    assert "Authorization" in asked.headers
    assert str(fetched.url) == (link or location)
    assert "Authorization" not in fetched.headers


@pytest.mark.parametrize(
    "location",
    [
        "http://elsewhere.test/d",
        "http://broker.test:81/d",
        "//elsewhere.test/d",
        "file:///etc",
        "https://",
        "https://host:port/d",
        "/a\x01b",
        "",
    ],
)
async def test_a_link_that_would_leave_encryption_or_http_is_not_followed(location: str) -> None:
    script = Script(moved(location), httpx.Response(200, content=FILE))
    with pytest.raises((errors.UnreadableResponseError, errors.UnavailableError)):
        await downloaded(script)
    assert {path.rpartition("/")[2] for path in script.paths} == {"download"}


@pytest.mark.parametrize("first", [httpx.Response(200, content=FILE), response(status=301)])
async def test_a_response_that_is_no_redirect_is_unreadable(first: httpx.Response) -> None:
    with pytest.raises(errors.UnreadableResponseError):
        await downloaded(Script(first))


@pytest.mark.parametrize(
    ("steps", "error"),
    [
        ((refusal(404),), errors.NotFoundError),
        ((moved("/files/d"), refusal(403)), errors.ForbiddenError),
        ((moved("/files/d"), moved("/files/e")), errors.UnreadableResponseError),
        ((moved("/files/d"), httpx.ReadError("cut")), errors.UnavailableError),
    ],
)
async def test_what_fails(steps: tuple[Step, ...], error: type[errors.BrokerError]) -> None:
    with pytest.raises(error) as caught:
        await downloaded(Script(*steps))
    assert "files" not in str(caught.value)  # the link is as good as a credential


async def test_both_steps_are_read_again_after_a_failure() -> None:
    script = Script(
        refusal(503),
        moved("/files/d"),
        httpx.ReadTimeout("slow"),
        refusal(503),
        httpx.Response(200, content=FILE),
    )
    assert await downloaded(script) == FILE


@pytest.mark.parametrize("length", [9, 10])
async def test_a_file_has_a_bound(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST_DOWNLOAD", 9)
    script = Script(moved("/files/d"), httpx.Response(200, content=b"x" * length))
    if length == 9:
        assert await downloaded(script) == b"x" * 9
    else:
        with pytest.raises(errors.UnreadableResponseError, match="larger"):
            await downloaded(script)


def test_a_link_is_not_shown() -> None:
    assert "signature" not in repr(Response(301, b"", location="/files/d?signature=s"))
