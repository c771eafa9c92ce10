"""Where each event stream is to be resumed, kept on disk."""

from pathlib import Path

from .private_files import read_json, write_json


class CursorStore:
    """The last applied event of every stream of one environment.

    Written at most once for each `save`, so that a burst of events costs one write.
    A lost or unreadable file means no history, which the first reconciliation makes good.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._cursors = _read(file)
        self._saved = dict(self._cursors)

    def get(self, stream: str) -> str | None:
        return self._cursors.get(stream)

    def advance(self, stream: str, cursor: str) -> None:
        """Note that the event at `cursor` has been applied."""
        self._cursors[stream] = cursor

    def forget(self, stream: str) -> None:
        """Start this stream without history the next time."""
        self._cursors.pop(stream, None)

    def save(self) -> None:
        """Put what has changed on disk. Raises OSError."""
        if self._cursors != self._saved:
            write_json(self._file, self._cursors)
            self._saved = dict(self._cursors)


def _read(file: Path) -> dict[str, str]:
    try:
        content = read_json(file)
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {stream: cursor for stream, cursor in content.items() if isinstance(cursor, str)}
