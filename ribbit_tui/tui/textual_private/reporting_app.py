"""An app that reports an unexpected error instead of showing a traceback."""

from typing import Any

from textual.app import App, ScreenStackError
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import WorkerFailed


class ReportingApp(App[None]):
    """An app that ends with a report of an unexpected error instead of a traceback.

    Textual's traceback prints local variables, and with them personal data.
    """

    has_started = False
    """Whether the app has been mounted."""

    def report_error(self, error: BaseException) -> str:
        """Log an unexpected error. Returns the line to print when the app has ended."""
        raise NotImplementedError

    def _handle_exception(self, error: Exception) -> None:
        """Ignore failed look-ups of widgets and screens that the ending app has removed."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        has_ended = self.has_started and not self.is_running
        if not (has_ended and isinstance(cause, (NoMatches, ScreenStackError))):
            super()._handle_exception(error)

    async def _close_all(self) -> None:
        """Close all screens, even if another one is opened meanwhile.

        Textual iterates over its dictionary of modes and awaits the end of each screen on the way.
        A message or task of a screen that is still open can switch to a mode that was not shown
        before, which adds to that dictionary: the iteration raises RuntimeError, the app ends with
        it, and the other screens stay open. Once they have ended, Textual awaits nothing on the
        way; it starts no screen that is opened after the app has begun to end.
        """
        stacks = list(self._screen_stacks.values())
        for screen in [screen for stack in stacks for screen in reversed(stack)]:
            if screen._running:
                await self._prune(screen)
        await super()._close_all()

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """The screens that can be seen behind the front one: none behind an opaque one.

        Textual lays out and renders the screen below all the same, and repaints the front one
        whenever that changes.
        """
        stack = self._screen_stack
        is_opaque = bool(stack) and stack[-1].styles.background.a == 1
        return [] if is_opaque else super()._background_screens

    def _fatal_error(self) -> None:
        if self._exception is not None:
            self._exit_renderables.append(self.report_error(self._exception))
        self._close_messages_no_wait()
