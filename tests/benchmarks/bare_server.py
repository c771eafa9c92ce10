"""The bare server, the reference for all figures: FastAPI with one INSERT and commit a request.

Its pragmas and uvicorn settings are the simulator's. Run it as a module, with the path of a new
database.
"""

import asyncio
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from decimal import Decimal

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel

_EVENTS_PER_CHUNK = 50


class Write(BaseModel):
    """The body of a write."""

    account_id: str
    amount: Decimal
    description: str | None = None


def create_app(database: sqlite3.Connection) -> FastAPI:
    """Create the routes: a write, a read and an event stream."""
    app = FastAPI()

    @app.post("/writes")
    async def write(body: Write) -> JSONResponse:
        database.execute("BEGIN IMMEDIATE")
        row = database.execute(
            "INSERT INTO writes (account_id, amount, description) VALUES (?, ?, ?)",
            (body.account_id, str(body.amount), body.description),
        )
        database.execute("COMMIT")
        response = {"id": row.lastrowid, "amount": str(body.amount), "account_id": body.account_id}
        return JSONResponse(response)

    @app.get("/writes/{number}")
    async def read(number: int) -> JSONResponse:
        row = database.execute("SELECT * FROM writes WHERE id = ?", (number,)).fetchone()
        return JSONResponse({"id": row[0], "account_id": row[1], "amount": row[2]})

    @app.get("/events")
    async def events(count: int, size: int) -> StreamingResponse:
        return StreamingResponse(_stream(database, count, size), media_type="text/event-stream")

    return app


async def _stream(database: sqlite3.Connection, count: int, size: int) -> AsyncIterator[str]:
    """Yield `count` events with bodies of `size` bytes, selected from the database."""
    rows = database.execute(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
        " SELECT i, ? FROM n",
        (count, "x" * size),
    )
    while batch := rows.fetchmany(_EVENTS_PER_CHUNK):
        yield "".join(f"data: {number} {body}\n\n" for number, body in batch)
        await asyncio.sleep(0)


def main() -> None:
    """Serve on a free port until the process is ended."""
    database = sqlite3.connect(sys.argv[1], isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute(
        "CREATE TABLE writes (id INTEGER PRIMARY KEY, account_id TEXT, amount TEXT,"
        " description TEXT)"
    )
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        create_app(database), log_config=None, access_log=False, lifespan="off", ws="none"
    )
    listener.listen()
    print(f"listening on http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    asyncio.run(uvicorn.Server(config).serve([listener]))


if __name__ == "__main__":
    main()
