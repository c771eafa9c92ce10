"""The colours of the app: a palette for a dark and a light terminal, and themes made of them."""

from dataclasses import dataclass, replace

from textual.theme import Theme


@dataclass(frozen=True)
class Palette:
    """The colours by role, as `#rrggbb`. Each text reads at 4.5:1 on every ground it stands on."""

    background: str
    surface: str
    """The ground of panels."""
    raised: str
    """The ground of bars, fields and dialogs."""
    selected: str
    """The ground of the selected row."""
    text: str
    label: str
    """Names, and the words of actions."""
    quiet: str
    """Column titles, units, times and hints."""
    brand: str
    """Focus, the open screen, and what went well."""
    error: str
    amber: str
    """Keys, warnings and the simulated environment."""
    info: str
    """Work under way, links and the sandbox."""
    violet: str
    """A second series."""
    gain: str
    loss: str
    border: str
    """The border of a panel without focus."""
    grid: str
    """The grid of charts, and the empty part of bars."""
    chart_fill: str
    """The area below a chart's line, next to the line."""
    on_colour: str
    """Text on the brand, amber and info colours."""


DARK = Palette(
    background="#0d1412",
    surface="#131c19",
    raised="#1a2622",
    selected="#1f3b31",
    text="#e6ede9",
    label="#a9bbb2",
    quiet="#8fa59a",
    brand="#4fd08a",
    error="#ff7b72",
    amber="#f2c14e",
    info="#7fb8e6",
    violet="#c39bf0",
    gain="#4fd08a",
    loss="#ff7b72",
    border="#32463d",
    grid="#22322b",
    chart_fill="#1d4638",
    on_colour="#0d1412",
)
LIGHT = Palette(
    background="#f7f9f6",
    surface="#ffffff",
    raised="#e9efea",
    selected="#d5eadd",
    text="#17211c",
    label="#44544b",
    quiet="#54655c",
    brand="#0b6b3c",
    error="#bb2f27",
    amber="#855600",
    info="#1f5fa8",
    violet="#6f42c1",
    gain="#0b6b3c",
    loss="#bb2f27",
    border="#b4c4ba",
    grid="#e0e8e2",
    chart_fill="#c4e6d1",
    on_colour="#ffffff",
)
LIVE_GROUND, LIVE_TEXT = "#b3261e", "#ffffff"
"""The colours of everything that marks real money, in both themes."""

_COLOUR_BLIND = {"dark": ("#5db7ff", "#ffa657"), "light": ("#0b5cad", "#a34a00")}


def palette(theme: str, gain_colors: str) -> Palette:
    """Return the colours of a `theme` (`dark` or `light`).

    `gain_colors` is `green_up`, `red_up`, or `blue_orange` for people who are colour-blind.
    """
    base = LIGHT if theme == "light" else DARK
    match gain_colors:
        case "red_up":
            return replace(base, gain=base.loss, loss=base.gain)
        case "blue_orange":
            gain, loss = _COLOUR_BLIND[theme]
            return replace(base, gain=gain, loss=loss)
    return base


def textual_theme(theme: str = "dark", gain_colors: str = "green_up") -> Theme:
    """Return Textual's theme of these colours, with a variable for each role."""
    p = palette(theme, gain_colors)
    return Theme(
        name=f"ribbit-{theme}",
        primary=p.brand,
        secondary=p.info,
        accent=p.amber,
        foreground=p.text,
        background=p.background,
        surface=p.surface,
        panel=p.raised,
        success=p.brand,
        warning=p.amber,
        error=p.error,
        dark=theme != "light",
        variables=_variables(p),
    )


def _variables(p: Palette) -> dict[str, str]:
    return {
        "gain": p.gain,
        "loss": p.loss,
        "label": p.label,
        "quiet": p.quiet,
        "info": p.info,
        "violet": p.violet,
        "cursor-row": p.selected,
        "idle-border": p.border,
        "grid": p.grid,
        "chart-fill": p.chart_fill,
        "on-colour": p.on_colour,
        "live-ground": LIVE_GROUND,
        "live-text": LIVE_TEXT,
        # What follows replaces colours that Textual derives from the others.
        "primary-darken-1": p.brand,
        "primary-lighten-1": p.brand,
        "error-darken-1": p.error,
        "panel-lighten-1": p.border,
        "scrollbar": p.border,
        "scrollbar-hover": p.brand,
        "scrollbar-active": p.brand,
        "scrollbar-background": p.surface,
        "scrollbar-background-hover": p.surface,
        "scrollbar-background-active": p.surface,
        "scrollbar-corner-color": p.surface,
        "button-focus-text-style": "bold",
        "footer-key-foreground": p.amber,
        "footer-description-foreground": p.label,
        "footer-background": p.raised,
        "input-selection-background": f"{p.brand} 35%",
        "input-cursor-background": p.text,
        "input-cursor-foreground": p.surface,
        "block-hover-background": p.selected,
        "border": p.brand,
        "border-blurred": p.border,
    }


EXTRA_VARIABLES = {
    "gain": "ansi_green",
    "loss": "ansi_red",
    "label": "ansi_default",
    "quiet": "ansi_bright_black",
    "info": "ansi_blue",
    "violet": "ansi_magenta",
    "cursor-row": "ansi_blue",
    "idle-border": "ansi_bright_black",
    "grid": "ansi_bright_black",
    "chart-fill": "ansi_default",
    "on-colour": "ansi_black",
    "live-ground": "ansi_red",
    "live-text": "ansi_white",
}
"""Variables that the style sheet needs and other themes lack."""
