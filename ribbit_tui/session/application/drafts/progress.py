"""Progress through the steps of an application: the visited ones and the next one."""

from dataclasses import dataclass, field
from datetime import date

from ribbit_tui.session.application.steps.registry import STEPS_BY_ID, applying_steps

from .draft import Draft

ENTER_AGAIN = "For your security this was not saved: enter it again."


@dataclass(frozen=True)
class StepProgress:
    """The steps, as the step rail shows them."""

    steps: tuple[str, ...]
    here: str
    done: frozenset[str]
    wrong: dict[str, int]
    """The number of errors by step."""


@dataclass
class Progress:
    """The position in a draft."""

    draft: Draft
    visited: set[str] = field(default_factory=set)
    """The steps that were left once. Their errors are shown."""

    @property
    def order(self) -> list[str]:
        """The ids of the steps that apply at present."""
        return [step.id for step in applying_steps(self.draft.answers)]

    def resume(self, today: date) -> dict[str, str]:
        """Go to the step where the draft was left, or to an earlier one that lost answers.

        Answers that are never saved get lost. Returns messages for their fields.
        """
        order, first_open = self.order, self.draft.first_open_step(today)
        left_at = self.draft.step if self.draft.step in order else first_open
        self.draft.go_to(left_at)
        self.visited.update(order[: self._reached])
        here = min(left_at, first_open, key=order.index)
        self.draft.go_to(here)
        return {} if here == left_at else self._unsaved_answers(here)

    def restart(self, today: date) -> None:
        """Go to the first incomplete step after all answers were replaced."""
        order, here = self.order, self.draft.first_open_step(today)
        self.visited = set(order[: order.index(here)])
        self.draft.go_to(here)

    def mark_visited(self) -> None:
        """Mark the current step as visited."""
        self.visited.add(self.draft.step)

    @property
    def next(self) -> str | None:
        """The step after the current one."""
        order = self.order
        return next(iter(order[order.index(self.draft.step) + 1 :]), None)

    @property
    def previous(self) -> str | None:
        """The step before the current one."""
        order = self.order
        return next(iter(order[: order.index(self.draft.step)][::-1]), None)

    def blocking_step(self, step: str, today: date) -> str | None:
        """Return the step to complete before going to this one; None if it can be entered."""
        order, first_open = self.order, self.draft.first_open_step(today)
        furthest = max(order.index(first_open), self._reached)
        return None if step in self.visited or order.index(step) <= furthest else first_open

    @property
    def _reached(self) -> int:
        """The number of steps before the furthest one that was reached."""
        every = list(STEPS_BY_ID)
        furthest = every.index(self.draft.reached)
        return sum(every.index(step) < furthest for step in self.order)

    @property
    def place(self) -> int:
        """The number of the current step among those that apply, from 1."""
        every = list(STEPS_BY_ID)
        here = every.index(self.draft.step)
        return 1 + sum(every.index(step) < here for step in self.order)

    def step_progress(self, today: date) -> StepProgress:
        """Return which steps are complete, and which have errors."""
        order = self.order
        seen = [id for id in order[:-1] if id in self.visited]
        wrong = {id: len(self.draft.errors(id, today)) for id in seen}
        return StepProgress(
            steps=tuple(order),
            here=self.draft.step,
            done=frozenset(id for id, count in wrong.items() if not count),
            wrong={id: count for id, count in wrong.items() if count},
        )

    def _unsaved_answers(self, step: str) -> dict[str, str]:
        """Return messages for the answers of a step that are never saved."""
        answers = self.draft.answers
        return {
            asked.name: ENTER_AGAIN
            for asked in STEPS_BY_ID[step].fields
            if not asked.is_saved and asked.is_required(answers) and not answers.get(asked.name)
        }
