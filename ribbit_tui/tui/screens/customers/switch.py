"""From one customer of the firm to another."""

from typing import TYPE_CHECKING

from .dialog import CustomersDialog

if TYPE_CHECKING:
    from ribbit_tui.tui.app import RibbitApp


async def switch_customer(app: "RibbitApp") -> None:
    """Have a customer found among the firm's, and open it. Call it in a worker."""
    if app.session is None:
        app.say_still_starting()
        return
    actions = app.session.customer_actions
    open_id = app.session.state.customer_id
    found = await app.push_screen_wait(CustomersDialog(actions.find_customers, open_id, app.zone))
    if found is None:
        return
    try:
        actions.keep_customer(found)
    except OSError as error:
        words = f"The list of customers could not be saved: {error.strerror}"
        app.notify(words, severity="warning", markup=False)
    app.open_customer(found.id)
