"""A change that is shown as zero is neither a gain nor a loss."""

from decimal import Decimal

from ribbit_tui.tui.words.formats import BASIS_POINT, arrow, percent, tone


def test_what_is_shown_as_zero_has_no_colour_and_no_arrow() -> None:
    for fraction in (Decimal("0.00004"), Decimal("-0.00004"), Decimal(0)):
        assert percent(fraction) == "0.00%"
        assert tone(fraction, BASIS_POINT) == "quiet"
        assert arrow(fraction, BASIS_POINT) == arrow(None)
    assert tone(Decimal("0.0001"), BASIS_POINT) == "gain"
    assert tone(Decimal("-0.0001"), BASIS_POINT) == "loss"
    assert (tone(Decimal("0.004")), tone(Decimal("0.01"))) == ("quiet", "gain")
