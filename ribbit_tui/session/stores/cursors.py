"""The cursors of the event streams, kept on disk."""

from pathlib import Path

from .private_files import read_json, write_json


class CursorStore:
    """The cursor of the last applied event of each stream, for one environment.

    Only `save` writes, so that a burst of events costs one write. After the loss of the file the
    streams start without history, and the first load brings the state up to date.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._cursors = _read(file)
        self._saved = dict(self._cursors)

    def get(self, stream: str) -> str | None:
        """Return the cursor to resume a stream from, if any."""
        return self._cursors.get(stream)

    def advance(self, stream: str, cursor: str) -> None:
        """Record that the event at `cursor` has been applied."""
        self._cursors[stream] = cursor

    def forget(self, stream: str) -> None:
        """Remove the cursor: the stream starts without history next time."""
        self._cursors.pop(stream, None)

    def save(self) -> None:
        """Write the cursors if they have changed. Raises OSError."""
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
