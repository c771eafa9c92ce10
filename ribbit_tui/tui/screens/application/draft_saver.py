"""Keeps the draft on disk as the answers are given: at once, or when the typing pauses."""

from typing import TYPE_CHECKING

from textual.timer import Timer

from ribbit_tui.session.application.drafts.draft import Draft

if TYPE_CHECKING:
    from ribbit_tui.tui.screens.base import RibbitScreen

SAVE_SECONDS = 0.4
_APART = (
    "This draft was saved by another Ribbit meanwhile. That one stays as it is; what you change"
    " here is kept as a draft of its own."
)


class DraftSaver:
    def __init__(self, screen: "RibbitScreen", draft: Draft) -> None:
        self._screen = screen
        self._draft = draft
        self._timer: Timer | None = None

    @property
    def is_pending(self) -> bool:
        """Whether something was typed that is not on disk yet."""
        return self._timer is not None

    def soon(self) -> None:
        self._stop_timer()
        self._timer = self._screen.set_timer(SAVE_SECONDS, self.now)

    def now(self) -> None:
        """Save it; a disk that refuses is told, and asked again at the next change."""
        self._stop_timer()
        dependencies = self._screen.shell.dependencies
        try:
            if not dependencies.drafts.save(self._draft, dependencies.clock.now()):
                self._screen.notify(_APART, severity="warning", timeout=12, markup=False)
        except OSError as error:
            words = f"The draft could not be saved: {error.strerror}"
            self._screen.notify(words, severity="error", markup=False)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
