"""Server-sent events: bytes in, comments and messages out.

Written out because httpx splits lines on more than newlines (a U+2028 in a text breaks an event
in two) and httpx-sse drops the comments, which mean something on Alpaca's streams.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Comment:
    text: str


@dataclass(frozen=True)
class Message:
    """The data of one event. Its other fields are in the data too, on Alpaca's streams."""

    data: bytes


class Parser:
    """Reads a stream that arrives in pieces of any size."""

    def __init__(self) -> None:
        self._unfinished = b""
        self._data: list[bytes] = []

    def feed(self, piece: bytes) -> Iterator[Comment | Message]:
        """What `piece` completes. An event counts once its blank line has come."""
        text = self._unfinished + piece
        # A last CR may be half of a CR LF.
        held_back = b"\r" if text.endswith(b"\r") else b""
        text = text.removesuffix(b"\r")
        if b"\r" in text:
            text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *lines, rest = text.split(b"\n")
        self._unfinished = rest + held_back
        for line in lines:
            if not line:
                # Without data nothing is dispatched: servers send blank lines to keep alive.
                if any(self._data):
                    yield Message(b"\n".join(self._data))
                self._data = []
            elif line.startswith(b":"):
                yield Comment(line[1:].decode(errors="replace").strip())
            else:
                name, _, value = line.partition(b":")
                if name == b"data":
                    self._data.append(value.removeprefix(b" "))
