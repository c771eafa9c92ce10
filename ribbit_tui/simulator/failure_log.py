"""Log of this program's own failures."""

import logging
import traceback

_log = logging.getLogger(__name__)


def log_bug(what: str, error: BaseException) -> None:
    """Log where `error` came from, without its message, which may repeat personal data."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s failed: %s\n%s", what, type(error).__qualname__, frames)
