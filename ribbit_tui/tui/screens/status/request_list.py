"""The list of the requests of the review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import Enum, auto
from typing import NamedTuple

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ribbit_tui.session.account.review_requests import Request
from ribbit_tui.session.state import RequestState, SentAnswer
from ribbit_tui.tui.words.formats import clock_time, plain
from ribbit_tui.tui.words.kyc_results import kyc_words


class ReviewStage(Enum):
    """The stage of the review."""

    OPEN = auto()
    WAITING = auto()
    ENDED = auto()


class RequestList(OptionList):
    """Requests that wait for an answer can be selected; the others cannot."""

    DEFAULT_CSS = """
    RequestList {
        height: auto;
        max-height: 24;
        border: round $warning 60%;
        padding: 0 1;
        &:focus { border: round $warning; }
        &.-answered { border: round $primary 40%; }
        & > .option-list--option-highlighted, &:focus > .option-list--option-highlighted {
            background: $cursor-row;
            color: $foreground;
            text-style: none;
        }
        & > .option-list--option-disabled { color: $foreground; }
    }
    """

    @dataclass
    class AnswerRequested(Message):
        """Posted when the user wants to answer this request."""

        request: Request

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._requests: tuple[Request, ...] = ()
        self._shown: object = None

    def show(
        self,
        requests: Sequence[Request],
        sent: Mapping[str, SentAnswer],
        stage: ReviewStage,
        zone: tzinfo | None,
    ) -> None:
        """Show the requests, each with its state. `sent` holds the answers that were sent."""
        shown = (tuple(requests), dict(sent), stage)
        if shown == self._shown:
            return
        self._shown, self._requests = shown, tuple(requests)
        is_asking = stage is ReviewStage.OPEN
        waiting = [index for index, one in enumerate(requests) if is_asking and one.is_waiting]
        highlighted = self.highlighted
        self.set_options(
            _option(one, _look(one, sent.get(one.code), stage, zone), can_be_chosen=n in waiting)
            for n, one in enumerate(requests)
        )
        if waiting:
            self.highlighted = highlighted if highlighted in waiting else waiting[0]
        self.can_focus = bool(waiting)
        self.set_class(not waiting, "-answered")

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.AnswerRequested(self._requests[event.option_index]))


class _Appearance(NamedTuple):
    """The looks of a request."""

    glyph: str
    style: str
    state: str = ""
    """Text beside the title."""
    more: str = ""
    """Text below the title."""


def _option(request: Request, look: _Appearance, *, can_be_chosen: bool) -> Option:
    title = Content.assemble(
        (f"{look.glyph} {kyc_words(request.code).title}", f"bold {look.style}"),
        (f"  {look.state}" if look.state else "", "$quiet"),
    )
    prompt = Content.assemble(title, f"\n{look.more}") if look.more else title
    return Option(prompt, request.code, disabled=not can_be_chosen)


def _look(
    request: Request, sent: SentAnswer | None, stage: ReviewStage, zone: tzinfo | None
) -> _Appearance:
    words = kyc_words(request.code)
    if request.state is RequestState.ANSWERED:
        return _Appearance("●", "$success", "answered")
    said = f"“{plain(request.message, 300)}”" if request.message else ""
    if stage is ReviewStage.ENDED:
        return _Appearance("✗", "$error", "", said or words.why)
    if not request.options.is_asked:
        return _Appearance("◌", "$info", "", said or f"{words.why} {words.answer}")
    if stage is ReviewStage.WAITING:
        return _Appearance("◌", "$info", "", said or words.why)
    if sent is not None and sent.request_state is request.state:
        return _Appearance("◌", "$info", f"sent {clock_time(sent.at, zone)}, under review")
    if request.state is RequestState.REJECTED:
        return _Appearance("✗", "$error", "not accepted", said or words.answer)
    return _Appearance("!", "$warning", "", said or words.answer)
