"""CIP results as the API returns them."""

import json

from ribbit_tui.simulator.clock import from_timestamp
from ribbit_tui.wire.model import rfc3339

from .records import CipRecord


def cip_as_wire(record: CipRecord) -> dict[str, object]:
    """Return the results with id and times."""
    return {
        "id": record.id,
        "account_id": record.account_id,
        "created_at": rfc3339(from_timestamp(record.created_at)),
        "updated_at": rfc3339(from_timestamp(record.updated_at)),
        **json.loads(record.body),
    }
