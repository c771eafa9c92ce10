"""Text three rows high, drawn with half cells."""

from collections.abc import Iterator
from itertools import zip_longest

from textual.content import Content

ROWS = 3
_UPPER, _LOWER, _FULL = "▀", "▄", "█"

# Each glyph is six lines of dots, from top to bottom.
_GLYPHS = {
    "0": (" ## ", "#  #", "#  #", "#  #", "#  #", " ## "),
    "1": ("  # ", " ## ", "  # ", "  # ", "  # ", " ###"),
    "2": (" ## ", "#  #", "   #", "  # ", " #  ", "####"),
    "3": (" ## ", "#  #", "  # ", "   #", "#  #", " ## "),
    "4": ("  ##", " # #", "#  #", "####", "   #", "   #"),
    "5": ("####", "#   ", "### ", "   #", "#  #", " ## "),
    "6": (" ## ", "#   ", "### ", "#  #", "#  #", " ## "),
    "7": ("####", "   #", "  # ", "  # ", " #  ", " #  "),
    "8": (" ## ", "#  #", " ## ", "#  #", "#  #", " ## "),
    "9": (" ## ", "#  #", "#  #", " ###", "   #", " ## "),
    "$": ("  # ", " ###", "##  ", " ## ", "  ##", "### "),
    ".": ("", "", "", "", "", "#"),
    ",": ("", "", "", "", " #", "# "),
    "−": ("", "", "", "###", "", ""),
    "–": ("", "", "", "####", "", ""),
    " ": ("  ", "", "", "", "", ""),
    "A": (" ## ", "#  #", "#  #", "####", "#  #", "#  #"),
    "B": ("### ", "#  #", "### ", "#  #", "#  #", "### "),
    "C": (" ###", "#   ", "#   ", "#   ", "#   ", " ###"),
    "D": ("### ", "#  #", "#  #", "#  #", "#  #", "### "),
    "E": ("####", "#   ", "### ", "#   ", "#   ", "####"),
    "F": ("####", "#   ", "### ", "#   ", "#   ", "#   "),
    "G": (" ###", "#   ", "# ##", "#  #", "#  #", " ###"),
    "H": ("#  #", "#  #", "####", "#  #", "#  #", "#  #"),
    "I": ("###", " # ", " # ", " # ", " # ", "###"),
    "J": ("  ##", "   #", "   #", "   #", "#  #", " ## "),
    "K": ("#  #", "# # ", "##  ", "##  ", "# # ", "#  #"),
    "L": ("#   ", "#   ", "#   ", "#   ", "#   ", "####"),
    "M": ("#   #", "## ##", "# # #", "# # #", "#   #", "#   #"),
    "N": ("#   #", "##  #", "# # #", "# # #", "#  ##", "#   #"),
    "O": (" ## ", "#  #", "#  #", "#  #", "#  #", " ## "),
    "P": ("### ", "#  #", "#  #", "### ", "#   ", "#   "),
    "Q": (" ## ", "#  #", "#  #", "#  #", "# ##", " ###"),
    "R": ("### ", "#  #", "#  #", "### ", "# # ", "#  #"),
    "S": (" ###", "#   ", " ## ", "   #", "   #", "### "),
    "T": ("#####", "  #  ", "  #  ", "  #  ", "  #  ", "  #  "),
    "U": ("#  #", "#  #", "#  #", "#  #", "#  #", " ## "),
    "V": ("#   #", "#   #", "#   #", " # # ", " # # ", "  #  "),
    "W": ("#   #", "#   #", "# # #", "# # #", "## ##", "#   #"),
    "X": ("#   #", " # # ", "  #  ", "  #  ", " # # ", "#   #"),
    "Y": ("#   #", "#   #", " # # ", "  #  ", "  #  ", "  #  "),
    "Z": ("####", "   #", "  # ", " #  ", "#   ", "####"),
    "a": ("", "", "### ", " ###", "#  #", " ###"),
    "b": ("#   ", "#   ", "### ", "#  #", "#  #", "### "),
    "c": ("", "", " ###", "#   ", "#   ", " ###"),
    "d": ("   #", "   #", " ###", "#  #", "#  #", " ###"),
    "e": ("", "", " ## ", "####", "#   ", " ###"),
    "f": (" ##", "#  ", "###", "#  ", "#  ", "#  "),
    "g": ("", "", " ###", "#  #", " ###", "### "),
    "h": ("#   ", "#   ", "### ", "#  #", "#  #", "#  #"),
    "i": ("#", "", "#", "#", "#", "#"),
    "j": ("  #", "", "  #", "  #", "  #", "## "),
    "k": ("#   ", "#   ", "# # ", "##  ", "# # ", "#  #"),
    "l": ("#", "#", "#", "#", "#", "#"),
    "m": ("", "", "#### ", "# # #", "# # #", "# # #"),
    "n": ("", "", "### ", "#  #", "#  #", "#  #"),
    "o": ("", "", " ## ", "#  #", "#  #", " ## "),
    "p": ("", "", "### ", "#  #", "### ", "#   "),
    "q": ("", "", " ###", "#  #", " ###", "   #"),
    "r": ("", "", "# #", "## ", "#  ", "#  "),
    "s": ("", "", " ###", "##  ", "  ##", "### "),
    "t": (" # ", " # ", "###", " # ", " # ", "  #"),
    "u": ("", "", "#  #", "#  #", "#  #", " ###"),
    "v": ("", "", "#   #", "#   #", " # # ", "  #  "),
    "w": ("", "", "#   #", "# # #", "# # #", " # # "),
    "x": ("", "", "#  #", " ## ", " ## ", "#  #"),
    "y": ("", "", "#  #", " # #", "  # ", "##  "),
    "z": ("", "", "####", "  # ", " #  ", "####"),
    "'": ("#", "#", "", "", "", ""),
    "!": ("#", "#", "#", "#", "", "#"),
    "-": ("", "", "", "###", "", ""),
}


def can_be_large(text: str) -> bool:
    """Whether there is a large form of every character."""
    return all(character in _GLYPHS for character in text)


def large_lines(text: str) -> list[str]:
    """Draw text as three lines of equal width. Raises KeyError for a character without a glyph."""
    glyphs = [_rows(_GLYPHS[character]) for character in text]
    return [" ".join(glyph[row] for glyph in glyphs) for row in range(ROWS)]


def large_width(text: str) -> int:
    """Return the number of columns that the large form of a text takes."""
    return len(large_lines(text)[0])


def large_usd(text: str, style: str, cents_style: str) -> Content:
    """Draw an amount such as `$12,480.57`, its cents in a style of their own."""
    dollars, point, cents = text.partition(".")
    if not point:
        return Content("\n").join(Content.styled(line, style) for line in large_lines(text))
    pairs = zip(large_lines(dollars), large_lines(f".{cents}"), strict=True)
    return Content("\n").join(
        Content.assemble((left, style), " ", (right, cents_style)) for left, right in pairs
    )


def _rows(dots: tuple[str, ...]) -> list[str]:
    width = max(map(len, dots))
    lines = [line.ljust(width) for line in dots]
    return ["".join(_cells(*pair)) for pair in zip(lines[::2], lines[1::2], strict=True)]


def _cells(upper: str, lower: str) -> Iterator[str]:
    for above, below in zip_longest(upper, lower, fillvalue=" "):
        dots = (above == "#", below == "#")
        yield {(True, True): _FULL, (True, False): _UPPER, (False, True): _LOWER}.get(dots, " ")
