"""The dialogs about writes that wait to be sent or have no answer."""

from typing import TYPE_CHECKING

from textual.app import App

if TYPE_CHECKING:
    from datetime import tzinfo

    from ribbit_tui.session.session import Session
    from ribbit_tui.session.state import WriteWait

    from .dialogs.waiting import WaitDialog


class WriteDialogs:
    """The opener of these dialogs: the one about a new wait opens without being asked for."""

    def __init__(self, app: App[None], zone: "tzinfo | None") -> None:
        self._app = app
        self._zone = zone
        self._shown_wait: WriteWait | None = None
        self._wait_dialog: WaitDialog | None = None

    def update_wait(self, session: "Session | None") -> None:
        """Show a new wait of a write once; close its dialog when it is over.

        The wait of a write that no user asked for is in the panel of the screens only.
        """
        wait = session.state.connection.write_wait if session is not None else None
        if session is None or wait == self._shown_wait:
            return
        dialog = self._wait_dialog
        if wait is None:
            if dialog is not None and dialog.is_mounted:
                dialog.call_later(dialog.show)
        elif not wait.in_background:
            self._show_wait(session)
        self._shown_wait = wait

    @property
    def is_waiting(self) -> bool:
        """Whether the dialog of a wait is open, on top or below others."""
        return self._wait_dialog in self._app.screen_stack

    def show(self, session: "Session | None") -> None:
        """Look for what has no answer and show it; or show the wait of what is not sent yet."""
        from .dialogs.unanswered import UnansweredDialog

        if session is not None and session.state.connection.write_wait is not None:
            self._show_wait(session)
        elif session is not None and session.unanswered.lost(session.state.customer_id):
            session.unanswered.look_now()
            self._app.push_screen(UnansweredDialog(session, self._zone))
        else:
            self._app.notify("Everything that was sent has its answer.", markup=False)

    def _show_wait(self, session: "Session") -> None:
        """Show how long a write waits until the server accepts it."""
        from .dialogs.waiting import WaitDialog

        if not self.is_waiting:
            self._wait_dialog = WaitDialog(session)
            self._app.push_screen(self._wait_dialog)
