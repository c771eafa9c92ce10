"""The submission of the application: sent, then its customer is opened."""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from ribbit_tui.session.application.drafts.draft import Draft

if TYPE_CHECKING:
    from ribbit_tui.session.session import Session
    from ribbit_tui.tui.shell import Shell


async def send_draft(draft: Draft, session: "Session", shell: "Shell") -> Mapping[str, str] | None:
    """Send the application and open its customer. Returns None once that is done.

    Otherwise the draft is kept. Returns the errors of single answers; another failure is shown in a
    dialog, and the mapping is empty.
    """
    from ribbit_tui.session.actions.submission import NotSentError, submit

    try:
        account_id = await submit(draft, session.customer_actions, shell.today())
    except NotSentError as failure:
        if not failure.errors and failure.report is not None:
            shell.show_error(failure.report)
        return failure.errors
    with suppress(OSError):
        shell.dependencies.drafts.delete(draft.id)
    shell.open_customer(account_id)
    return None
