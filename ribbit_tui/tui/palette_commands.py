"""The commands of the command palette."""

from collections.abc import Callable, Iterator
from functools import partial

from textual.app import SystemCommand
from textual.binding import Binding

from .keys.table import TABLE
from .main_screens import MAIN_SCREENS
from .screens.base import RibbitScreen
from .shell import Shell


def screen_commands(screen: RibbitScreen) -> Iterator[SystemCommand]:
    """Yield a command for each key of this screen."""
    for binding in type(screen).BINDINGS:
        if isinstance(binding, Binding) and binding.id and not TABLE[binding.id].is_shared:
            run = partial(screen.run_action, binding.action)
            entry = TABLE[binding.id]
            yield SystemCommand(entry.label, _help(screen.shell, entry.id), run)


def app_commands(shell: Shell) -> Iterator[SystemCommand]:
    """Yield the commands that every screen has."""
    for screen in MAIN_SCREENS:
        run = partial(shell.go_to_screen, screen.name)
        yield SystemCommand(screen.title, _help(shell, screen.key_id), run)
    actions: tuple[tuple[str, Callable[[], object]], ...] = (
        ("app.customers", shell.action_switch_customer),
        ("app.welcome", shell.action_welcome),
        ("every.no-answer", shell.show_unanswered),
        ("always.read-again", shell.action_retry_now),
        ("always.help", shell.action_help),
        ("app.quit", shell.action_quit),
    )
    for id, action in actions:
        yield SystemCommand(TABLE[id].label, _help(shell, id), action)


def _help(shell: Shell, id: str) -> str:
    """Return the sentence and the key of an entry of the table of keys."""
    return f"{TABLE[id].help} ({shell.keys.written(id)})"
