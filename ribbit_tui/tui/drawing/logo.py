"""The name of the app in large letters, with its reflection in the water."""

from textual.content import Content

_ROWS = 10
_GAP = "   "
_STEM = "##"
_GLYPHS = {
    "R": (
        "#######.",
        "########",
        "##....##",
        "##....##",
        "#######.",
        "######..",
        "##..##..",
        "##...##.",
        "##....##",
        "##....##",
    ),
    "i": (_STEM, _STEM, "..", *(_STEM,) * 7),
    "B": (
        "#######.",
        "########",
        "##....##",
        "##....##",
        "#######.",
        "#######.",
        "##....##",
        "##....##",
        "########",
        "#######.",
    ),
    "T": ("########", "########", *("...##...",) * 8),
}
_WORD = "RiBBiT"
_FADES = (100, 94, 88, 82, 76)
"""The strength of the colour by row of cells (percent)."""
_REFLECTED = (34, 18)
WIDTH = sum(len(_GLYPHS[letter][0]) for letter in _WORD) + len(_GAP) * (len(_WORD) - 1)


def logo(*, with_reflection: bool = True, fades: bool = True) -> Content:
    """Draw the name, five rows high; its reflection adds two.

    Without `fades` it has one colour and no reflection, for terminals of 16 colours.
    """
    dots = [
        _GAP.join(_GLYPHS[letter][row] for letter in _WORD).replace(".", " ")
        for row in range(_ROWS)
    ]
    strengths, lines = [*(_FADES if fades else [100] * len(_FADES))], [*dots]
    if with_reflection and fades:
        lines += dots[: _ROWS - 1 - 2 * len(_REFLECTED) : -1]
        strengths += _REFLECTED
    rows = [
        Content.styled(_cells(*lines[2 * row : 2 * row + 2]), f"$primary {fade}%")
        for row, fade in enumerate(strengths)
    ]
    rows[0] = _with_dots(rows[0])
    return Content("\n").join(rows)


def _with_dots(row: Content) -> Content:
    """Colour the dots of both letters i."""
    start = 0
    for letter in _WORD:
        width = len(_GLYPHS[letter][0])
        if letter == "i":
            row = row.stylize("$accent", start, start + width)
        start += width + len(_GAP)
    return row


def _cells(upper: str, lower: str) -> str:
    glyphs = {("#", "#"): "█", ("#", " "): "▀", (" ", "#"): "▄"}
    return "".join(glyphs.get(pair, " ") for pair in zip(upper, lower, strict=True))
