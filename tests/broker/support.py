"""A scripted server without a network, and sample responses."""

import json
import random
from collections.abc import Callable
from typing import Any

import httpx

from ribbit_tui.broker.client import Broker
from ribbit_tui.broker.environment import Endpoint
from ribbit_tui.broker.transport import Transport
from tests.wire.samples import MAYA, NOON

KEY = "key-7f3a"
SECRET = "secret-91bc"
ENDPOINT = Endpoint("http://broker.test", "http://data.test", KEY, SECRET)
ACCOUNT = MAYA

Step = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class Script:
    """A server that responds with one step after the other, and repeats the last.

    It keeps all requests, and the pauses (seconds) between retries.
    """

    def __init__(self, *steps: Step) -> None:
        self._steps = [*steps]
        self.requests: list[httpx.Request] = []
        self.pauses: list[float] = []

    def broker(self, *, now: float = 0.0, seed: int = 1) -> Broker:
        transport = Transport(
            ENDPOINT,
            http=httpx.MockTransport(self._respond),
            sleep=self._sleep,
            rng=random.Random(seed),
            now=lambda: now,
        )
        return Broker(ENDPOINT, transport=transport)

    def then(self, step: Step) -> None:
        """Replace all steps to come by this one."""
        self._steps[len(self.requests) :] = [step]

    @property
    def paths(self) -> list[str]:
        return [f"{request.method} {request.url.raw_path.decode()}" for request in self.requests]

    def _respond(self, request: httpx.Request) -> httpx.Response:
        step = self._steps[min(len(self.requests), len(self._steps) - 1)]
        self.requests.append(request)
        if isinstance(step, Exception):
            raise step
        if isinstance(step, httpx.Response):
            # A response is read once; a script may give it again and again.
            return httpx.Response(step.status_code, headers=step.headers, content=step.content)
        return step(request)

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)


def response(body: Any = None, status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(
        status,
        content=b"" if body is None else json.dumps(body).encode(),
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def refusal(status: int, message: str = "no", **more: Any) -> httpx.Response:
    body = {"code": status * 100000, "message": message, **more}
    return response(body, status, X_Request_ID="req-1")


def account_event(number: int, **more: Any) -> dict[str, Any]:
    return {
        "event_id": number,
        "event_ulid": ulid(number),
        "at": NOON,
        "account_id": ACCOUNT,
        "status_from": "SUBMITTED",
        "status_to": "APPROVED",
        **more,
    }


def ulid(number: int) -> str:
    return f"{number:026d}"
