"""A style sheet that reads each source once."""

from typing import ClassVar

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

Rules = dict[tuple[object, ...], list[RuleSet]]


class ParsedOnce(Stylesheet):
    """Parses a source once, as long as the variables are the same.

    Textual keeps what it parsed of 64 sources, fewer than an app with forms and dialogs has, and
    parses all of them again for each new room: two thirds of the time that it takes to open.
    """

    _by_variables: ClassVar[dict[frozenset[tuple[str, str]], Rules]] = {}

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parsed = self._known_rules()

    def _known_rules(self) -> Rules:
        return self._by_variables.setdefault(frozenset(self._variables.items()), {})

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take other variables; nothing is lost when they are the same."""
        if variables != self._variables:
            super().set_variables(variables)
            self._parsed = self._known_rules()
            self._require_parse = True

    def reparse(self) -> None:
        """Parse what has changed since the last time, if anything has."""
        if self._require_parse:
            self.parse()

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        key = (css, read_from, is_default_rules, tie_breaker, scope)
        if (rules := self._parsed.get(key)) is None:
            rules = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
            self._parsed[key] = rules
        return rules
