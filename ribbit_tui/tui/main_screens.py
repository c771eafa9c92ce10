"""The main screens and their keys: the table behind bindings, tabs and command palette."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ScreenEntry:
    """A main screen as bindings, tabs and the command palette show it."""

    name: str
    key: str
    title: str
    help: str


MAIN_SCREENS = (
    ScreenEntry("home", "1", "Home", "Equity, holdings and the latest activity"),
    ScreenEntry("invest", "2", "Invest", "Find an asset and place an order"),
    ScreenEntry("orders", "3", "Orders", "Open and closed orders"),
    ScreenEntry("money", "4", "Money", "Bank link, deposits and gifts"),
    ScreenEntry("activity", "5", "Activity", "All activity of the account"),
    ScreenEntry("documents", "6", "Documents", "Statements, confirmations and your uploads"),
    ScreenEntry(
        "account", "7", "Account", "Account details and settings; change or close the account"
    ),
    ScreenEntry("status", "s", "Status", "Status of the application and the account"),
)
