"""Progress of an application: the step it resumes at, and the steps that are open."""

import pytest

from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.drafts.file import decode, encode
from ribbit_tui.session.application.drafts.progress import ENTER_AGAIN, Progress
from tests.session.application.people import NOW, TODAY, accept_all, lena, maya


def left_at(step: str, draft: Draft) -> Progress:
    draft.step = step
    return Progress(draft)


def test_a_new_application_begins_at_its_first_step() -> None:
    progress = Progress(Draft.start(NOW, "draft"))
    assert progress.resume(TODAY) == {}
    assert (progress.draft.step, progress.previous, progress.next) == ("contact", None, "identity")
    assert progress.visited == set()


def test_it_is_taken_up_where_it_was_left_with_the_way_back() -> None:
    progress = left_at("disclosures", maya())
    assert progress.resume(TODAY) == {}
    assert progress.draft.step == "disclosures"
    assert progress.previous == "employment"
    assert progress.step_progress(TODAY).done == {"contact", "identity", "employment"}


def test_its_place_counts_only_steps_that_apply() -> None:
    assert left_at("contact", maya()).place == 1
    progress = left_at("review", maya())
    assert progress.place == len(progress.order)
    progress.draft.step = "w8ben"
    assert "w8ben" not in progress.order
    assert progress.order[progress.place - 1] == "agreements", "the next one that applies"


def test_before_that_comes_what_the_disk_has_not_kept() -> None:
    progress = left_at("review", maya({"identity.tax_id": None}))
    assert progress.resume(TODAY) == {"identity.tax_id": ENTER_AGAIN}
    step_progress = progress.step_progress(TODAY)
    assert step_progress.here == "identity"
    assert step_progress.wrong == {"identity": 1}
    assert progress.blocking_step("agreements", TODAY) is None, "it was reached before"


def test_whoever_went_back_finds_all_they_did_before() -> None:
    progress = left_at("review", maya())
    progress.resume(TODAY)
    progress.draft.go_to("contact")
    again = Progress(decode(encode(progress.draft)))
    assert again.resume(TODAY) == {}
    assert again.draft.step == "contact"
    step_progress = again.step_progress(TODAY)
    assert step_progress.wrong == {"identity": 1}, "the tax id is never kept"
    assert len(step_progress.done) == len(step_progress.steps) - 2
    assert again.blocking_step("review", TODAY) is None


def test_what_was_reached_is_forgotten_with_the_answers() -> None:
    draft = maya()
    draft.go_to("review")
    draft.fill({})
    assert Progress(draft).blocking_step("identity", TODAY) == "contact"


def test_a_step_that_is_no_part_of_it_any_more_is_not_where_it_is_taken_up() -> None:
    draft = maya()
    draft.withdraw("margin_agreement")
    assert left_at("w8ben", draft).resume(TODAY) == {}
    assert draft.step == "agreements"


def test_one_may_go_back_and_as_far_as_the_first_open_step() -> None:
    progress = left_at("identity", maya({"disclosures.is_control_person": None}))
    progress.resume(TODAY)
    reachable = [step for step in progress.order if progress.blocking_step(step, TODAY) is None]
    assert reachable == ["contact", "identity", "employment", "disclosures"]
    assert progress.blocking_step("review", TODAY) == "disclosures"
    progress.visited.add("agreements")
    assert progress.blocking_step("agreements", TODAY) is None


def test_steps_come_and_go_with_the_answers() -> None:
    progress = left_at("identity", maya())
    assert "w8ben" not in progress.order
    progress.draft.answer("identity.country_of_tax_residence", "DEU")
    assert progress.order[progress.order.index("documents") + 1] == "w8ben"


@pytest.mark.parametrize("draft", [maya(), lena()], ids=["at home", "abroad"])
def test_back_undoes_next_from_end_to_end(draft: Draft) -> None:
    progress = Progress(draft)
    there = [draft.step]
    while (following := progress.next) is not None:
        draft.step = following
        there.append(following)
    back = [draft.step]
    while (previous := progress.previous) is not None:
        draft.step = previous
        back.append(previous)
    assert there == progress.order == back[::-1]


def test_what_is_wrong_is_counted_once_a_step_was_left() -> None:
    progress = Progress(maya({"contact.city": "", "contact.phone_number": ""}))
    assert progress.step_progress(TODAY).wrong == {}
    progress.mark_visited()
    assert progress.step_progress(TODAY).wrong == {"contact": 2}


def test_other_answers_begin_at_what_is_open_in_them() -> None:
    draft = maya()
    accept_all(draft)
    progress = left_at("review", draft)
    progress.resume(TODAY)
    draft.fill(lena().answers)
    progress.restart(TODAY)
    assert draft.step == "w8ben", "nobody has signed for them"
    assert progress.visited == set(progress.order[: progress.order.index("w8ben")])
