"""The Idempotency-Key header: a request that is repeated with its key takes effect once."""

import hashlib
import json
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from ribbit_tui.simulator.errors import InvalidError
from ribbit_tui.simulator.simulation import Simulation
from ribbit_tui.wire.model import WireModel

_LONGEST_KEY = 128

Answer = TypeVar("Answer")


class _KeyRecord(NamedTuple):
    """A key that was used, the request that it came with and the JSON that was answered."""

    key: str
    fingerprint: str
    answer: str


def answer_once(
    simulation: Simulation, key: str | None, request: WireModel, act: Callable[[], Answer]
) -> Answer:
    """Return what `act` returns (JSON), or what the same request with this key was answered before.

    Raises InvalidError if the key was used for another request.
    """
    if key is None:
        return act()
    if not 0 < len(key) <= _LONGEST_KEY:
        raise InvalidError(
            f"Idempotency-Key must be 1 to {_LONGEST_KEY} characters", "Idempotency-Key"
        )
    # `str` keeps the exponent of an amount; the wire's own form would write out its zeros.
    body = json.dumps(request.model_dump(exclude_unset=True), sort_keys=True, default=str)
    fingerprint = hashlib.sha256(f"{type(request).__name__} {body}".encode()).hexdigest()
    seen = simulation.database.fetch_one(_KeyRecord, "FROM idempotency_keys WHERE key = ?", (key,))
    if seen is not None:
        if seen.fingerprint != fingerprint:
            raise InvalidError(
                "this Idempotency-Key was used for another request", "Idempotency-Key"
            )
        stored: Answer = json.loads(seen.answer)
        return stored
    answer = act()
    simulation.database.insert("idempotency_keys", _KeyRecord(key, fingerprint, json.dumps(answer)))
    return answer
