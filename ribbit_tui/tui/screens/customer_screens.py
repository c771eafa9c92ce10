"""The screens of an open customer. Imported once the first frame is out."""

from ribbit_tui.tui.screens.account.screen import AccountScreen
from ribbit_tui.tui.screens.activity.screen import ActivityScreen
from ribbit_tui.tui.screens.documents.screen import DocumentsScreen
from ribbit_tui.tui.screens.home.screen import HomeScreen
from ribbit_tui.tui.screens.invest.screen import InvestScreen
from ribbit_tui.tui.screens.money.screen import MoneyScreen
from ribbit_tui.tui.screens.orders.screen import OrdersScreen
from ribbit_tui.tui.screens.status.screen import StatusScreen

from .base import CustomerScreen

CUSTOMER_SCREENS: tuple[type[CustomerScreen], ...] = (
    HomeScreen,
    InvestScreen,
    OrdersScreen,
    MoneyScreen,
    ActivityScreen,
    DocumentsScreen,
    AccountScreen,
    StatusScreen,
)
