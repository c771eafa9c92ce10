"""Names of keys: whether there is such a key, and how it is written on screen."""

from textual.keys import Keys, format_key

from ribbit_tui.tui.textual_private.inputs import key_name

_MODIFIERS = {"ctrl": "Ctrl", "alt": "Alt", "shift": "Shift"}
_NAMED = {key.value for key in Keys if "+" not in key.value and not key.value.startswith("<")}
_WRITTEN = {
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Delete",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


def normal_name(key: str) -> str | None:
    """Return Textual's name of a key such as `F4`, `ctrl+k` or `?`; None if there is none."""
    *modifiers, name = key.strip().split("+") if key.strip() != "+" else [key.strip()]
    modifiers = [one.strip().lower() for one in modifiers]
    name = name.strip()
    if not set(modifiers) <= _MODIFIERS.keys():
        return None
    if len(name) == 1:
        if not name.isprintable() or name == " ":
            return None
        name = key_name(name.lower() if "ctrl" in modifiers else name)
    elif name.lower() in _NAMED:
        name = name.lower()
    elif len(format_key(name)) != 1 or key_name(format_key(name)) != name:
        return None
    return "+".join((*(one for one in _MODIFIERS if one in modifiers), name))


def written(key: str) -> str:
    """Return a key by its name in Textual as sentences write it: `Ctrl+P`, `F4`, `/`."""
    *modifiers, name = key.split("+")
    last = _WRITTEN.get(name) or format_key(name)
    if len(last) > 1 or modifiers:
        last = last[:1].upper() + last[1:]
    return "+".join((*(_MODIFIERS[one] for one in modifiers), last))
