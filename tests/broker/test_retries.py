"""Tests of retries: repeated calls, pauses, and the error in the end."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx
import pytest

from ribbit_tui.broker import errors
from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.retries import RetryLimits
from ribbit_tui.broker.transport import Transport
from ribbit_tui.wire.funding import TransferCreation
from ribbit_tui.wire.journals import JournalCreation
from ribbit_tui.wire.orders import OrderCreation
from tests.waiting import until
from tests.wire.samples import account, journal, transfer

from .support import ACCOUNT, ENDPOINT, Script, Step, refusal, response

TRANSFER = TransferCreation(transfer_type="ach", amount="50", direction="INCOMING")
JOURNAL = JournalCreation(entry_type="JNLC", from_account="f", to_account="t", amount="1")
ORDER = OrderCreation(
    symbol="AAPL",
    qty="1",
    side="buy",
    type="market",
    time_in_force="day",
    client_order_id="mine",
)

Call = Callable[[Broker], Awaitable[object]]


def read(broker: Broker) -> Awaitable[object]:
    return broker.accounts.get(ACCOUNT)


def unkeyed_write(broker: Broker) -> Awaitable[object]:
    return broker.funding.create_transfer(ACCOUNT, TRANSFER)


def unkeyed_delete(broker: Broker) -> Awaitable[object]:
    return broker.funding.cancel_transfer(ACCOUNT, "transfer-1")


def keyed_write(broker: Broker) -> Awaitable[object]:
    return broker.journals.create(JOURNAL, idempotency_key="key-1")


def order_write(broker: Broker) -> Awaitable[object]:
    return broker.trading.create_order(ACCOUNT, ORDER)


NO_CONNECTION = httpx.ConnectError("refused")
SLOW_CONNECTION = httpx.ConnectTimeout("slow")
NO_RESPONSE = httpx.ReadTimeout("silent")
CUT = httpx.RemoteProtocolError("disconnected")
BROKEN = refusal(503)
INTERNAL_ERROR = refusal(500)
LIMITED = refusal(429)


@pytest.mark.parametrize(
    ("call", "failure", "attempts", "error"),
    [
        (read, NO_CONNECTION, 4, errors.UnavailableError),
        (read, NO_RESPONSE, 4, errors.UnavailableError),
        (read, CUT, 4, errors.UnavailableError),
        (read, BROKEN, 4, errors.UnavailableError),
        (read, INTERNAL_ERROR, 4, errors.UnavailableError),
        (read, LIMITED, 4, errors.RateLimitedError),
        (read, refusal(404), 1, errors.NotFoundError),
        (keyed_write, NO_CONNECTION, 4, errors.UnavailableError),
        (keyed_write, NO_RESPONSE, 4, errors.OutcomeUnknownError),
        (keyed_write, BROKEN, 4, errors.OutcomeUnknownError),
        (keyed_write, LIMITED, 4, errors.RateLimitedError),
        (keyed_write, refusal(422), 1, errors.InvalidRequestError),
        (order_write, NO_RESPONSE, 4, errors.OutcomeUnknownError),
        (unkeyed_write, NO_CONNECTION, 4, errors.UnavailableError),
        (unkeyed_write, SLOW_CONNECTION, 4, errors.UnavailableError),
        (unkeyed_write, NO_RESPONSE, 1, errors.OutcomeUnknownError),
        (unkeyed_write, CUT, 1, errors.OutcomeUnknownError),
        (unkeyed_write, BROKEN, 1, errors.OutcomeUnknownError),
        (unkeyed_write, INTERNAL_ERROR, 1, errors.OutcomeUnknownError),
        (unkeyed_write, LIMITED, 4, errors.RateLimitedError),
        (unkeyed_write, refusal(403), 1, errors.ForbiddenError),
        (unkeyed_delete, NO_RESPONSE, 1, errors.OutcomeUnknownError),
    ],
)
async def test_a_lasting_failure(
    call: Call, failure: Step, attempts: int, error: type[errors.BrokerError]
) -> None:
    script = Script(failure)
    async with script.broker() as broker:
        with pytest.raises(error):
            await call(broker)
    assert len(script.requests) == attempts
    assert len(script.pauses) == attempts - 1


@pytest.mark.parametrize("failure", [NO_CONNECTION, NO_RESPONSE, CUT, BROKEN, LIMITED])
async def test_a_passing_failure_of_a_read_goes_unnoticed(failure: Step) -> None:
    script = Script(failure, response(account()))
    async with script.broker() as broker:
        assert (await broker.accounts.get(ACCOUNT)).id == ACCOUNT
    assert len(script.requests) == 2


@pytest.mark.parametrize("failure", [NO_CONNECTION, LIMITED])
async def test_a_transfer_of_which_nothing_was_accepted_is_sent_again(failure: Step) -> None:
    script = Script(failure, response(transfer()))
    async with script.broker() as broker:
        await unkeyed_write(broker)
    assert len(script.requests) == 2


@pytest.mark.parametrize("last", [NO_CONNECTION, LIMITED, refusal(401), refusal(403), refusal(422)])
async def test_once_sent_a_write_stays_unknown_whatever_its_repetitions_meet(last: Step) -> None:
    async with Script(NO_RESPONSE, last).broker() as broker:
        with pytest.raises(errors.OutcomeUnknownError):
            await keyed_write(broker)


async def test_each_repetition_carries_the_same_idempotency_key() -> None:
    script = Script(NO_RESPONSE, BROKEN, response(journal()))
    async with script.broker() as broker:
        await keyed_write(broker)
    assert [request.headers["Idempotency-Key"] for request in script.requests] == ["key-1"] * 3
    assert len({request.content for request in script.requests}) == 1


async def test_pauses_grow_with_jitter_within_bounds() -> None:
    pauses: list[list[float]] = []
    for _ in range(50):
        script = Script(NO_RESPONSE)
        async with script.broker(seed=len(pauses)) as broker:
            with pytest.raises(errors.UnavailableError):
                await read(broker)
        pauses.append(script.pauses)
    for position, ceiling in enumerate([0.5, 1.0, 2.0]):
        here = [pause[position] for pause in pauses]
        assert 0 <= min(here) < ceiling * 0.3
        assert ceiling * 0.7 < max(here) <= ceiling


@pytest.mark.parametrize(
    ("reset", "low", "high"),
    [
        ("1007", 7, 7),
        ("1001", 1, 1),
        ("1000", 0.001, 0.5),  # reset by now, but the server said no: not again at once
        ("9000", 60, 60),
        ("900", 0, 0.5),
        ("soon", 0, 0.5),
        ("9" * 400, 0, 60),
        (None, 0, 0.5),
    ],
)
async def test_a_rate_limit_is_waited_out(reset: str | None, low: float, high: float) -> None:
    headers = {} if reset is None else {"X_RateLimit_Reset": reset}
    script = Script(response(None, 429, **headers), response(account()))
    async with script.broker(now=1000.0) as broker:
        await read(broker)
    (pause,) = script.pauses
    assert low <= pause <= high


async def test_a_repetition_finds_the_server_at_its_new_address() -> None:
    def gone(request: httpx.Request) -> httpx.Response:
        broker.move_to(type(ENDPOINT)("http://new.test:1", "http://new.test:1", "k", "s"))
        raise NO_CONNECTION

    script = Script(gone, response(account()))
    async with script.broker() as broker:
        await read(broker)
        assert [request.url.host for request in script.requests] == ["broker.test", "new.test"]
        with pytest.raises(ValueError, match="scheme"):
            broker.move_to(type(ENDPOINT)("https://new.test", "https://new.test", "k", "s"))


def limited(seconds: int) -> httpx.Response:
    """Return a 429 whose rate limit is reset after this many seconds."""
    return response(None, 429, X_RateLimit_Reset=str(1000 + seconds))


class Waiting:
    """A client whose long waits last until `time_is_over`, and what is told of them."""

    def __init__(self, *steps: Step, limits: RetryLimits | None = None) -> None:
        self.script = Script(*steps)
        self.told: list[list[tuple[float, bool]]] = []
        self.time_is_over = asyncio.Event()
        transport = Transport(
            ENDPOINT,
            http=httpx.MockTransport(self.script._respond),
            sleep=self._sleep,
            retries=limits,
            now=lambda: 1000.0,
        )
        self.broker = Broker(ENDPOINT, transport=transport)
        self.waits = transport.write_waits
        self.waits.on_change = self._note

    def _note(self) -> None:
        self.told.append([(one.seconds, one.is_rate_limit) for one in self.waits.current])

    async def _sleep(self, seconds: float) -> None:
        if seconds > 2:
            await self.time_is_over.wait()


async def test_F1b_the_wait_that_a_server_asks_of_a_write_is_told() -> None:
    waiting = Waiting(limited(58), response(transfer()))
    writing = asyncio.ensure_future(unkeyed_write(waiting.broker))
    await until(lambda: waiting.told)
    assert waiting.told == [[(58, True)]]
    waiting.time_is_over.set()
    await writing
    assert waiting.told == [[(58, True)], []]
    assert len(waiting.script.requests) == 2


@pytest.mark.parametrize("call", [unkeyed_write, keyed_write, order_write])
async def test_F1b_a_wait_can_be_given_up_and_nothing_was_done(call: Call) -> None:
    waiting = Waiting(limited(58))
    writing = asyncio.ensure_future(call(waiting.broker))
    await until(lambda: waiting.told)
    waiting.waits.give_up()
    with pytest.raises(errors.RateLimitedError):
        await writing
    assert len(waiting.script.requests) == 1
    assert waiting.waits.current == []


async def test_F1b_giving_up_does_not_undo_a_lost_attempt() -> None:
    waiting = Waiting(NO_RESPONSE, limited(58))
    writing = asyncio.ensure_future(keyed_write(waiting.broker))
    await until(lambda: waiting.told)
    waiting.waits.give_up()
    with pytest.raises(errors.OutcomeUnknownError):
        await writing


async def test_F1b_a_long_wait_for_an_absent_server_can_be_given_up_too() -> None:
    waiting = Waiting(NO_CONNECTION, limits=RetryLimits(first_pause=1e9, longest_pause=1e9))
    writing = asyncio.ensure_future(unkeyed_write(waiting.broker))
    await until(lambda: waiting.told)
    assert not waiting.waits.current[0].is_rate_limit
    waiting.waits.give_up()
    with pytest.raises(errors.UnavailableError):
        await writing


async def test_F1b_short_waits_and_those_of_reads_are_not_told() -> None:
    for call, step in ((unkeyed_write, limited(2)), (read, limited(58))):
        waiting = Waiting(step, refusal(404))
        waiting.time_is_over.set()
        with pytest.raises(errors.NotFoundError):
            await call(waiting.broker)
        assert waiting.told == []
