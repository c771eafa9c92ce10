"""The ways in: the application, and what lies behind the app."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from ribbit_tui.tui.keys.key_map import KeyMap
from ribbit_tui.tui.widgets.panel import KEY_STYLE, Panel

_APPLYING = (
    "Answer as your documents say it",
    "Every check is shown while it runs",
    "A bank, a deposit, a fraction of a share",
)
_BEHIND = {
    "simulated": (
        "Alpaca's Broker API, simulated",
        "Real HTTP and live events, on this machine.",
        (
            ("ribbit simulator", "for your own code"),
            ("ribbit screenshots", "pictures of it all"),
            ("ribbit check", "what the server answers"),
        ),
    ),
    "sandbox": (
        "Alpaca's Broker API, in its sandbox",
        "Every step is a request that Alpaca answers.",
        (
            ("ribbit check", "what the sandbox answers"),
            ("ribbit simulator", "the same API on this machine"),
        ),
    ),
    "live": (
        "Alpaca's Broker API, live",
        "Every step is a request that Alpaca answers.",
        (("ribbit check", "what Alpaca answers"),),
    ),
}
"""The title, a sentence and the commands with their words, by environment."""
_COMMAND_WIDTH = 20


class Doors(Horizontal):
    """The button that starts an application, and where there is room, words about both sides."""

    DEFAULT_CSS = """
    Doors { height: 10; }
    Doors Panel { width: 1fr; height: 100%; padding: 0 1; }
    Doors Panel > Static { height: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
    Doors Button { width: 100%; height: 3; }
    Doors.-button { height: 3; }
    Doors.-button #behind, Doors.-button #applying { display: none; }
    Doors.-button Panel, Doors.-button Panel:focus-within { border: none; }
    Doors.-button Panel { padding: 0 8; background: $background; }
    WelcomeScreen.-narrow Doors #behind { display: none; }
    """

    def __init__(self, environment: str, keys: KeyMap) -> None:
        super().__init__(id="doors")
        self._environment, self._keys = environment, keys

    def compose(self) -> ComposeResult:
        apply = Panel("Apply", id="apply-door")
        apply.show_title("about 5 minutes, saved as you type")
        with apply:
            yield Static(_numbered(_APPLYING), id="applying")
            yield Button(_apply_label(self._keys), id="apply", variant="primary")
        title, claim, commands = _BEHIND[self._environment]
        with Panel(title, id="behind"):
            yield Static(Content("\n").join([Content(claim), Content(), *map(_command, commands)]))

    def show(self, *, has_words: bool) -> None:
        """Show words, or the button alone."""
        self.set_class(not has_words, "-button")


def _apply_label(keys: KeyMap) -> Content:
    return Content.assemble("Apply for an account  ", (keys.written("welcome.apply"), "not bold"))


def _numbered(lines: tuple[str, ...]) -> Content:
    return Content("\n").join(
        Content.assemble((str(number), KEY_STYLE), f"  {line}")
        for number, line in enumerate(lines, 1)
    )


def _command(command: tuple[str, str]) -> Content:
    name, words = command
    return Content.assemble((name.ljust(_COMMAND_WIDTH), "$foreground bold"), (words, "$label"))
