"""The panel of the assets: the search, what it finds, and why something is left out."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from ribbit_tui.session.assets import LISTED_CLASSES, AssetList
from ribbit_tui.session.state import State
from ribbit_tui.session.trading.asset_search import search_assets, without_blocked
from ribbit_tui.session.trading.valuation import day_change, latest_price
from ribbit_tui.tui.inputs.text_field import ALT_DIGITS, TextField
from ribbit_tui.tui.widgets.live_table import LiveTable
from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.widgets.table_rows import Cell, Column, Row
from ribbit_tui.tui.widgets.track_below import TrackBelow
from ribbit_tui.tui.words.formats import BASIS_POINT, arrow, percent, plain, price, tone
from ribbit_tui.wire.assets import Asset, AssetClass

MAX_RESULTS = 40
LOADING = "Loading the list of assets…"
_CLASS_NAMES = {AssetClass.US_EQUITY: "Stocks", AssetClass.CRYPTO: "Crypto"}


class AssetListPanel(Panel):
    """The search field above the table of the assets that match."""

    DEFAULT_CSS = """
    AssetListPanel {
        #search { background: $panel; margin: 0 1 1 1; width: 1fr; }
        #search:focus { background: $cursor-row; }
        #assets { height: 1fr; }
        #search-note { display: none; height: auto; color: $quiet; margin: 1 1 0 1; }
    }
    """

    def __init__(self, find_key: str) -> None:
        super().__init__("Assets", id="invest-left")
        self._find_key = find_key
        self.found: Sequence[Asset] = ()
        """The assets in the table, the best match first."""

    def compose(self) -> ComposeResult:
        hint = f"{self._find_key} to search: AAPL, Apple…"
        yield TextField(placeholder=hint, id="search", refused=ALT_DIGITS)
        yield LiveTable(
            Column("Symbol", 8, grows=True),
            Column("Price", 9, right=True, flashes=True),
            Column("Today", 8, right=True),
            empty=LOADING,
            id="assets",
        )
        yield Static("", id="search-note", markup=False)

    @property
    def symbol(self) -> str | None:
        """The symbol under the cursor."""
        return self.query_one("#assets", LiveTable).cursor_key

    def search(self, state: State) -> None:
        """Find the assets that match what is typed, and show them."""
        table, assets = self.query_one("#assets", LiveTable), state.assets
        if not assets.loaded:
            self._show_note(f"{assets.load_error}. Trying again…" if assets.load_error else "")
            return
        query = self.query_one("#search", Input).value
        self.found, reason = without_blocked(search_assets(assets, query, MAX_RESULTS), state)
        self._show_note(" ".join(filter(None, (reason, _missing_words(assets)))))
        table.show_empty(f"Nothing found for “{plain(query.strip(), 30)}”.")
        self.show_title(*([f"{len(assets):,}"] if assets.is_complete else []))
        self.show_prices(state)

    def _show_note(self, words: str) -> None:
        note = self.query_one("#search-note", Static)
        note.update(Content(words))
        note.display = bool(words)

    def show_prices(self, state: State) -> None:
        """Show the found assets with their latest prices; their names if the screen is wide."""
        is_wide = not self.screen.has_class("-narrow")
        rows = [_row(asset, state, has_name=is_wide) for asset in self.found]
        self.query_one("#assets", LiveTable).show_rows(rows)

    def focus_search(self) -> None:
        """Focus the search with its old text selected, so that typing replaces it."""
        search = self.query_one("#search", Input)
        search.focus()
        search.select_all()


def _row(asset: Asset, state: State, *, has_name: bool) -> Row:
    snapshot = state.snapshots.get(asset.symbol)
    change = day_change(snapshot)
    today = "–" if change is None else f"{arrow(change, BASIS_POINT)}{percent(change)}"
    name = TrackBelow(notes=(((plain(asset.name, 60), "$quiet"),),))
    return Row(
        asset.symbol,
        (
            Cell(plain(asset.symbol, 12), "strong"),
            Cell(price(latest_price(snapshot))),
            Cell(today, tone(change, BASIS_POINT)),
        ),
        below=name if has_name else None,
    )


def _missing_words(assets: AssetList) -> str:
    """Return the words for the lists that could not be loaded; empty if there are none."""
    if not assets.load_error:
        return ""
    missing = LISTED_CLASSES - assets.loaded
    names = " and ".join(_CLASS_NAMES[one] for one in sorted(missing))
    return f"{names} could not be loaded. Trying again…"
