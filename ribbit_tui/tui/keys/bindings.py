"""Textual's bindings, made from the table of keys."""

from textual.binding import Binding

from .table import TABLE


def bind(id: str, action: str, *, priority: bool = False) -> Binding:
    """Return the binding of an entry of the table to an action of the widget that has it."""
    entry = TABLE[id]
    return Binding(
        entry.keys,
        action,
        entry.label,
        show=entry.footer > 0,
        id=id,
        tooltip=entry.help,
        priority=priority,
    )
