"""Saving of the draft while the user answers."""

from typing import TYPE_CHECKING

from textual.timer import Timer

from ribbit_tui.session.application.drafts.draft import Draft

if TYPE_CHECKING:
    from ribbit_tui.tui.screens.base import RibbitScreen

SAVE_SECONDS = 0.4
_SAVED_ELSEWHERE = (
    "Another Ribbit has saved this draft in the meantime. Its version is kept; your changes"
    " here are saved as a separate draft."
)


class DraftSaver:
    """The saver of a draft, at once or when the user stops typing."""

    def __init__(self, screen: "RibbitScreen", draft: Draft) -> None:
        self._screen = screen
        self._draft = draft
        self._timer: Timer | None = None

    @property
    def is_pending(self) -> bool:
        """Whether there are changes that are not on disk yet."""
        return self._timer is not None

    def save_soon(self) -> None:
        """Save the draft after a pause of `SAVE_SECONDS`."""
        self.stop()
        self._timer = self._screen.set_timer(SAVE_SECONDS, self.save_now)

    def save_now(self) -> None:
        """Save the draft. Show a toast if the disk fails; the next change saves it again."""
        self.stop()
        dependencies = self._screen.shell.dependencies
        try:
            if not dependencies.drafts.save(self._draft, dependencies.clock.now()):
                self._screen.notify(_SAVED_ELSEWHERE, severity="warning", timeout=12, markup=False)
        except OSError as error:
            words = f"The draft could not be saved: {error.strerror}"
            self._screen.notify(words, severity="error", markup=False)

    def stop(self) -> None:
        """Do not save what was to be saved soon."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
