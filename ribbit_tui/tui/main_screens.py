"""The rooms and their keys: one table for bindings, the room bar and the command palette."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ScreenEntry:
    name: str
    key: str
    title: str
    help: str


MAIN_SCREENS = (
    ScreenEntry("home", "1", "Home", "Equity, holdings and the latest activity"),
    ScreenEntry("invest", "2", "Invest", "Find an asset and place an order"),
    ScreenEntry("orders", "3", "Orders", "Open and closed orders"),
    ScreenEntry("money", "4", "Money", "Bank link, deposits and gifts"),
    ScreenEntry("activity", "5", "Activity", "Everything that happened"),
    ScreenEntry("documents", "6", "Documents", "Statements, confirmations, and what you handed in"),
    ScreenEntry("account", "7", "Account", "What the account says and may do; change or close it"),
    ScreenEntry("status", "s", "Status", "How the account came to be"),
)
