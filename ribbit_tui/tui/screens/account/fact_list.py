"""Facts, a line each: what it is, and how it stands."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.widgets import Static

from .sections import Fact


class Facts(Vertical):
    DEFAULT_CSS = """
    Facts {
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
        """Replace the facts, if they differ."""
        self.facts = tuple(facts)

    def compose(self) -> ComposeResult:
        for fact in self.facts:
            with Horizontal(classes="fact"):
                yield Static(fact.label, classes="label", markup=False)
                tone = f"value -{fact.tone}" if fact.tone else "value"
                yield Static(fact.value, classes=tone, markup=False)
