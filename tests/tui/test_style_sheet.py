"""The style sheet reads a source once, and again when it has to."""

import pytest
from textual.css import stylesheet
from textual.css.parse import parse
from textual.css.stylesheet import StylesheetParseError
from textual.css.tokenizer import TokenError

from ribbit_tui.tui.textual_private.stylesheet import CachingStylesheet


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record each style sheet at each time it is parsed."""
    sources = []

    def noted(scope: str, css: str, *more: object, **others: object) -> object:
        sources.append(css)
        return parse(scope, css, *more, **others)  # type: ignore[arg-type]

    monkeypatch.setattr(stylesheet, "parse", noted)
    monkeypatch.setattr(CachingStylesheet, "_by_variables", {})
    return sources


def sheet(*sources: str, ink: str = "red") -> CachingStylesheet:
    made = CachingStylesheet(variables={"ink": ink})
    for number, css in enumerate(sources):
        made.add_source(css, read_from=("test", str(number)))
    return made


def colours(of: CachingStylesheet) -> list[str]:
    return [rule.styles.color.css for rule in of.rules]


def test_as_many_sources_as_there_are_are_parsed_once(parsed: list[str]) -> None:
    sources = [f"#n{number} {{ color: $ink; }}" for number in range(200)]
    first = sheet(*sources)
    assert colours(first) == ["rgb(255,0,0)"] * 200
    first.add_source("#more { color: $ink; }", read_from=("test", "more"))
    first.set_variables({"ink": "red"})
    first.reparse()
    assert len(first.rules) == 201
    assert colours(sheet(*sources)) == ["rgb(255,0,0)"] * 200
    assert len(parsed) == len(set(parsed)) == 201


def test_other_variables_other_rules(parsed: list[str]) -> None:
    on = sheet("#a { color: $ink; }")
    assert colours(on) == ["rgb(255,0,0)"]
    on.set_variables({"ink": "blue"})
    on.reparse()
    assert colours(on) == ["rgb(0,0,255)"]
    on.set_variables({"ink": "red"})
    on.reparse()
    assert colours(on) == ["rgb(255,0,0)"]
    assert len(parsed) == 2


def test_a_source_that_changed_is_parsed_again(parsed: list[str]) -> None:
    on = sheet("#a { color: red; }")
    assert colours(on) == ["rgb(255,0,0)"]
    on.add_source("#a { color: blue; }", read_from=("test", "0"))
    on.reparse()
    assert colours(on) == ["rgb(0,0,255)"]


@pytest.mark.parametrize(
    ("css", "error"),
    [("#a { colour: red; }", StylesheetParseError), ("#a {{", TokenError)],
)
def test_what_is_wrong_is_said(css: str, error: type[Exception], parsed: list[str]) -> None:
    with pytest.raises(error):
        sheet(css).parse()
    with pytest.raises(error):
        sheet(css).parse()
