"""The colours of the app."""

from textual.theme import Theme

RIBBIT = Theme(
    name="ribbit",
    primary="#4fbf7b",
    secondary="#7fb2d9",
    accent="#f2c14e",
    foreground="#dfe7e2",
    background="#0e1512",
    surface="#15201b",
    panel="#1d2b24",
    success="#5fd38d",
    warning="#f2c14e",
    error="#f0716b",
    dark=True,
    variables={
        "gain": "#5fd38d",
        "loss": "#f0716b",
        "quiet": "#8aa096",
        "cursor-row": "#25463a",
        "scrollbar": "#2f5a43",
        "scrollbar-hover": "#4fbf7b",
        "scrollbar-active": "#4fbf7b",
        "scrollbar-background": "#15201b",
        "scrollbar-background-hover": "#15201b",
        "scrollbar-background-active": "#15201b",
        "scrollbar-corner-color": "#15201b",
        "button-focus-text-style": "bold",
        "footer-key-foreground": "#f2c14e",
        "input-selection-background": "#4fbf7b 35%",
    },
)

EXTRA_VARIABLES = {
    "gain": "ansi_green",
    "loss": "ansi_red",
    "quiet": "ansi_bright_black",
    "cursor-row": "ansi_blue",
}
"""Variables that the style sheet needs and other themes lack."""
