"""Paths that a firm's setup has no access to: an omnibus firm opens no customer accounts."""

import re

from ribbit_tui.simulator.settings import Setup

# The Accounts API. It does not include `/v1/accounts/activities`, `/v1/accounts/positions`, and
# paths that move money in and out of an account.
_ACCOUNTS_API = re.compile(
    r"/v1/accounts(/(?!activities/?$|positions/?$)[^/]+"
    r"(/(documents|cip|onfido)(/.*)?|/actions/close)?)?/?"
)


def is_forbidden_for_setup(setup: Setup, path: str) -> bool:
    """Whether a firm of this setup has no access to the path."""
    return setup == "omnibus" and _ACCOUNTS_API.fullmatch(path) is not None
