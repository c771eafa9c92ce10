"""`python -m ribbit_tui` is the `ribbit` command."""

from .cli import main

main()
