"""The keys that answer the questions of the application."""

from collections.abc import Sequence

from ribbit_tui.session.application.fields.field import Field, Kind
from ribbit_tui.session.application.steps.registry import STEPS_BY_ID, applying_fields
from ribbit_tui.session.application.values.answer import Answer, Answers
from ribbit_tui.tui.inputs.field_control import is_type_ahead

from .scene import Step, Type, press

NEXT_FIELD = press("tab")


def fill_in(step: str, answers: Answers, default_answers: Answers) -> Sequence[Step]:
    """Return the steps that answer the questions of an application step, except defaults."""
    steps: list[Step] = []
    for field in applying_fields(STEPS_BY_ID[step], answers):
        answer = answers.get(field.name)
        is_answered = answer is not None and answer != default_answers.get(field.name)
        if is_answered:
            steps += _answer(field, answer)
        if not (is_answered and field.kind is Kind.YES_NO):  # y and n go on by themselves
            steps.append(NEXT_FIELD)
    return steps


def _answer(field: Field, answer: Answer) -> list[Step]:
    if isinstance(answer, bool):
        return [press("y" if answer else "n")]
    if isinstance(answer, tuple):
        return [
            press("space", "down") if choice.value in answer else press("down")
            for choice in field.options()
        ]
    if is_type_ahead(field):
        [label] = [choice.label for choice in field.options() if choice.value == answer]
        return [Type(label)]  # Tab accepts it
    if field.kind is Kind.CHOICE:
        values = [choice.value for choice in field.options()]
        downs = values.index(str(answer)) + 1
        return [press("enter", *["down"] * downs, "enter")]
    return [Type(str(answer))]
