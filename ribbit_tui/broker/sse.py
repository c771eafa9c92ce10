"""Server-sent events: bytes in, events and comments out.

httpx-sse decodes the events. It drops comments, but Alpaca's carry meaning (heartbeats, dropped
messages, internal errors), so an observer takes them out of the bytes on their way to httpx-sse.
"""

from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, Iterator
from contextlib import aclosing
from dataclasses import dataclass

import httpx
from httpx_sse import EventSource

_HEADERS = {"Content-Type": "text/event-stream"}
"""Without a charset: event streams are always UTF-8, whatever a server says of itself."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_WAKE_UP = b"event: comment\n\n"


@dataclass(frozen=True)
class Comment:
    """The text of a comment line, without its colon."""

    text: str


@dataclass(frozen=True)
class Message:
    """The data of one event. Alpaca repeats the event's other fields in its data."""

    data: str


async def decode(pieces: AsyncIterable[bytes]) -> AsyncGenerator[Comment | Message, None]:
    """Yield the events and comments of a stream in their order; `pieces` may cut it anywhere.

    Events without data and an event that the end of the stream cuts off are left out, as the
    standard demands. A comment between the lines of an event comes before that event.
    """
    observer = _Observer()
    comments = observer.comments
    async with aclosing(observer.observe(pieces)) as observed:
        source = EventSource(httpx.Response(200, headers=_HEADERS, content=observed))
        async with aclosing(source.aiter_sse()) as found:
            async for event in found:
                while comments:
                    yield Comment(comments.popleft())
                if event.data:
                    yield Message(event.data)
    while comments:
        yield Comment(comments.popleft())


class _Observer:
    """Takes the comments out of a stream.

    httpx-sse asks for more bytes only after its reader has had all events before them, so a
    comment is added to `comments` after the events before it and before those behind it. An event
    without data follows each comment: the reader skips it, but gets to see the comment at once.
    """

    def __init__(self) -> None:
        self.comments: deque[str] = deque()
        self._held_back = b""
        self._is_start = True
        self._last_two = b"\n\n"
        """The last two bytes passed on. Two LF: the next line begins a new event."""
        self._comment: list[bytes] | None = None
        """The comment line that has begun, in pieces."""

    async def observe(self, pieces: AsyncIterable[bytes]) -> AsyncGenerator[bytes, None]:
        """Yield the stream without comments and byte order mark, with LF as its only line end."""
        async for piece in pieces:
            for passed in self._without_comments(self._with_line_feeds(piece)):
                yield passed
        for passed in self._without_comments(self._held_back.replace(b"\r", b"\n")):
            yield passed

    def _with_line_feeds(self, piece: bytes) -> bytes:
        """Replace each CR LF and CR by LF, and remove a byte order mark at the start."""
        text = self._held_back + piece
        if self._is_start:
            if len(text) < len(_BYTE_ORDER_MARK) and _BYTE_ORDER_MARK.startswith(text):
                self._held_back = text
                return b""
            self._is_start = False
            text = text.removeprefix(_BYTE_ORDER_MARK)
        # A CR at the end may be the first half of a CR LF.
        self._held_back = b"\r" if text.endswith(b"\r") else b""
        if b"\r" in text:
            text = text.removesuffix(b"\r").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return text

    def _without_comments(self, text: bytes) -> Iterator[bytes]:
        """Yield `text` without its comments, and an event without data for each of them."""
        position = 0
        while position < len(text):
            if self._comment is None:
                start = self._comment_start(text, position)
                if start > position:
                    passed = text[position:start]
                    self._last_two = (self._last_two + passed[-2:])[-2:]
                    yield passed
                self._comment = [] if start < len(text) else None
                position = start
                continue
            end = text.find(b"\n", position)
            self._comment.append(text[position:] if end < 0 else text[position:end])
            if end < 0:
                return
            position = end + 1
            self.comments.append(_comment_text(self._comment))
            self._comment = None
            # A comment inside an event waits for that event: its blank line wakes the reader.
            if self._last_two == b"\n\n":
                yield _WAKE_UP

    def _comment_start(self, text: bytes, position: int) -> int:
        """Return the index of the next comment line, the length of `text` if it has no more."""
        if self._last_two.endswith(b"\n") and text.startswith(b":", position):
            return position
        line_feed = text.find(b"\n:", position)
        return len(text) if line_feed < 0 else line_feed + 1


def _comment_text(line: list[bytes]) -> str:
    return b"".join(line).removeprefix(b":").decode(errors="replace").strip()
