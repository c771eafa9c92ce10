"""The way from an application to the first share, for somebody who comes here first."""

from textual.app import ComposeResult

from ribbit_tui.tui.widgets.panel import Panel
from ribbit_tui.tui.widgets.status_track import StatusTrack
from ribbit_tui.tui.widgets.timeline import Stage

_STAGES = (
    Stage("Apply", "about 5 minutes"),
    Stage("Approved", "watched live"),
    Stage("Bank linked", "at any US bank"),
    Stage("Deposit", "by ACH"),
    Stage("First share", "or a fraction of it"),
)


class Journey(Panel):
    """The stages that follow, none of them reached yet."""

    DEFAULT_CSS = "Journey { height: 7; margin-top: 1; padding: 1 1; }"

    def __init__(self) -> None:
        super().__init__("From here to your first share", id="journey")

    def compose(self) -> ComposeResult:
        yield StatusTrack(id="journey-track")

    def on_mount(self) -> None:
        self.query_one(StatusTrack).show(_STAGES)
