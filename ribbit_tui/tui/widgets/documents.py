"""The documents that an application takes along."""

from ribbit_tui.session.application.document_files import LARGEST_ENCODED

_BAR = 20


def size_words(encoded: int, most: int = LARGEST_ENCODED) -> str:
    """`▓▓▓░░░… 1.6 of 10 MB once encoded`."""
    filled = min(_BAR, -(-encoded * _BAR // most))
    return f"{'▓' * filled}{'░' * (_BAR - filled)} {_mb(encoded)} of {most >> 20} MB once encoded"


def _mb(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}"
