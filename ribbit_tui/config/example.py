"""The text of config.example.toml, made from the fields of Settings and their docstrings."""

import ast
import inspect
import textwrap
from decimal import Decimal

from pydantic.fields import FieldInfo

from .settings import Settings

HEAD = """\
# The settings of Ribbit. `ribbit config path` shows the file that is read, `ribbit config init`
# writes this one there, and `ribbit config show` lists the current settings with their sources.
#
# Every line is optional. To change a setting, remove the # before its name. A flag (--pace) wins
# over a variable (RIBBIT_PACE), a variable over this file, this file over the default. The values
# below are the defaults, except after "For example".
"""


def render_example() -> str:
    """Return every setting, commented out, with its default value or else an example value."""
    docs = _read_docstrings()
    return HEAD + "".join(
        f"\n{_render_comment(docs[name], field)}\n{_render_setting(name, _shown_value(field))}\n"
        for name, field in Settings.model_fields.items()
    )


def _render_comment(doc: str, field: FieldInfo) -> str:
    comment = textwrap.fill(
        " ".join(doc.split()),
        width=99,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return f"{comment}\n# For example:" if _has_no_default(field) else comment


def _has_no_default(field: FieldInfo) -> bool:
    return field.default is None or field.default_factory is not None


def _shown_value(field: FieldInfo) -> object:
    return (field.examples or [None])[0] if _has_no_default(field) else field.default


def _render_setting(name: str, value: object) -> str:
    """Return the line of a setting, or the lines of a table, commented out."""
    if isinstance(value, dict):
        lines = (f'"{key}" = {_render_value(one)}' for key, one in value.items())
        return "\n".join(f"#{line}" for line in (f"[{name}]", *lines))
    return f"#{name} = {_render_value(value)}"


def _render_value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | Decimal():
            return str(value)
        case str():
            return f'"{value}"'
    raise TypeError(f"a setting without a default or example that TOML can hold: {value!r}")


def _read_docstrings() -> dict[str, str]:
    """Return field -> docstring below it, read from the source: Python does not keep them."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(Settings))).body[0]
    assert isinstance(tree, ast.ClassDef)
    docs = {}
    for field, below in zip(tree.body, tree.body[1:], strict=False):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(ast.Constant(str(doc))):
                docs[name] = doc
    return docs
