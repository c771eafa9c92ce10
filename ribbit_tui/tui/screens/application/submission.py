"""The submission of the application: sent, then its customer is opened."""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from ribbit_tui.session.application.drafts.draft import Draft

if TYPE_CHECKING:
    from ribbit_tui.session.session import Session
    from ribbit_tui.tui.screens.base import RibbitScreen
    from ribbit_tui.tui.shell import Shell


async def send_draft(
    draft: Draft, session: "Session", screen: "RibbitScreen"
) -> Mapping[str, str] | None:
    """Send the application and open its customer. Returns None once that is done.

    Otherwise the draft is kept. Returns the errors of single answers; another failure is shown in a
    dialog, and the mapping is empty. Call it in a worker.
    """
    from ribbit_tui.session.actions.submission import NotSentError, submit
    from ribbit_tui.session.unanswered.writes import UnansweredError
    from ribbit_tui.tui.dialogs.unanswered import send_or_ask

    shell = screen.shell
    try:
        account_id = await send_or_ask(
            screen.app,
            session,
            shell.zone,
            lambda again: submit(draft, session.customer_actions, shell.today(), again=again),
        )
    except UnansweredError:
        return {}
    except NotSentError as failure:
        if not failure.errors and failure.report is not None:
            shell.show_error(failure.report)
        return failure.errors
    open_applicant(draft, account_id, shell)
    return None


def open_applicant(draft: Draft, account_id: str, shell: "Shell") -> None:
    """Delete the draft of an application that has arrived, and open its customer."""
    with suppress(OSError):
        shell.dependencies.drafts.delete(draft.id)
    shell.open_customer(account_id)
