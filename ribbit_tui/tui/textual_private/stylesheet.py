"""A style sheet that keeps what it has parsed."""

from typing import ClassVar

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

Rules = dict[tuple[object, ...], list[RuleSet]]


class CachingStylesheet(Stylesheet):
    """Parses each source once per set of variables.

    Textual caches the rules of 64 sources, fewer than this app has, and parses all sources again
    for each new screen. That took two thirds of the time to open a screen.
    """

    _by_variables: ClassVar[dict[frozenset[tuple[str, str]], Rules]] = {}

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._parsed = self._known_rules()

    def _known_rules(self) -> Rules:
        return self._by_variables.setdefault(frozenset(self._variables.items()), {})

    def set_variables(self, variables: dict[str, str]) -> None:
        """Set the variables. The cached rules stay valid if the variables are the same."""
        if variables != self._variables:
            super().set_variables(variables)
            self._parsed = self._known_rules()
            self._require_parse = True

    def reparse(self) -> None:
        """Parse the sources that have changed since the last call."""
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
