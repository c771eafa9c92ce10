"""Endpoints that only a simulator has."""

from ribbit_tui.broker import errors
from ribbit_tui.broker.paths import path
from ribbit_tui.broker.transport import Transport
from ribbit_tui.wire.account_controls import Persona
from ribbit_tui.wire.documents import Document
from ribbit_tui.wire.funding_controls import JournalDecision
from ribbit_tui.wire.journals import Journal
from ribbit_tui.wire.simulator import SimulatorInfo, TimePassed


class Simulator:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def info(self) -> SimulatorInfo | None:
        """Describe the simulator; None if the server is not one.

        Raises RateLimitedError and UnavailableError: the server may be a simulator all the same.
        """
        try:
            return (await self._transport.get("/simulator")).one(SimulatorInfo)
        except errors.RateLimitedError:
            raise
        except (errors.RefusedError, errors.UnreadableResponseError):
            return None

    async def advance_clock(self, seconds: int) -> TimePassed:
        """Move a manual clock forward."""
        response = await self._transport.write(
            "POST", "/simulator/clock/advance", {"seconds": seconds}
        )
        return response.one(TimePassed)

    async def personas(self) -> list[Persona]:
        """List the test persons whose applications take another course."""
        return (await self._transport.get("/simulator/personas")).many(Persona)

    async def make_statement(self, account_id: str) -> Document:
        """Make a statement of the month to date."""
        response = await self._transport.write(
            "POST", path("/simulator/accounts/{}/statements", account_id)
        )
        return response.one(Document)

    async def decide_journal(self, journal_id: str, decision: JournalDecision) -> Journal:
        """Set the status of a journal; a correction returns the new journal."""
        response = await self._transport.write(
            "POST", path("/simulator/journals/{}/status", journal_id), decision.to_wire()
        )
        return response.one(Journal)
