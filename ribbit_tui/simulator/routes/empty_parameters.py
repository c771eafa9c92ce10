"""Empty query parameters, which mean the same as absent ones."""

from starlette.types import Scope


def without_empty_parameters(scope: Scope) -> Scope:
    """Return the scope of a request without the query parameters that are empty.

    Clients that fill in a fixed address send `date_end=&limit=` for what they do not want to say.
    """
    query: bytes = scope["query_string"]
    given = [pair for pair in query.split(b"&") if pair.partition(b"=")[2]]
    kept = b"&".join(given)
    return scope if kept == query else {**scope, "query_string": kept}
