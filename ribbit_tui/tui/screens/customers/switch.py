"""The switch to another customer of the firm."""

from textual.app import App

from ribbit_tui.tui.shell import Shell

from .dialog import CustomersDialog


async def switch_customer(app: App[None], shell: Shell) -> None:
    """Let the user find a customer of the firm and open it. Call it in a worker.

    `app` shows the dialog and `shell` opens the customer; both are the running app.
    """
    if shell.session is None:
        shell.notify_still_starting()
        return
    actions = shell.session.customer_actions
    open_id = shell.session.state.customer_id
    again = shell.keys.written("customers.again")
    dialog = CustomersDialog(actions.find_customers, open_id, shell.zone, again)
    found = await app.push_screen_wait(dialog)
    if found is None:
        return
    try:
        actions.save_customer(found)
    except OSError as error:
        words = f"The list of customers could not be saved: {error.strerror}"
        app.notify(words, severity="warning", markup=False)
    shell.open_customer(found.id)
