"""The sentences on screen: in words, and with ways out that exist."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import ribbit_tui
from ribbit_tui.wire.accounts import AccountStatus
from ribbit_tui.wire.funding import AchRelationshipStatus, TransferStatus
from ribbit_tui.wire.recipient_banks import BankStatus

PACKAGE = Path(ribbit_tui.__file__).parent
STATUSES = {*AccountStatus, *AchRelationshipStatus, *BankStatus, *TransferStatus}


def _sentences() -> Iterator[str]:
    """Return the texts of more than one word in the code of screens and session."""
    for file in (*PACKAGE.glob("tui/**/*.py"), *PACKAGE.glob("session/**/*.py")):
        tree = ast.parse(file.read_text())
        docstrings = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and " " in text.strip() and id(node) not in docstrings:
                yield text


def test_no_sentence_names_a_status_as_it_travels() -> None:
    travelling = re.compile(rf"\b({'|'.join(STATUSES)})\b")
    assert [text for text in _sentences() if travelling.search(text)] == []


def test_no_sentence_sends_the_customer_to_a_support_that_does_not_exist() -> None:
    assert [text for text in _sentences() if re.search(r"\bsupport\b", text, re.IGNORECASE)] == []
