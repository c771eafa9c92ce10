"""The text of config.example.toml, rendered from the fields of Settings and their docstrings."""

import ast
import inspect
import textwrap
from decimal import Decimal

from pydantic.fields import FieldInfo

from .settings import Settings

HEAD = """\
# The settings of Ribbit. `ribbit config path` names the file that is read, `ribbit config init`
# puts this one there, and `ribbit config show` tells what is in force and why.
#
# Every line is optional. To set something, take away the # before its name. A flag (--pace) wins
# over a variable (RIBBIT_PACE), a variable over this file, this file over the default. The values
# below are the defaults, except where the comment says that they are examples.
"""


def example() -> str:
    """The commented example: every setting, off, with its default or else an example value."""
    docs = _docstrings()
    return HEAD + "".join(
        f"\n{_comment(docs[name], field)}\n#{name} = {_toml(_value(field))}\n"
        for name, field in Settings.model_fields.items()
    )


def _comment(doc: str, field: FieldInfo) -> str:
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


def _value(field: FieldInfo) -> object:
    return (field.examples or [None])[0] if _has_no_default(field) else field.default


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | Decimal():
            return str(value)
        case str():
            return f'"{value}"'
    raise TypeError(f"a setting without a default or example that TOML can hold: {value!r}")


def _docstrings() -> dict[str, str]:
    """Field -> the string under it. Read here, not at import, to keep starting quick."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(Settings))).body[0]
    assert isinstance(tree, ast.ClassDef)
    docs = {}
    for field, below in zip(tree.body, tree.body[1:], strict=False):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(ast.Constant(str(doc))):
                docs[name] = doc
    return docs
