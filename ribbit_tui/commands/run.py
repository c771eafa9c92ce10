"""Running the app in a terminal."""

import sys
from typing import TYPE_CHECKING

from ribbit_tui.runtime.composition import create_app, create_app_with_defaults
from ribbit_tui.runtime.data_folder import CannotStartError

if TYPE_CHECKING:
    from ribbit_tui.config.settings import Settings


def run_app(settings: "Settings | None" = None) -> int:
    """Run until the person quits, and give the exit code; without settings, on the defaults."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(
            "ribbit: the app needs a terminal; see ribbit --help for what runs without one",
            file=sys.stderr,
        )
        return 2
    try:
        app = create_app_with_defaults() if settings is None else create_app(settings)
    except CannotStartError as error:
        print(f"ribbit: {error}", file=sys.stderr)
        return 1
    app.run()
    return app.return_code or 0
