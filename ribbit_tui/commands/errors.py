"""The error with which a command fails, and the exit codes."""

FAILURE, WRONG_USAGE = 1, 2


class CommandError(Exception):
    """A command failed; the message is one line that says what to do."""

    def __init__(self, message: str, exit_code: int = FAILURE) -> None:
        super().__init__(message)
        self.exit_code = exit_code
