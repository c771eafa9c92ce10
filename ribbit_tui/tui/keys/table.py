"""The table of keys behind bindings, footer, borders, help, palette and README."""

from .entry import KeyEntry

_DIGITS = {
    0: "0,alt+0,º",
    1: "1,alt+1,inverted_exclamation_mark",
    2: "2,alt+2,trade_mark_sign",
    3: "3,alt+3,pound_sign",
    4: "4,alt+4,cent_sign",
    5: "5,alt+5,infinity",
    6: "6,alt+6,section_sign",
    7: "7,alt+7,pilcrow_sign",
}
"""Digits, Alt with them, and what a terminal on macOS sends for Alt with them: `º ¡ ™ £ ¢ ∞ § ¶`.

The latter two work from inside a field that cannot take the characters.
"""

_ALWAYS = (
    KeyEntry("always.help", "question_mark,f1", "Help", "Help for what has the focus", 100),
    KeyEntry("always.commands", "ctrl+p", "Commands", "All commands", 70),
    KeyEntry("always.read-again", "ctrl+r", "Read again", "Connect and read everything again now"),
    KeyEntry("always.quit", "ctrl+q", "Quit", "Quit from anywhere; nothing is lost"),
)
_APP = (
    KeyEntry("app.customers", "f4", "Customers", "Find another customer of the firm", 40),
    KeyEntry("app.welcome", "f6", "Welcome", "Apply, continue a draft or open a customer", 30),
    KeyEntry("app.quit", "q", "Quit", "Quit; nothing is lost", 50),
    KeyEntry("screen.status", _DIGITS[0], "Status", "Status of the application and the account"),
    KeyEntry("screen.home", _DIGITS[1], "Home", "Equity, holdings and the latest activity"),
    KeyEntry("screen.invest", _DIGITS[2], "Invest", "Find an asset and place an order"),
    KeyEntry("screen.orders", _DIGITS[3], "Orders", "Open and closed orders"),
    KeyEntry("screen.money", _DIGITS[4], "Money", "Bank link, deposits and gifts"),
    KeyEntry("screen.activity", _DIGITS[5], "Activity", "All activity of the account"),
    KeyEntry(
        "screen.documents", _DIGITS[6], "Documents", "Statements, confirmations and your uploads"
    ),
    KeyEntry(
        "screen.account",
        _DIGITS[7],
        "Account",
        "Account details and settings; change or close the account",
    ),
)
_EVERY_SCREEN = (
    KeyEntry("every.leave-field", "escape", "Leave field", "Leave a field", 80, is_shared=True),
    KeyEntry(
        "every.no-answer", "f5", "No answer", "Look for what was sent and has no answer yet", 85
    ),
    KeyEntry(
        "customer.dismiss-missed",
        "escape",
        "Dismiss news",
        "Dismiss what happened while the app was closed",
        80,
        is_shared=True,
    ),
)
_SCREENS = (
    KeyEntry("welcome.apply", "a", "Apply", "Apply for a brokerage account", 90),
    KeyEntry(
        "welcome.open", "enter", "Open", "Open the selected customer or draft", is_shared=True
    ),
    KeyEntry("welcome.left", "left", "Left", "Go to the card before", is_shared=True),
    KeyEntry("welcome.right", "right", "Right", "Go to the next card", is_shared=True),
    KeyEntry("welcome.up", "up", "Up", "Go to the card above", is_shared=True),
    KeyEntry("welcome.down", "down", "Down", "Go to the card below", is_shared=True),
    KeyEntry(
        "welcome.delete-draft",
        "x,delete",
        "Delete draft",
        "Delete the selected draft",
        60,
        is_shared=True,
    ),
    KeyEntry(
        "welcome.forget", "x,delete", "Forget", "Forget the selected customer", 60, is_shared=True
    ),
    KeyEntry(
        "application.continue", "ctrl+n", "Continue", "Check this step and go to the next", 90
    ),
    KeyEntry("application.back", "ctrl+b", "Back", "Go to the step before"),
    KeyEntry(
        "application.leave",
        "escape",
        "Leave",
        "Leave the form; your answers are saved",
        85,
        is_shared=True,
    ),
    KeyEntry(
        "application.samples",
        "f2",
        "Samples",
        "Fill in a sample applicant or choose the outcome",
        60,
    ),
    KeyEntry("application.steps", "f3", "Steps", "Go to the list of steps", 70, is_shared=True),
    KeyEntry("application.page-up", "pageup", "Page up", "Scroll up", is_shared=True),
    KeyEntry("application.page-down", "pagedown", "Page down", "Scroll down", is_shared=True),
    KeyEntry("upload.add", "a,plus", "Add a document", "Add a document", 90),
    KeyEntry("upload.remove", "x,delete", "Remove", "Remove the selected document", 60),
    KeyEntry("status.next", "enter", "Next step", "Take the next step", is_shared=True),
    KeyEntry("status.page-up", "pageup", "Page up", "Scroll up", is_shared=True),
    KeyEntry("status.page-down", "pagedown", "Page down", "Scroll down", is_shared=True),
    KeyEntry("home.buy", "b", "Buy", "Buy more of the selected holding, or find an asset", 90),
    KeyEntry("home.sell", "s", "Sell", "Sell the selected holding, or a part of it", 85),
    KeyEntry("home.deposit", "d", "Deposit", "Deposit money from your bank", 80),
    KeyEntry("home.withdraw", "w", "Withdraw", "Withdraw money to your bank", 75),
    KeyEntry("home.period", "t", "Period", "Show the next period of the chart", 60),
    KeyEntry("invest.find", "slash", "Find", "Find an asset by symbol or name", 90),
    KeyEntry("invest.buy", "b", "Buy", "Buy the selected asset", 85),
    KeyEntry("invest.sell", "s", "Sell", "Sell the selected asset", 80),
    KeyEntry(
        "invest.close-ticket",
        "escape",
        "Close ticket",
        "Close the ticket that lies on top of the list",
        95,
        is_shared=True,
    ),
    KeyEntry("invest.period", "t", "Period", "Show the next period of the chart", 60),
    KeyEntry("invest.candles", "i", "Candles", "Show the prices as candles, or as a line", 55),
    KeyEntry("invest.receipt", "r", "Receipt", "Show the receipt of the latest order", 75),
    KeyEntry("receipt.done", "escape", "Done", "Close the receipt", 95, is_shared=True),
    KeyEntry("receipt.buy", "b", "Buy more", "Buy more of the asset", 90),
    KeyEntry("receipt.sell", "s", "Sell", "Sell the asset", 85),
    KeyEntry("orders.buy", "b", "Buy", "Find an asset and place an order", 85),
    KeyEntry(
        "orders.cancel", "c", "Cancel", "Cancel the selected order, or else the newest open one", 90
    ),
    KeyEntry("orders.cancel-all", "C", "Cancel all", "Cancel all open orders", 60),
    KeyEntry("orders.filter", "f", "Filter", "Show the open orders, those of today, or all", 70),
    KeyEntry("money.deposit", "d", "Deposit", "Deposit money from your bank", 90),
    KeyEntry("money.withdraw", "w", "Withdraw", "Withdraw money to your bank", 85),
    KeyEntry("money.link", "l", "Link a bank", "Link a bank", 80),
    KeyEntry(
        "money.cancel",
        "c",
        "Cancel",
        "Cancel the selected transfer, or else the newest one that is queued",
        75,
    ),
    KeyEntry("money.remove-bank", "x", "Remove bank", "Remove the linked bank"),
    KeyEntry("activity.filter", "f", "Filter", "Show the next kind of activity, or all", 90),
    KeyEntry("documents.save", "v", "Save", "Save the selected document to disk", 90),
    KeyEntry("documents.preview", "p", "Preview", "Read the selected document here", 85),
    KeyEntry(
        "documents.list", "escape", "List", "Go back to the list of documents", 95, is_shared=True
    ),
    KeyEntry("documents.add", "a", "Add", "Upload a document", 80),
    KeyEntry(
        "documents.statement", "m", "Statement now", "Create a statement now (simulator only)", 60
    ),
    KeyEntry("account.edit", "e", "Change", "Change what the section shows", 90),
    KeyEntry("account.crypto", "c", "Enable crypto", "Enable crypto trading"),
    KeyEntry("account.trading", "t", "Trading settings", "Go to the trading settings", 70),
    KeyEntry("account.close", "x", "Close account", "Go to the steps that close the account"),
    KeyEntry("account.page-up", "pageup", "Page up", "Scroll the section up", is_shared=True),
    KeyEntry(
        "account.page-down", "pagedown", "Page down", "Scroll the section down", is_shared=True
    ),
)
_DIALOGS = (
    KeyEntry("dialog.leave", "escape", "Back", "Close the dialog", 95, is_shared=True),
    KeyEntry("document.browse", "ctrl+o", "Browse folders", "Choose the file from a list", 80),
    KeyEntry("files.up", "backspace", "Folder above", "Go to the folder above", 80),
    KeyEntry("files.hidden", "full_stop", "Hidden files", "Show or hide hidden files", 60),
    KeyEntry("unanswered.look", "f5", "Look now", "Look for the answer now", 90),
    KeyEntry("wait.give-up", "g", "Give up", "Give up the wait: it is not sent", 90),
    KeyEntry("customers.list", "down", "List", "Go to the list", is_shared=True),
    KeyEntry("customers.find", "slash", "Find", "Search again", 70),
    KeyEntry("customers.again", "f5", "Reload", "Read the list again", 80),
    KeyEntry("edit.save", "ctrl+s", "Save", "Save the changes", 90),
    KeyEntry("details.send", "ctrl+n", "Send", "Send the answers", 90),
    KeyEntry("identity-check.fail", "e", "Camera fails", "Let the camera fail", 60),
)
_CONTROLS = (
    KeyEntry("answer.yes", "y", "Yes", "Answer yes and go on", 90),
    KeyEntry("answer.no", "n", "No", "Answer no and go on", 90),
    KeyEntry("radio.previous", "left,up", "Previous", "Choose the one before", is_shared=True),
    KeyEntry("radio.next", "right,down", "Next", "Choose the next one", is_shared=True),
    KeyEntry("radio.go-on", "enter", "Next field", "Go to the next field", is_shared=True),
    KeyEntry("type-ahead.next", "down", "Next", "Go down the list", is_shared=True),
    KeyEntry("type-ahead.previous", "up", "Previous", "Go up the list", is_shared=True),
    KeyEntry("type-ahead.page-down", "pagedown", "Page down", "Go down a page", is_shared=True),
    KeyEntry("type-ahead.page-up", "pageup", "Page up", "Go up a page", is_shared=True),
    KeyEntry("type-ahead.accept", "tab", "Accept", "Take the choice", is_shared=True),
    KeyEntry("type-ahead.close", "escape", "Close the list", "Close the list", is_shared=True),
    KeyEntry("path.next", "down", "Next match", "Go down the matches", is_shared=True),
    KeyEntry("path.previous", "up", "Previous match", "Go up the matches", is_shared=True),
    KeyEntry("path.complete", "tab", "Complete", "Complete the path", is_shared=True),
    KeyEntry(
        "amount.larger", "up", "Larger amount", "Fill in the next larger amount", is_shared=True
    ),
    KeyEntry(
        "amount.smaller", "down", "Smaller amount", "Fill in the next smaller one", is_shared=True
    ),
    KeyEntry("table.up", "up,k", "Up", "Go up", is_shared=True),
    KeyEntry("table.down", "down,j", "Down", "Go down", is_shared=True),
    KeyEntry("table.first", "home", "First", "Go to the first row", is_shared=True),
    KeyEntry("table.last", "end", "Last", "Go to the last row", is_shared=True),
    KeyEntry("table.page-up", "pageup", "Page up", "Go up a page", is_shared=True),
    KeyEntry("table.page-down", "pagedown", "Page down", "Go down a page", is_shared=True),
    KeyEntry("table.open", "enter", "Open", "Open the selected row", is_shared=True),
    KeyEntry(
        "table.order-by",
        "o",
        "Order by",
        "Order the rows by the next column, or by a click on its title",
        45,
        is_shared=True,
    ),
    KeyEntry("table.reverse", "O", "Reverse", "Reverse the order of the rows", is_shared=True),
    KeyEntry("chart.left", "left", "Earlier", "Read the chart one point earlier", is_shared=True),
    KeyEntry("chart.right", "right", "Later", "Read the chart one point later", is_shared=True),
    KeyEntry("chart.far-left", "left_square_bracket", "Much earlier", "Go ten points back"),
    KeyEntry("chart.far-right", "right_square_bracket", "Much later", "Go ten points on"),
    KeyEntry("chart.first", "home", "First", "Go to the first point", is_shared=True),
    KeyEntry("chart.last", "end", "Last", "Go to the newest point", is_shared=True),
    KeyEntry(
        "chart.leave", "escape", "Leave chart", "Leave the chart's points", 85, is_shared=True
    ),
    KeyEntry("rail.up", "up,left", "Previous step", "Go up the steps", is_shared=True),
    KeyEntry("rail.down", "down,right", "Next step", "Go down the steps", is_shared=True),
    KeyEntry("rail.choose", "enter", "Go to step", "Go to the step", 90, is_shared=True),
    KeyEntry("rail.leave", "escape,f3", "Back to form", "Go back to the form", 85, is_shared=True),
    *(
        KeyEntry(f"rail.step-{number}", str(number), f"Step {number}", f"Go to step {number}")
        for number in range(1, 10)
    ),
)

TABLE = {
    entry.id: entry for entry in (*_ALWAYS, *_APP, *_EVERY_SCREEN, *_SCREENS, *_DIALOGS, *_CONTROLS)
}
"""All entries by id."""

_ALL_SCREENS = ("always", "wait", "app", "screen", "every")
_CUSTOMER = (*_ALL_SCREENS, "customer", "table")
_FORM = ("answer", "radio", "type-ahead")
_DIALOG = ("always", "wait", "dialog")

SURFACES = {
    "Welcome": (*_ALL_SCREENS, "welcome"),
    "the application": ("always", "wait", "every", "application", "upload", *_FORM),
    "the steps of the application": ("always", "wait", "every", "application", "rail"),
    "Status": (*_CUSTOMER, "status"),
    "Home": (*_CUSTOMER, "home", "chart"),
    "Invest": (*_CUSTOMER, "invest", "chart", "radio"),
    "the receipt": (*_ALL_SCREENS, "customer", "receipt"),
    "Orders": (*_CUSTOMER, "orders"),
    "Money": (*_CUSTOMER, "money", "amount", *_FORM),
    "Activity": (*_CUSTOMER, "activity"),
    "Documents": (*_CUSTOMER, "documents"),
    "Account": (*_CUSTOMER, "account"),
    "a dialog": (*_DIALOG, *_FORM),
    "the dialog of a document": (*_DIALOG, "document", "path", *_FORM),
    "the list of files": (*_DIALOG, "files", "path"),
    "the dialog about a missing answer": (*_DIALOG, "unanswered"),
    "the dialog of a wait": _DIALOG,
    "the customers": (*_DIALOG, "customers", "table"),
    "the dialog that changes the account": (*_DIALOG, "edit", *_FORM),
    "the dialog with questions of the review": (*_DIALOG, "details", *_FORM),
    "the identity check": (*_DIALOG, "identity-check"),
}
"""Each screen and dialog with the places whose keys can count there."""

PLACES = {
    "always": "everywhere",
    "wait": "while something waits to be sent",
    "app": "on every screen",
    "screen": "on every screen",
    "every": "on every screen",
    "customer": "on every screen",
    "welcome": "Welcome",
    "application": "Application",
    "upload": "Application, documents",
    "status": "Status",
    "home": "Home",
    "invest": "Invest",
    "receipt": "the receipt of an order",
    "orders": "Orders",
    "money": "Money",
    "activity": "Activity",
    "documents": "Documents",
    "account": "Account",
    "chart": "a chart",
    "dialog": "dialogs",
}
"""The places whose keys the README lists, with their names there."""
