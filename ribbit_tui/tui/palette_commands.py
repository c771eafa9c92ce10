"""The commands of the command palette."""

from collections.abc import Iterator
from functools import partial

from textual.app import SystemCommand
from textual.binding import Binding

from .main_screens import MAIN_SCREENS
from .screens.base import RibbitScreen
from .shell import Shell


def screen_commands(screen: RibbitScreen) -> Iterator[SystemCommand]:
    """Yield a command for each key of this screen."""
    for binding in type(screen).BINDINGS:
        if isinstance(binding, Binding):
            run = partial(screen.run_action, binding.action)
            yield SystemCommand(binding.description, f"Key {binding.key}", run)


def app_commands(shell: Shell) -> Iterator[SystemCommand]:
    """Yield the commands that every screen has."""
    for entry in MAIN_SCREENS:
        yield SystemCommand(entry.title, entry.help, partial(shell.go_to_screen, entry.name))
    yield SystemCommand(
        "Switch customer", "Find another customer of the firm", shell.action_switch_customer
    )
    yield SystemCommand(
        "Welcome", "Apply, continue a draft or open a customer", shell.action_welcome
    )
    yield SystemCommand(
        "No answer", "Look for what was sent and has no answer yet", shell.show_unanswered
    )
    yield SystemCommand("Help", "The keys of this screen", shell.action_help)
    yield SystemCommand("Quit", "Leave Ribbit; everything is saved", shell.action_quit)
