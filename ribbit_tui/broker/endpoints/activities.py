"""Account activities, for example fills, deposits and dividends."""

from datetime import date, datetime
from typing import Literal

from ribbit_tui.broker.paths import parameters
from ribbit_tui.broker.transport import Transport
from ribbit_tui.wire.activities import Activity, ActivityType
from ribbit_tui.wire.tolerance import Listing


class Activities:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def list(
        self,
        *,
        account_id: str | None = None,
        activity_types: tuple[ActivityType, ...] | None = None,
        date: date | None = None,
        after: datetime | None = None,
        until: datetime | None = None,
        direction: Literal["asc", "desc"] | None = None,
        page_size: int | None = None,
        page_token: str | None = None,
    ) -> Listing[Activity]:
        """List a page of at most 100, newest first.

        `page_token` is the id of the last activity of the page before.
        """
        response = await self._transport.get(
            "/v1/accounts/activities",
            parameters(
                account_id=account_id,
                activity_types=activity_types,
                date=date,
                after=after,
                until=until,
                direction=direction,
                page_size=page_size,
                page_token=page_token,
            ),
        )
        return response.many(Activity)
