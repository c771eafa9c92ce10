"""The entry point of `ribbit` and of `python -m ribbit_tui`."""

import sys


def main() -> None:
    """Run the command line.

    `ribbit` without arguments, where no setting is given, skips it and starts the app at once: the
    command line and the settings take longer to import than the first frame.
    """
    from .config.file import only_defaults_apply

    if len(sys.argv) == 1 and only_defaults_apply():
        from .commands.run import run_with_defaults

        sys.exit(run_with_defaults())
    from .cli import main as run_command_line

    run_command_line(prog_name="ribbit")


if __name__ == "__main__":
    main()
