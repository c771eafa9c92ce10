"""The writes without a response, kept on disk until their outcome is known."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from ribbit_tui.session.stores.private_files import read_json, write_json

from .writes import UnansweredWrite, WriteKind

_REQUIRED = {
    WriteKind.ORDER: {"symbol", "side"},
    WriteKind.TRANSFER: {"direction", "amount"},
    WriteKind.APPLICATION: {"email", "name", "draft_id"},
    WriteKind.SALE_OF_ALL: {"symbols"},
    WriteKind.BANK_LINK: {"last_digits"},
    WriteKind.BANK_REMOVAL: {"id"},
    WriteKind.ORDER_CANCELLATION: {"ids", "symbol"},
    WriteKind.CANCELLATION_OF_ALL: {"ids"},
    WriteKind.TRANSFER_CANCELLATION: {"id", "amount"},
}


class UnansweredWriteStore:
    """A JSON file of writes, one for each environment. An unreadable file counts as empty.

    All kinds are saved: whoever starts the app again is told of each as if it had run on. The file
    holds no document, no tax id, and of a bank account number the last four digits.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._rows: list[dict[str, object]] | None = None
        """The rows in the file, if this run has written it."""

    def load(self) -> list[UnansweredWrite]:
        """Return the saved writes."""
        writes = []
        with suppress(OSError, ValueError):
            content = read_json(self._file)
            rows = content.get("writes") if isinstance(content, dict) else None
            for row in rows if isinstance(rows, list) else []:
                with suppress(ValueError, KeyError, TypeError):
                    writes.append(_write(row))
        return writes

    def save(self, writes: Iterable[UnansweredWrite]) -> None:
        """Replace the saved writes by these. Raises OSError."""
        rows = [_row(write) for write in writes]
        if rows != self._rows and (rows or self._file.exists()):
            write_json(self._file, {"version": 1, "writes": rows})
            self._rows = rows


def _row(write: UnansweredWrite) -> dict[str, object]:
    return {
        "key": write.key,
        "kind": write.kind.value,
        "account_id": write.account_id,
        "subject": write.subject,
        "sent_at": write.sent_at.isoformat(),
        "lost_at": write.lost_at and write.lost_at.isoformat(),
        "body": dict(write.body),
        "known_ids": sorted(write.known_ids),
    }


def _write(row: object) -> UnansweredWrite:
    """Read a row. Raises ValueError, KeyError, TypeError."""
    if not isinstance(row, dict) or not isinstance(row["body"], dict):
        raise ValueError("not a write")
    write = UnansweredWrite(
        key=str(row["key"]),
        kind=WriteKind(row["kind"]),
        account_id=str(row["account_id"]),
        subject=str(row["subject"]),
        sent_at=_time(row["sent_at"]),
        body=row["body"],
        known_ids=frozenset(row["known_ids"]),
        lost_at=None if row["lost_at"] is None else _time(row["lost_at"]),
    )
    if missing := _REQUIRED.get(write.kind, set()) - write.body.keys():
        raise ValueError(f"without {missing}")
    return write


def _time(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at
