"""The submission of the application: sent, then its customer is opened."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from ribbit_tui.session.application.drafts.draft import Draft

from .draft_saver import DraftSaver

if TYPE_CHECKING:
    from ribbit_tui.session.session import Session
    from ribbit_tui.tui.screens.base import RibbitScreen


class Submission:
    """The sending of the application from its form, until its customer is opened."""

    def __init__(
        self,
        screen: "RibbitScreen",
        draft: Draft,
        saver: DraftSaver,
        show_sending: Callable[[], None],
    ) -> None:
        """`show_sending` is called when `is_sending` has changed."""
        self._screen = screen
        self._draft = draft
        self._saver = saver
        self._show_sending = show_sending
        self.is_sending = False

    @property
    def is_unanswered(self) -> bool:
        """Whether the application was sent and has no answer yet."""
        session = self._screen.shell.session
        lost = session.unanswered.lost(None) if session is not None else []
        return any(write.body.get("draft_id") == self._draft.id for write in lost)

    def errors(self) -> Mapping[str, str]:
        """Return the errors of the first step that has any."""
        from ribbit_tui.session.actions.submission import first_errors

        return first_errors(self._draft, self._screen.shell.today())

    async def send(self) -> Mapping[str, str]:
        """Send the application and open its customer. Call it in a worker.

        If it was not accepted, the draft is kept. Returns the errors of single answers; another
        failure is shown in a dialog.
        """
        session = self._screen.shell.session
        if session is None:
            self._screen.shell.notify_still_starting()
            return {}
        self._set_sending(True)
        self._saver.save_now()
        errors = await self._send_draft(session)
        if errors is None:
            return {}
        self._set_sending(False)
        return errors

    async def _send_draft(self, session: "Session") -> Mapping[str, str] | None:
        """Send the application and open its customer. Returns the errors; None if that is done."""
        from ribbit_tui.session.actions.submission import NotSentError, submit
        from ribbit_tui.session.unanswered.writes import UnansweredError
        from ribbit_tui.tui.dialogs.unanswered import send_or_ask

        shell, actions = self._screen.shell, session.customer_actions
        try:
            account_id = await send_or_ask(
                self._screen.app,
                session,
                shell.zone,
                lambda again: submit(self._draft, actions, shell.today(), again=again),
            )
        except UnansweredError:
            return {}
        except NotSentError as failure:
            if not failure.errors and failure.report is not None:
                shell.show_error(failure.report)
            return failure.errors
        self._open_customer(account_id)
        return None

    def open_if_arrived(self) -> None:
        """Open the customer of this application if it has arrived after its answer was lost."""
        session = self._screen.shell.session
        if session is None or self.is_sending or self._screen.app.screen is not self._screen:
            return
        account_id = session.customer_actions.arrived.get(self._draft.id)
        if account_id is not None:
            self._saver.stop()
            self._open_customer(account_id)

    def _open_customer(self, account_id: str) -> None:
        """Delete the draft of the application, which has arrived, and open its customer."""
        shell = self._screen.shell
        with suppress(OSError):
            shell.dependencies.drafts.delete(self._draft.id)
        shell.open_customer(account_id)

    def _set_sending(self, is_sending: bool) -> None:
        self.is_sending = is_sending
        self._show_sending()
