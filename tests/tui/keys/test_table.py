"""The table of keys: against the bindings of the app, the README, and itself."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import ribbit_tui.tui
from ribbit_tui.tui.app import RibbitApp
from ribbit_tui.tui.keys.key_map import KeyMap, KeyMapError
from ribbit_tui.tui.keys.key_names import written
from ribbit_tui.tui.keys.table import PLACES, SURFACES, TABLE

README = Path(__file__).parents[3] / "README.md"
HEAD = "| key | where | what it does | id |\n|---|---|---|---|\n"


def _our_nodes() -> Iterator[type[DOMNode]]:
    """Iterate over the screens, dialogs and widgets of the app, and the app itself."""
    for module in pkgutil.walk_packages(ribbit_tui.tui.__path__, "ribbit_tui.tui."):
        importlib.import_module(module.name)
    waiting: list[type[DOMNode]] = [DOMNode]
    while waiting:
        node = waiting.pop()
        waiting += node.__subclasses__()
        if node.__module__.startswith("ribbit_tui."):
            yield node


def test_every_key_of_the_app_is_in_the_table_and_the_reverse() -> None:
    bound = {
        binding.id
        for node in _our_nodes()
        for binding in vars(node).get("BINDINGS", ())
        if isinstance(binding, Binding)
    }
    assert sorted(map(str, bound ^ TABLE.keys())) == []


def test_every_place_of_the_table_is_on_a_surface() -> None:
    on_surfaces = {place for places in SURFACES.values() for place in places}
    assert {entry.place for entry in TABLE.values()} <= on_surfaces


def test_no_key_means_two_things_on_a_screen_or_in_a_dialog() -> None:
    assert KeyMap().changes == {}


def test_the_keys_that_were_decided() -> None:
    decided = {
        "screen.home": "1",
        "screen.invest": "2",
        "screen.orders": "3",
        "screen.money": "4",
        "screen.activity": "5",
        "screen.documents": "6",
        "screen.account": "7",
        "screen.status": "0",
        "app.customers": "F4",
        "app.welcome": "F6",
        "always.commands": "Ctrl+P",
        "always.read-again": "Ctrl+R",
        "every.no-answer": "F5",
        "app.quit": "q",
        "invest.find": "/",
        "invest.buy": "b",
        "invest.sell": "s",
        "orders.cancel": "c",
        "orders.cancel-all": "C",
        "money.deposit": "d",
        "money.withdraw": "w",
        "money.link": "l",
        "account.edit": "e",
        "account.close": "x",
        "documents.save": "v",
        "wait.give-up": "g",
    }
    keys = KeyMap()
    assert {id: keys.written(id) for id in decided} == decided
    assert [written(name) for name in TABLE["always.help"].names] == ["?", "F1"]


@pytest.mark.parametrize("number", range(7, 11))
def test_keys_of_what_does_not_exist_yet_are_not_taken(number: int) -> None:
    assert not [entry.id for entry in TABLE.values() if f"f{number}" in entry.names]


def test_the_readme_lists_the_keys() -> None:
    rows = "".join(
        f"| {_keys(entry.names)} | {PLACES[entry.place]} | {entry.help} | `{entry.id}` |\n"
        for entry in TABLE.values()
        if entry.place in PLACES and not entry.id.endswith(("page-up", "page-down"))
    )
    text = README.read_text(encoding="utf-8")
    assert HEAD in text
    assert text.split(HEAD)[1].split("\n\n")[0] + "\n" == rows


def _keys(names: tuple[str, ...]) -> str:
    """Return the keys, without what a terminal sends for Alt and a digit."""
    return ", ".join(f"`{written(name)}`" for name in names[: 1 if names[0].isdigit() else None])


# Changes by the configuration


def test_a_changed_key() -> None:
    keys = KeyMap({"money.deposit": "D", "always.help": "F1, ctrl+k,?"})
    assert keys.written("money.deposit") == "D"
    assert keys.names("always.help") == ("f1", "ctrl+k", "question_mark")
    assert keys.written("money.withdraw") == "w"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"money.depsit": "D"}, ("money.depsit", "did you mean money.deposit?")),
        ({"nothing": "D"}, ("nothing", "no action")),
        ({"money.deposit": "hyper+x"}, ("money.deposit", "'hyper+x'")),
        ({"money.deposit": "spce"}, ("'spce'",)),
        ({"money.deposit": "d,"}, ("no key ''",)),
        ({"money.deposit": "w"}, ("w is", "money.deposit", "money.withdraw", "Money")),
        ({"money.deposit": "?"}, ("? is", "money.deposit", "always.help", "Money")),
        ({"table.up": "d"}, ("d is", "table.up", "home.deposit")),
        ({"screen.home": "2"}, ("2 is", "screen.home", "screen.invest")),
    ],
)
def test_keys_that_are_refused(changes: dict[str, str], words: tuple[str, ...]) -> None:
    with pytest.raises(KeyMapError) as caught:
        KeyMap(changes)
    message = str(caught.value)
    assert "\n" not in message
    assert all(one in message for one in words), message


def test_two_keys_can_be_exchanged() -> None:
    keys = KeyMap({"money.deposit": "w", "money.withdraw": "d"})
    assert (keys.written("money.deposit"), keys.written("money.withdraw")) == ("w", "d")


def test_the_same_key_on_other_screens_is_no_clash() -> None:
    assert KeyMap({"money.deposit": "b"}).written("money.deposit") == "b"


def test_the_app_has_a_binding_for_each_screen() -> None:
    ids = {one.id for one in RibbitApp.BINDINGS if isinstance(one, Binding)}
    assert {id for id in TABLE if id.startswith("screen.")} <= ids
