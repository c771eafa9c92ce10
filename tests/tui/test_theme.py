"""The themes: each text can be read on every ground it stands on."""

from collections.abc import Iterator
from itertools import product

import pytest
from textual.color import Color

from ribbit_tui.tui.theme import DARK, LIGHT, LIVE_GROUND, LIVE_TEXT, Palette, palette

THEMES = ("dark", "light")
GAIN_COLORS = ("green_up", "red_up", "blue_orange")
GROUNDS = ("background", "surface", "raised", "selected")
TEXTS = ("text", "label", "quiet", "brand", "error", "amber", "info", "violet", "gain", "loss")
ON_CHART_FILL = ("text", "brand")
LEAST_TEXT = 4.5
"""The ratio of WCAG 2.2, success criterion 1.4.3."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [value / 255 for value in Color.parse(colour).rgb]
    linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def pairs(colours: Palette) -> Iterator[tuple[str, str]]:
    """Yield the roles of each text and of each ground that it stands on."""
    yield from product(TEXTS, GROUNDS)
    yield from product(("on_colour",), ("brand", "amber", "info"))
    yield from product(ON_CHART_FILL, ("chart_fill",))
    yield ("text", "border")  # a button


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("gain_colors", GAIN_COLORS)
def test_every_text_is_legible_on_its_ground(theme: str, gain_colors: str) -> None:
    colours = palette(theme, gain_colors)
    faint = {
        (text, ground): round(ratio, 2)
        for text, ground in pairs(colours)
        if (ratio := contrast(getattr(colours, text), getattr(colours, ground))) < LEAST_TEXT
    }
    assert faint == {}


def test_real_money_is_marked_legibly() -> None:
    assert contrast(LIVE_TEXT, LIVE_GROUND) >= LEAST_TEXT


@pytest.mark.parametrize("theme", THEMES)
def test_gains_and_losses_follow_the_setting(theme: str) -> None:
    green_up, red_up = palette(theme, "green_up"), palette(theme, "red_up")
    assert (red_up.gain, red_up.loss) == (green_up.loss, green_up.gain)
    assert red_up.error == green_up.error
    colour_blind = palette(theme, "blue_orange")
    assert {colour_blind.gain, colour_blind.loss}.isdisjoint({green_up.gain, green_up.loss})


def test_contrast_is_computed_as_defined() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast(DARK.text, DARK.background) == pytest.approx(15.7, abs=0.05)
    assert contrast(LIGHT.quiet, LIGHT.selected) == pytest.approx(4.9, abs=0.05)
