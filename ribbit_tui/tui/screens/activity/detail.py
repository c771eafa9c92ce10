"""One activity in detail: its figures, the order that caused it, and its ids."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from ribbit_tui.session.account.activity_log import cash_effect, occurred_at
from ribbit_tui.session.state import State
from ribbit_tui.session.trading.order_progress import OrderEvent, order_events
from ribbit_tui.tui.dialogs.base import Dialog
from ribbit_tui.tui.widgets.activity_rows import activity_title
from ribbit_tui.tui.widgets.fact_lines import fact, fact_line
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.words.formats import code_words, plain, price, shares, signed_usd
from ribbit_tui.tui.words.orders import order_kind, order_title
from ribbit_tui.tui.words.statuses import order_words
from ribbit_tui.wire.activities import Activity
from ribbit_tui.wire.orders import Order

_LONGEST_ID = 80


def detail_lines(
    state: State, activity: Activity, zone: tzinfo | None, width: int
) -> Iterator[Content]:
    """Draw an activity in lines of `width` cells."""
    title = Content.styled(activity_title(activity), "bold")
    yield title.truncate(width, ellipsis=True)
    yield Content.styled(_when(activity, zone), "$quiet")
    yield Content()
    yield from _figures(activity, width)
    order = state.orders.get(activity.order_id or "")
    if order is not None:
        yield from _cause(state, order, activity, zone, width)
    yield Content()
    yield Content.styled("Ids", "bold")
    yield from _id("Activity", activity.id, width)
    if activity.order_id:
        yield from _id("Order", activity.order_id, width)
    if order is not None and order.client_order_id:
        yield from _id("Client order", order.client_order_id, width)


def _when(activity: Activity, zone: tzinfo | None) -> str:
    at = occurred_at(activity)
    if at is None:
        day = activity.date
        return f"{day:%a} {day.day} {day:%b %Y}" if day else "at a time that is not known"
    local = at.astimezone(zone)
    return (
        f"{local:%a} {local.day} {local:%b %Y %H:%M:%S}.{local.microsecond // 1000:03} {local:%Z}"
    )


def _figures(activity: Activity, width: int) -> Iterator[Content]:
    if activity.symbol:
        yield fact("Asset", plain(activity.symbol, 20), width)
    if activity.qty is not None:
        yield fact("Quantity", shares(activity.qty), width)
    if activity.price is not None:
        yield fact("Price", price(activity.price), width)
    if activity.per_share_amount is not None:
        yield fact("For each share", price(activity.per_share_amount), width)
    effect = cash_effect(activity)
    if effect is not None:
        yield fact("Your cash", signed_usd(effect), width, "bold")
    if activity.leaves_qty:
        yield fact("Still to fill", shares(activity.leaves_qty), width)
    if activity.status and activity.status != "executed":
        yield fact("Status", code_words(activity.status, 20), width)
    if activity.description:
        yield fact("Told by the broker", plain(activity.description, 60), width)


def _cause(
    state: State, order: Order, activity: Activity, zone: tzinfo | None, width: int
) -> Iterator[Content]:
    """Draw the order, and below it its events as a tree, each with the time since it was placed."""
    placed, *events = order_events(state, order)
    yield Content()
    yield Content.styled("What caused it", "bold")
    at = "" if placed.at is None else f"{placed.at.astimezone(zone):%H:%M:%S}"
    left = Content.assemble(("● ", "$info"), order_title(order))
    yield fact_line(left, Content.styled(at, "$quiet"), width)
    yield Content.styled(f"│ {order_kind(order)}", "$quiet").truncate(width, ellipsis=True)
    for number, event in enumerate(events, 1):
        is_this = event.name == "fill" and event.at == activity.transaction_time
        joint = "╰ " if number == len(events) else "├ "
        words = f"{_event_words(event)}{' ←' if is_this else ''}"
        left = Content.assemble((joint, "$quiet"), (words, "$success" if is_this else ""))
        yield fact_line(left, Content.styled(_offset(placed.at, event.at), "$quiet"), width)


def _event_words(event: OrderEvent) -> str:
    if event.name == "fill":
        return f"fill {shares(event.quantity)} at {price(event.price)}"
    return order_words(event.name).label.lower()


def _offset(start: datetime | None, at: datetime | None) -> str:
    if start is None or at is None:
        return ""
    return f"+{(at - start).total_seconds():,.3f} s"


def _id(name: str, value: str, width: int) -> Iterator[Content]:
    """Draw an id beside its name, or below it where it is too long."""
    shown = plain(value, _LONGEST_ID)
    if len(name) + len(shown) < width:
        yield fact(name, shown, width)
        return
    yield Content.styled(name, "$label")
    yield Content(shown).truncate(width, ellipsis=True)


class ActivityWords(Static):
    """An activity in the width of the widget."""

    DEFAULT_CSS = "ActivityWords { height: auto; }"

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._shown: tuple[State, Activity, tzinfo | None] | None = None
        self._empty = ""

    def show(
        self, state: State, activity: Activity | None, zone: tzinfo | None, empty: str = ""
    ) -> None:
        """Show an activity; without one, the text `empty`."""
        self._shown = None if activity is None else (state, activity, zone)
        self._empty = empty
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        width = self.content_size.width
        if self._shown is None:
            self.update(Content.styled(self._empty, "$quiet"))
        elif width > 0:
            self.update(Content("\n").join(detail_lines(*self._shown, width)))


class ActivityDetail(Panel):
    """The panel of the activity under the cursor."""

    DEFAULT_CSS = "ActivityDetail VerticalScroll { height: 1fr; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__("Detail", id="activity-detail")

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield ActivityWords()

    def show(
        self, state: State, activity: Activity | None, zone: tzinfo | None, empty: str
    ) -> None:
        """Show an activity; without one, the text `empty`."""
        self.query_one(ActivityWords).show(state, activity, zone, empty)


class ActivityDialog(Dialog[None]):
    """One activity in detail, where there is no room for it beside the list."""

    DEFAULT_CSS = """
    ActivityDialog {
        .dialog { height: 90%; overflow: hidden; }
        VerticalScroll { height: 1fr; }
        ActivityWords { margin-right: 1; }
    }
    """
    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, state: State, activity: Activity, zone: tzinfo | None) -> None:
        super().__init__()
        self._shown = state, activity, zone

    def compose_dialog(self) -> ComposeResult:
        words = ActivityWords()
        words.show(*self._shown)
        with Vertical(classes="dialog"):
            with VerticalScroll():
                yield words
            with Horizontal(classes="buttons"):
                yield Button("Close", id="close", compact=True)

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.finish(None)
