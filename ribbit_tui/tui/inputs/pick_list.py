"""A drop-down list that also opens when the user types."""

from textual import events
from textual.widgets import OptionList, Select


class PickList(Select[str]):
    """A drop-down list. Typing opens it and searches it, so no letter triggers a key of the app."""

    HELP = "A list to choose from. Enter or a letter opens it, Esc closes it."

    def on_mount(self, event: events.Mount) -> None:
        """Do nothing if the list was removed before its parts: Textual fails without them."""
        if not self.children:
            event.prevent_default()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        return _is_typed(character)

    def on_key(self, event: events.Key) -> None:
        if self.expanded or not _is_typed(event.character):
            return
        event.stop()
        event.prevent_default()
        self.action_show_overlay()
        choices = self.query_one(OptionList)
        # Later, because the list gets the focus later and clears its search text then.
        self.app.call_later(choices.post_message, events.Key(event.key, event.character))


def _is_typed(character: str | None) -> bool:
    return character is not None and character.isalnum()
