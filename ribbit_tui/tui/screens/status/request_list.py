"""What the review of an application asks for: a line each, and what is to be done about it."""

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


class Stage(Enum):
    """Where the review is."""

    ASKING = auto()
    WAITING = auto()
    OVER = auto()


class RequestList(OptionList):
    """Requests that wait for the customer can be chosen; the others are there to be read."""

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
    class Asked(Message):
        """The person wants to answer this one."""

        request: Request

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._requests: tuple[Request, ...] = ()
        self._shown: object = None

    def show(
        self,
        requests: Sequence[Request],
        sent: Mapping[str, SentAnswer],
        stage: Stage,
        zone: tzinfo | None,
    ) -> None:
        """Bring the list up to date; a request can be chosen while it waits for the customer."""
        shown = (tuple(requests), dict(sent), stage)
        if shown == self._shown:
            return
        self._shown, self._requests = shown, tuple(requests)
        is_asking = stage is Stage.ASKING
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
        self.post_message(self.Asked(self._requests[event.option_index]))


class _Look(NamedTuple):
    glyph: str
    style: str
    state: str = ""
    """Beside the title."""
    more: str = ""
    """Below it."""


def _option(request: Request, look: _Look, *, can_be_chosen: bool) -> Option:
    title = Content.assemble(
        (f"{look.glyph} {kyc_words(request.code).title}", f"bold {look.style}"),
        (f"  {look.state}" if look.state else "", "$quiet"),
    )
    prompt = Content.assemble(title, f"\n{look.more}") if look.more else title
    return Option(prompt, request.code, disabled=not can_be_chosen)


def _look(request: Request, sent: SentAnswer | None, stage: Stage, zone: tzinfo | None) -> _Look:
    words = kyc_words(request.code)
    if request.state is RequestState.ANSWERED:
        return _Look("●", "$success", "answered")
    said = f"“{plain(request.message, 300)}”" if request.message else ""
    if stage is Stage.OVER:
        return _Look("✗", "$error", "", said or words.why)
    if not request.options.is_asked:
        return _Look("◌", "$accent", "", said or f"{words.why} {words.answer}")
    if stage is Stage.WAITING:
        return _Look("◌", "$accent", "", said or words.why)
    if sent is not None and sent.request_state is request.state:
        return _Look("◌", "$accent", f"sent {clock_time(sent.at, zone)}, being looked at")
    if request.state is RequestState.REJECTED:
        return _Look("✗", "$error", "what you sent did not do", said or words.answer)
    return _Look("!", "$warning", "", said or words.answer)
