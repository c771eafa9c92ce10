"""Reading event streams byte by byte."""

import pytest

from ribbit_tui.broker.sse import Comment, Message, Parser

STREAM = (
    ':heartbeat\n\nid: 1\nevent: x\ndata: {"a":\ndata: "é\u2028\x85"}\n\n'
    "data:\n\n: you are slow\r\n\r\ndata:two\r\n\r\ndata: three\r\rdata: unfinished\n"
).encode()
EXPECTED = [
    Comment("heartbeat"),
    Message('{"a":\n"é\u2028\x85"}'.encode()),
    Comment("you are slow"),
    Message(b"two"),
    Message(b"three"),
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_pieces_of_any_size_give_the_same(size: int) -> None:
    parser = Parser()
    found: list[Comment | Message] = []
    for start in range(0, len(STREAM), size):
        found += parser.feed(STREAM[start : start + size])
    assert found == EXPECTED
