"""Radio buttons whose choice shows by shape, not by colour alone."""

from textual.widgets import RadioButton, RadioSet


class Radio(RadioButton):
    """`●` when chosen, `○` when not."""

    BUTTON_LEFT = ""
    BUTTON_RIGHT = " "

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]  # noqa: N802
        return "●" if self.value else "○"


class RadioLine(RadioSet):
    """Choices side by side on one line."""

    DEFAULT_CSS = """
    RadioLine {
        layout: horizontal;
        height: 1;
        width: auto;
        background: transparent;
        &:focus { background-tint: transparent; }
        & > Radio { width: auto; margin-right: 2; background: transparent; }
        & > Radio > .toggle--button { color: $quiet; background: transparent; }
        & > Radio.-on > .toggle--button { color: $accent; background: transparent; }
        &:blur > Radio.-selected > .toggle--label, & > Radio.-selected > .toggle--label {
            background: transparent;
        }
        &:focus > Radio.-selected > .toggle--label {
            background: $accent;
            color: $background;
            text-style: none;
        }
    }
    """
