"""Wait for a condition; a wait in vain fails with what it waited for."""

import asyncio
import inspect
import textwrap
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

PATIENCE_SECONDS = 60.0
"""Far longer than anything takes on a busy machine: only a test that fails waits this long."""
LOOK_SECONDS = 0.01

Condition = Callable[[], object]


async def until(
    condition: Condition,
    what: str = "",
    *,
    seen: Callable[[], str] | None = None,
    look_seconds: float = LOOK_SECONDS,
) -> None:
    """Wait until `condition` holds. Raises AssertionError after PATIENCE_SECONDS.

    The error names `what`, or shows the source of the condition, and what `seen` returns. With 0
    for `look_seconds` it looks at every turn of the loop, and misses nothing that passes.
    """
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not condition():  # noqa: ASYNC110 (any condition at all)
                await asyncio.sleep(look_seconds)
    except TimeoutError:
        raise _in_vain(what or _source(condition), seen) from None


@asynccontextmanager
async def waiting_for(what: str) -> AsyncIterator[None]:
    """Bound the time that the body takes. Raises AssertionError after PATIENCE_SECONDS."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            yield
    except TimeoutError:
        raise _in_vain(what) from None


def wait_until(condition: Condition, what: str = "") -> None:
    """Wait, in a test without an event loop, until `condition` holds. Raises AssertionError."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise _in_vain(what or _source(condition))
        time.sleep(LOOK_SECONDS)


def _in_vain(what: str, seen: Callable[[], str] | None = None) -> AssertionError:
    found = f"\nThere was:\n{seen()}" if seen is not None else ""
    return AssertionError(f"waited {PATIENCE_SECONDS:g} s in vain for: {what}{found}")


def _source(condition: Condition) -> str:
    """Return the lines that define a condition."""
    try:
        return textwrap.dedent(inspect.getsource(condition)).strip()
    except (OSError, TypeError):
        return repr(condition)
