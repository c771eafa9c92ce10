"""The rooms and their keys: one table for bindings, the room bar and the command palette."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    name: str
    key: str
    title: str
    help: str


ROOMS = (
    Room("home", "1", "Home", "Equity, holdings and the latest activity"),
    Room("invest", "2", "Invest", "Find an asset and place an order"),
    Room("orders", "3", "Orders", "Open and closed orders"),
    Room("money", "4", "Money", "Bank link, deposits and gifts"),
    Room("activity", "5", "Activity", "Everything that happened"),
    Room("documents", "6", "Documents", "Statements, confirmations, and what you handed in"),
    Room("account", "7", "Account", "What the account says and may do; change or close it"),
    Room("status", "s", "Status", "How the account came to be"),
)
