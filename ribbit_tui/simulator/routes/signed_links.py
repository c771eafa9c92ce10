"""Signed links that download one document without other credentials for 15 minutes."""

import hashlib
import hmac
import re
from datetime import timedelta
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.types import Scope

from ribbit_tui.simulator.clock import to_timestamp
from ribbit_tui.simulator.simulation import Simulation

PDF_SUFFIX = ".pdf"
"""End of a link to a document as PDF, whatever it was uploaded as."""

_PATH = re.compile(r"/files/([0-9a-f-]{36}(?:\.pdf)?)")
_LIFETIME = timedelta(minutes=15)
_LONGEST_TIMESTAMP = 18


def signed_link(request: Request, document_id: str, suffix: str = "") -> str:
    """Return an absolute link to the document's file, at the address that the client uses."""
    document_id += suffix
    simulation: Simulation = request.app.state.simulation
    expires = str(to_timestamp(simulation.now() + _LIFETIME))
    signature = _signature(simulation, document_id, expires)
    return f"{request.base_url}files/{document_id}?expires={expires}&signature={signature}"


def with_links(request: Request, account: dict[str, object]) -> dict[str, object]:
    """Return an account whose documents have links to their files."""
    documents = account.get("documents")
    if not isinstance(documents, list):
        return account
    linked = [one | {"content": signed_link(request, one["id"])} for one in documents]
    return account | {"documents": linked}


def is_signed(simulation: Simulation, scope: Scope) -> bool:
    """Whether a request uses a valid link that has not expired."""
    path = _PATH.fullmatch(scope["path"])
    if path is None:
        return False
    query = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=None)
    expires, signature = query.get("expires", [""])[0], query.get("signature", [""])[0]
    if not (expires.isascii() and expires.isdigit() and len(expires) <= _LONGEST_TIMESTAMP):
        return False
    expected = _signature(simulation, path[1], expires)
    is_ours = hmac.compare_digest(signature.encode(), expected.encode())
    return is_ours and to_timestamp(simulation.now()) <= int(expires)


def _signature(simulation: Simulation, document_id: str, expires: str) -> str:
    message = f"{document_id}/{expires}".encode()
    return hmac.new(simulation.settings.api_secret.encode(), message, hashlib.sha256).hexdigest()
