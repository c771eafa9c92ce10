"""The result of one check of `ribbit check`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CheckResult:
    """The result of one check, as printed."""

    name: str
    passed: bool
    message: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.passed else 'FAIL'}  {self.name}: {self.message}"
