"""The simulated identity check: the flow of Onfido's SDK, which needs a camera.

No picture is taken or sent, only the outcome.
"""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from ribbit_tui.tui.dialogs.base import Dialog
from ribbit_tui.tui.keys.bindings import bind
from ribbit_tui.wire.onfido import OnfidoOutcome

DOCUMENTS = ("Passport", "Driver's license", "National ID card")

_CARD = """\
┌──────────────────────────┐
│  ┌──────┐  ____________  │
│  │ o  o │  ________      │
│  │  __  │  ____________  │
│  └──────┘  <<<<<<<<<<<<  │
└──────────────────────────┘"""
_FACE = """\
      .-"''''"-.
     /          \\
    |   o    o   |
    |     __     |
     \\   \\__/   /
      '-.____.-'"""
_SEEN = """\


        ✓  taken


"""


@dataclass(frozen=True)
class _Scene:
    title: str
    text: str
    picture: str = ""
    button: str = ""


@dataclass(frozen=True)
class CheckEnded:
    """The outcome of the check, with the reason if it was not completed."""

    outcome: OnfidoOutcome
    reason: str | None = None


LEFT = CheckEnded(OnfidoOutcome.USER_EXITED, "left by the customer")


class IdentityCheckDialog(Dialog[CheckEnded]):
    """A dialog that returns the outcome: choose a document, photograph it, take a selfie, send."""

    DEFAULT_CSS = """
    IdentityCheckDialog {
        .simulated { color: $on-colour; background: $accent; width: auto; padding: 0 1; }
        .steps { color: $quiet; height: 1; margin-bottom: 1; }
        .text { height: auto; margin-bottom: 1; }
        .picture { height: auto; width: 100%; content-align: center middle; color: $primary; }
        OptionList { height: auto; background: $surface; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        bind("identity-check.fail", "fail"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._scene = 0
        self._document = DOCUMENTS[0]

    def compose_dialog(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static("Identity check", classes="title", markup=False)
            yield Static("SIMULATED: no camera, no picture", classes="simulated", markup=False)
            yield Static("", classes="steps", markup=False)
            yield Static("", classes="text", markup=False)
            yield Static("", classes="picture", markup=False)
            yield OptionList(*(Option(name) for name in DOCUMENTS), markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Leave", id="leave", compact=True)
                yield Button("Camera fails", id="fail", compact=True)
                yield Button("", id="go-on", variant="primary", compact=True)

    def on_mount(self) -> None:
        self._show()

    def _scenes(self) -> tuple[_Scene, ...]:
        name = self._document.lower()
        return (
            _Scene("Document", "Which document do you want to show?"),
            _Scene("Picture", f"Hold your {name} into the frame.", _CARD, "Take the picture"),
            _Scene("Selfie", "Look into the camera.", _FACE, "Take the selfie"),
            _Scene("Send", f"Your {name} and your face are in the picture.", _SEEN, "Send"),
        )

    def _show(self) -> None:
        scenes = self._scenes()
        scene = scenes[self._scene]
        marks = (
            f"{'●' if index < self._scene else '◉' if index == self._scene else '○'} {one.title}"
            for index, one in enumerate(scenes)
        )
        self.query_one(".steps", Static).update("   ".join(marks))
        self.query_one(".text", Static).update(scene.text)
        picture = self.query_one(".picture", Static)
        picture.update(_block(scene.picture))
        picture.display = bool(scene.picture)
        documents, go_on = self.query_one(OptionList), self.query_one("#go-on", Button)
        documents.display, go_on.display = not scene.picture, bool(scene.picture)
        if scene.picture:
            go_on.label = scene.button
            go_on.focus()
        else:
            documents.focus()

    @on(OptionList.OptionSelected)
    def _document_chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._document = DOCUMENTS[event.option_index]
        self._scene = 1
        self._show()

    @on(Button.Pressed, "#go-on")
    def _go_on(self) -> None:
        if self._scene == len(self._scenes()) - 1:
            self.finish(CheckEnded(OnfidoOutcome.USER_COMPLETED))
            return
        self._scene += 1
        self._show()

    @on(Button.Pressed, "#leave")
    def action_leave(self) -> None:
        self.finish(LEFT)

    @on(Button.Pressed, "#fail")
    def action_fail(self) -> None:
        self.finish(CheckEnded(OnfidoOutcome.SDK_ERROR, "the camera could not be opened"))


def _block(picture: str) -> str:
    """Pad the lines to one width, so that they stay aligned when they are centred."""
    lines = picture.split("\n")
    width = max(map(len, lines))
    return "\n".join(line.ljust(width) for line in lines)
