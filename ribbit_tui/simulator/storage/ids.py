"""Ids that repeat: functions of the seed and of counters in the database.

With the same seed, a manual clock and the same operations in the same order, every id is the same.
"""

import hashlib
import math
from datetime import datetime
from uuid import UUID

from ulid import ULID

from ribbit_tui.simulator.clock import to_timestamp

from .database import Database

_NUMBERS = 900_000_000
_FIRST_NUMBER = 100_000_000
_TAIL_BITS = 80
_TIME_CHARACTERS = 10
_SEED = "seed"


class OtherSeedError(Exception):
    """A database that was made with another seed, `made_with`."""

    def __init__(self, made_with: int) -> None:
        super().__init__(f"made with seed {made_with}")
        self.made_with = made_with


class Ids:
    """Ids of one database, made from its seed."""

    def __init__(self, database: Database, seed: int) -> None:
        """Store the seed at the first opening; raises OtherSeedError for another one later.

        A history is only true with the prices that its own seed makes.
        """
        with database.transaction():
            database.execute(
                "INSERT OR IGNORE INTO counters (kind, value) VALUES (?, ?)", (_SEED, seed)
            )
        made_with = database.scalar(int, "SELECT value FROM counters WHERE kind = ?", (_SEED,))
        assert made_with is not None
        if made_with != seed:
            raise OtherSeedError(made_with)
        self._database = database
        self._seed = seed

    def _digest(self, *parts: object) -> bytes:
        text = "\x1f".join(str(part) for part in (self._seed, *parts))
        return hashlib.sha256(text.encode()).digest()

    def _next(self, kind: str) -> int:
        value = self._database.scalar(
            int,
            "INSERT INTO counters (kind, value) VALUES (?, 1)"
            " ON CONFLICT (kind) DO UPDATE SET value = value + 1 RETURNING value",
            (kind,),
        )
        assert value is not None
        return value

    def fraction(self, *key: str) -> float:
        """Return a number from 0 up to 1 that depends on the seed and `key` only."""
        return int.from_bytes(self._digest(*key)[:6]) / 2**48

    def uuid(self, kind: str) -> str:
        """Return a UUID of version 4's shape; call within a transaction."""
        return str(UUID(bytes=self._digest(kind, self._next(kind))[:16], version=4))

    def account_number(self) -> str:
        """Return nine digits, never the same twice: consecutive counters walk a permutation."""
        digest = self._digest("account_number")
        step = int.from_bytes(digest[:4]) % _NUMBERS * 30 + 7
        assert math.gcd(step, _NUMBERS) == 1
        place = (step * self._next("account_number") + int.from_bytes(digest[4:8])) % _NUMBERS
        return str(_FIRST_NUMBER + place)

    def ulid(self, at: datetime) -> str:
        """Return an event's ULID, greater than all before even if the clock steps back."""
        last = self._database.scalar(str, "SELECT max(ulid) FROM events")
        millis = to_timestamp(at) // 1000
        first = str(ULID.from_int(millis << _TAIL_BITS))
        if last is not None and last[:_TIME_CHARACTERS] >= first[:_TIME_CHARACTERS]:
            return str(ULID.from_int(int(ULID.from_str(last)) + 1))
        # The top bit of the random part stays 0, so that counting up never reaches the time.
        tail = int.from_bytes(self._digest("ulid", millis)[:10]) >> 1
        return str(ULID.from_int(millis << _TAIL_BITS | tail))

    def request_id(self, method: str, path: str, occurrence: int) -> str:
        """Return 32 hex digits for the nth request of a kind."""
        return self._digest("request", method, path, occurrence)[:16].hex()


def stable_uuid(name: str) -> str:
    """Return a UUID of version 4's shape that depends on `name` only, not on the seed."""
    return str(UUID(bytes=hashlib.sha256(name.encode()).digest()[:16], version=4))
