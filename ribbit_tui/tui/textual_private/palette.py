"""The command palette, which keys and clicks cannot end the app in."""

from textual import events, on
from textual.await_complete import AwaitComplete
from textual.command import CommandPalette
from textual.errors import NoWidget
from textual.widgets import Input, OptionList


class Palette(CommandPalette):
    """The command palette; input that comes before it is laid out or while it closes is ignored.

    Textual fails on a second Enter, click or Escape, on a palette whose screen is no longer the
    one in front, and on a click outside of a terminal that has just shrunk.
    """

    def dismiss(self, result: None = None) -> AwaitComplete:
        if not self.is_active:
            return AwaitComplete()
        return super().dismiss(result)

    @on(Input.Changed)
    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _ignore_while_closing(
        self, event: Input.Changed | Input.Submitted | OptionList.OptionSelected
    ) -> None:
        if not self.is_active:
            event.stop()
            event.prevent_default()

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]
        try:
            super()._on_click(event)
        except NoWidget:
            self.dismiss()

    def _on_mount(self, event: events.Mount) -> None:
        if self.is_active:
            super()._on_mount(event)
        else:
            event.prevent_default()
