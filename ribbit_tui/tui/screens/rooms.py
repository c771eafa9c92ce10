"""The screens of an open customer. Imported once the first frame is out."""

from .account import AccountScreen
from .activity import ActivityScreen
from .base import RoomScreen
from .documents import DocumentsScreen
from .home import HomeScreen
from .invest import InvestScreen
from .money import MoneyScreen
from .orders import OrdersScreen
from .status import StatusScreen

ROOM_SCREENS: tuple[type[RoomScreen], ...] = (
    HomeScreen,
    InvestScreen,
    OrdersScreen,
    MoneyScreen,
    ActivityScreen,
    DocumentsScreen,
    AccountScreen,
    StatusScreen,
)
