"""One of a few choices, from a list that opens when it is wanted."""

from textual import events
from textual.widgets import OptionList, Select


class PickList(Select[str]):
    """Opens as soon as one types, too, and goes to what is typed: no letter is lost to the app."""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        return _is_typed(character)

    def on_key(self, event: events.Key) -> None:
        if self.expanded or not _is_typed(event.character):
            return
        event.stop()
        event.prevent_default()
        self.action_show_overlay()
        choices = self.query_one(OptionList)
        # Behind the focus, which the app gives later and which forgets what was typed before it.
        self.app.call_later(choices.post_message, events.Key(event.key, event.character))


def _is_typed(character: str | None) -> bool:
    return character is not None and character.isalnum()
