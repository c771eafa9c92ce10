"""Names at the left and values at the right of a line."""

from textual.content import Content

from ribbit_tui.tui.widgets.fact_lines import fact, fact_line


def test_a_name_is_cut_before_a_number() -> None:
    assert (
        fact("Can be withdrawn", "$123,456,789,012.34", 30).plain
        == "Can be wi… $123,456,789,012.34"
    )
    assert fact("Day", "▲ +$123,456,789,012.34", 24).plain == "… ▲ +$123,456,789,012.34"


def test_of_two_texts_the_longer_one_is_cut() -> None:
    assert fact("From", "The account of the family", 20).plain == "From The account of…"
    long = Content("The account of the family")
    assert fact_line(long, Content("Queued"), 20).plain == "The account … Queued"
