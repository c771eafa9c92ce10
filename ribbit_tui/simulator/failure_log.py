"""The one way in which this program's own failures are logged."""

import logging
import traceback

_log = logging.getLogger(__name__)


def log_bug(what: str, error: BaseException) -> None:
    """Log where `error` came from, but not its message: that may repeat personal data."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s failed: %s\n%s", what, type(error).__qualname__, frames)
