"""Downloading a file by the link that the API answers, without the credentials of the API."""

from dataclasses import replace

import httpx

from .answers import Answer
from .http_client import answer_of


def link_to(redirect: Answer, broker_url: str) -> httpx.URL | None:
    """The link of a redirect; None for none, and for one that would leave encryption behind."""
    if not redirect.location:
        return None
    home = httpx.URL(broker_url)
    try:
        link = home.join(redirect.location)
    except (httpx.InvalidURL, ValueError):
        return None
    is_home = (link.scheme, link.netloc) == (home.scheme, home.netloc)
    return link if link.host and (is_home or link.scheme == "https") else None


async def download(
    client: httpx.AsyncClient, link: httpx.URL, *, at_most: int, timeouts: httpx.Timeout
) -> Answer:
    """Without following further redirects; `is_cut` once there are more than `at_most` bytes."""
    # The client itself holds no credentials; every request of the API brings its own.
    headers = {"Accept": "*/*"}
    async with client.stream("GET", link, headers=headers, timeout=timeouts) as response:
        pieces: list[bytes] = []
        length = 0
        async for piece in response.aiter_bytes():
            length += len(piece)
            if length > at_most:
                return replace(answer_of(response, body=b""), is_cut=True)
            pieces.append(piece)
        return answer_of(response, body=b"".join(pieces))
