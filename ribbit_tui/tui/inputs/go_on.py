"""The message of a field that the user has finished with Enter."""

from textual.message import Message


class GoOn(Message):
    """Posted when the user goes on to the next field with Enter."""
