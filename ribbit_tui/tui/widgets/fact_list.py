"""A list of facts about the account: label and value, one fact a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widgets import Static


@dataclass(frozen=True)
class Fact:
    """A label with its value."""

    label: str
    value: str
    tone: str = ""
    """`good`, `bad`, `attention`, `quiet`, or empty."""


class FactList(Vertical):
    """The facts of one section."""

    DEFAULT_CSS = """
    FactList {
        height: auto;
        .fact { height: auto; }
        .fact .label { width: 26; height: auto; padding-right: 2; color: $quiet; }
        .fact .value { width: 1fr; height: auto; }
        .fact .value.-good { color: $success; }
        .fact .value.-bad { color: $error; }
        .fact .value.-attention { color: $warning; }
        .fact .value.-quiet { color: $quiet; }
    }
    """

    facts: reactive[tuple[Fact, ...]] = reactive((), recompose=True)

    def show(self, facts: Sequence[Fact]) -> None:
        """Show these facts."""
        self.facts = tuple(facts)

    def compose(self) -> ComposeResult:
        for fact in self.facts:
            with Horizontal(classes="fact"):
                yield Static(fact.label, classes="label", markup=False)
                tone = f"value -{fact.tone}" if fact.tone else "value"
                yield Static(fact.value, classes=tone, markup=False)
