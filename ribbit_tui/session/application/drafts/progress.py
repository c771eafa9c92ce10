"""How far an application has come: which steps were looked at, and where one may go from here."""

from dataclasses import dataclass, field
from datetime import date

from ribbit_tui.session.application.steps.registry import STEPS_BY_ID, applying_steps

from .draft import Draft

ANEW = "This is never kept on disk: give it once more."


@dataclass(frozen=True)
class StepProgress:
    """What a list of the steps shows."""

    steps: tuple[str, ...]
    here: str
    done: frozenset[str]
    wrong: dict[str, int]
    """In how many places."""


@dataclass
class Progress:
    draft: Draft
    visited: set[str] = field(default_factory=set)
    """The steps that were left once: what is wrong with them may be said."""

    @property
    def order(self) -> list[str]:
        """The steps of this application: some come and go with the answers."""
        return [step.id for step in applying_steps(self.draft.answers)]

    def resume(self, today: date) -> dict[str, str]:
        """Go to where the draft was left, or before that to what the disk has not kept.

        Answers what to say at the questions whose answers are gone.
        """
        order, first_open = self.order, self.draft.first_open_step(today)
        left_at = self.draft.step if self.draft.step in order else first_open
        self.draft.go_to(left_at)
        self.visited.update(order[: self._reached])
        here = min(left_at, first_open, key=order.index)
        self.draft.go_to(here)
        return {} if here == left_at else self._not_kept(here)

    def restart(self, today: date) -> None:
        """Go to what is open after all answers have been replaced."""
        order, here = self.order, self.draft.first_open_step(today)
        self.visited = set(order[: order.index(here)])
        self.draft.go_to(here)

    def mark_visited(self) -> None:
        """Note that the person has done here what they wanted to do."""
        self.visited.add(self.draft.step)

    @property
    def next(self) -> str | None:
        order = self.order
        return next(iter(order[order.index(self.draft.step) + 1 :]), None)

    @property
    def previous(self) -> str | None:
        order = self.order
        return next(iter(order[: order.index(self.draft.step)][::-1]), None)

    def blocking_step(self, step: str, today: date) -> str | None:
        """The step to be finished before one may go to this one; None where one may."""
        order, first_open = self.order, self.draft.first_open_step(today)
        furthest = max(order.index(first_open), self._reached)
        return None if step in self.visited or order.index(step) <= furthest else first_open

    @property
    def _reached(self) -> int:
        """How many steps of this application come before the furthest that was reached."""
        every = list(STEPS_BY_ID)
        furthest = every.index(self.draft.reached)
        return sum(every.index(step) < furthest for step in self.order)

    def step_progress(self, today: date) -> StepProgress:
        order = self.order
        seen = [id for id in order[:-1] if id in self.visited]
        wrong = {id: len(self.draft.errors(id, today)) for id in seen}
        return StepProgress(
            steps=tuple(order),
            here=self.draft.step,
            done=frozenset(id for id, count in wrong.items() if not count),
            wrong={id: count for id, count in wrong.items() if count},
        )

    def _not_kept(self, step: str) -> dict[str, str]:
        """What was answered before, but is never written down."""
        answers = self.draft.answers
        return {
            asked.name: ANEW
            for asked in STEPS_BY_ID[step].fields
            if not asked.is_saved and asked.is_required(answers) and not answers.get(asked.name)
        }
