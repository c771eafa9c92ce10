"""The panel of each step of the application."""

from datetime import date
from typing import TYPE_CHECKING

from ribbit_tui.session.application.drafts.draft import Draft
from ribbit_tui.session.application.steps.registry import (
    AGREEMENTS_STEP,
    DOCUMENTS_STEP,
    REVIEW_STEP,
    STEPS_BY_ID,
)
from ribbit_tui.session.application.steps.w8ben import W8BEN

from .agreements_panel import AgreementsPanel
from .documents_panel import DocumentsPanel
from .questions_panel import QuestionsPanel, W8benPanel
from .review_panel import ReviewPanel
from .step_panel import StepPanel

if TYPE_CHECKING:
    from ribbit_tui.tui.dependencies import AppDependencies


def create_step_panel(
    step: str, draft: Draft, dependencies: "AppDependencies", today: date
) -> StepPanel:
    """Create the panel of the step with this id."""
    if step == AGREEMENTS_STEP.id:
        return AgreementsPanel(draft, dependencies, today)
    if step == DOCUMENTS_STEP.id:
        return DocumentsPanel(draft, today)
    if step == W8BEN.id:
        return W8benPanel(draft, dependencies, today)
    if step == REVIEW_STEP.id:
        return ReviewPanel(draft.review(today))
    return QuestionsPanel(STEPS_BY_ID[step], draft, today)
