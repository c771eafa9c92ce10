"""The lines of the screen as they are painted."""

from textual._context import visible_screen_stack
from textual.app import App
from textual.geometry import Size
from textual.strip import Strip


def screen_strips(app: App[None]) -> list[Strip]:
    """Render the screen, with the screens that are visible behind a dialog."""
    visible_screen_stack.set(app._background_screens)
    width, height = app.size
    return app.screen._compositor.render_strips(Size(width, height))
