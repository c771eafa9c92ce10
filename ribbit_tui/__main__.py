"""The `ribbit` command, also as `python -m ribbit_tui`."""

import sys


def main() -> None:
    """Bare `ribbit` where nothing is set takes a short cut to the first frame."""
    from ribbit_tui.config.file import nothing_is_set

    if len(sys.argv) == 1 and nothing_is_set():
        from ribbit_tui.commands.run import run_app

        sys.exit(run_app())
    from .cli import main as run_command

    run_command(prog_name="ribbit")


if __name__ == "__main__":
    main()
