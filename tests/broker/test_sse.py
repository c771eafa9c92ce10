"""Tests of decoding event streams, cut at any byte."""

import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ribbit_tui.broker.sse import Comment, Message, decode

STREAM = (
    ':heartbeat\n\nid: 1\nevent: x\ndata: {"a":\ndata: "é\u2028\x85"}\n\n'
    "data:\n\n: you are slow\r\n\r\ndata:two\r\n\r\ndata: three\r\rdata: unfinished\n"
).encode()
EXPECTED = [
    Comment("heartbeat"),
    Message('{"a":\n"é\u2028\x85"}'),
    Comment("you are slow"),
    Message("two"),
    Message("three"),
]
SIZES = [*range(1, 40), 1000]
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def cut(stream: bytes, size: int) -> list[bytes]:
    return [stream[start : start + size] for start in range(0, len(stream), size)]


async def arriving(pieces: Iterable[bytes]) -> AsyncGenerator[bytes, None]:
    for piece in pieces:
        yield piece


async def decoded(pieces: Iterable[bytes]) -> list[Comment | Message]:
    return [item async for item in decode(arriving(pieces))]


@pytest.mark.parametrize("mark", [b"", BYTE_ORDER_MARK], ids=["plain", "marked"])
async def test_pieces_of_any_size_give_the_same(mark: bytes) -> None:
    for size in SIZES:
        assert await decoded(cut(mark + STREAM, size)) == EXPECTED, size


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
async def test_comments_keep_their_places(line_end: str) -> None:
    lines = [":a", ":b", "", "data: 1", ": inside", "data: 2", ":inside, too", "", ":c", "", ""]
    lines += ["id: 7", "", ":d", "data: 3", "", "data: 4", "", "", ":", "retry: 5", "data: 5", ""]
    stream = line_end.join([*lines, ":e", ""]).encode()
    expected = [
        Comment("a"),
        Comment("b"),
        Comment("inside"),
        Comment("inside, too"),
        Message("1\n2"),
        Comment("c"),
        Comment("d"),
        Message("3"),
        Message("4"),
        Comment(""),
        Message("5"),
        Comment("e"),
    ]
    for size in SIZES:
        assert await decoded(cut(stream, size)) == expected, size


@pytest.mark.parametrize("size", [1, 2, 3, 100])
async def test_a_comment_is_seen_before_anything_follows_it(size: int) -> None:
    async def heartbeats() -> AsyncIterator[bytes]:
        for piece in cut(b"data: 1\n\n:heart", size):
            yield piece
        assert found == [Message("1")]
        for piece in cut(b"beat\n", size):
            yield piece
        assert found == [Message("1"), Comment("heartbeat")]

    found: list[Comment | Message] = []
    async for item in decode(heartbeats()):
        found.append(item)  # noqa: PERF401 `heartbeats` reads it meanwhile
    assert len(found) == 2


async def test_events_that_carry_ids_are_not_repeated_by_comments() -> None:
    stream = b"id: 1\ndata: 1\n\n:heartbeat\n\n:heartbeat\n\n\n\n"
    heartbeat = Comment("heartbeat")
    assert await decoded([stream]) == [Message("1"), heartbeat, heartbeat]


async def test_what_is_no_utf_8_ends_no_stream() -> None:
    assert await decoded([b":\xff\n\ndata: \xff\n\ndata: 1\n\n"]) == [
        Comment("\ufffd"),
        Message("\ufffd"),
        Message("1"),
    ]


@pytest.mark.parametrize("piece", [b"x" * 1024, b":" * 1024], ids=["text", "colons"])
async def test_an_event_of_16_mib_takes_linear_time(piece: bytes) -> None:
    """Decode in linear time: to copy all earlier bytes at each piece would mean over 100 GB."""
    count = 16 * 1024
    began = time.process_time()
    found = await decoded([b"data: ", *[piece] * count, b"\n\n", b"data: 1\n\n"])
    assert time.process_time() - began < 5
    assert found == [Message(piece.decode() * count), Message("1")]


async def test_a_comment_in_an_event_that_is_cut_off_is_not_lost() -> None:
    assert await decoded([b"data: 1\n: internal server error\n"]) == [
        Comment("internal server error")
    ]


async def test_many_comments_in_one_piece_take_linear_time() -> None:
    count = 1 << 16
    began = time.process_time()
    found = await decoded([b":\n" * count])
    assert time.process_time() - began < 5
    assert found == [Comment("")] * count


FIELDS = st.sampled_from(["data: 1", "data:", "data", "id: 1", "event: e", ": c", ":", "", "", "x"])


@given(
    lines=st.lists(st.tuples(FIELDS, st.sampled_from(["\n", "\r", "\r\n"])), max_size=30),
    cuts=st.lists(st.integers(0, 200), max_size=8),
)
async def test_any_stream_is_the_same_however_it_is_cut(
    lines: list[tuple[str, str]], cuts: list[int]
) -> None:
    stream = "".join(line + end for line, end in lines).encode()
    places = [0, *sorted(cuts), len(stream)]
    pieces = [stream[start:end] for start, end in pairwise(places)]
    assert await decoded(pieces) == reference(stream.decode())


def reference(stream: str) -> list[Comment | Message]:
    """Apply the standard's rules to a whole stream."""
    found: list[Comment | Message] = []
    data: list[str] = []
    for line in stream.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:-1]:
        if line.startswith(":"):
            found.append(Comment(line[1:].strip()))
        elif line.startswith("data"):
            data.append(line.removeprefix("data").removeprefix(":").removeprefix(" "))
        elif not line:
            if "\n".join(data):
                found.append(Message("\n".join(data)))
            data = []
    return found
