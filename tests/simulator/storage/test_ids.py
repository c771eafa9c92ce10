"""Ids: they repeat for a seed, and events' ids keep their order."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from ulid import ULID

from ribbit_tui.simulator.storage.database import Database
from ribbit_tui.simulator.storage.ids import Ids
from tests.simulator import sql
from tests.simulator.conftest import Api, OpenApi, application

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


@pytest.fixture
def database() -> Iterator[Database]:
    opened = Database(None)
    yield opened
    opened.close()


def test_account_numbers_have_nine_digits_and_are_unique(database: Database) -> None:
    ids = Ids(database, 1)
    numbers = [ids.account_number() for _ in range(3000)]
    assert len(set(numbers)) == len(numbers)
    assert {len(number) for number in numbers} == {9}
    assert all(number.isdigit() for number in numbers)


def test_uuids_have_the_shape_of_version_4(database: Database) -> None:
    ids = Ids(database, 1)
    made = [ids.uuid("account"), ids.uuid("account"), ids.uuid("order")]
    assert len(set(made)) == 3
    assert {UUID(text).version for text in made} == {4}


def test_ulids_rise_even_if_the_clock_stands_or_steps_back(database: Database) -> None:
    ids = Ids(database, 1)
    moments = [NOON, NOON, NOON - timedelta(hours=1), NOON + timedelta(milliseconds=1)]
    made: list[str] = []
    for moment in moments * 3:
        made.append(ids.ulid(moment))
        sql.insert(database, "events", ulid=made[-1], topic="t", at=0, body="{}")
    assert made == sorted(set(made))
    assert ULID.from_str(made[0]).milliseconds == int(NOON.timestamp() * 1000)


async def some_life(api: Api) -> list[Any]:
    account_id = await api.funded_account()
    await api.client.post("/v1/accounts", json=application())  # refused: the e-mail is known
    order = await api.order(account_id, qty="1")
    journal = await api.journal(account_id, "5")
    await api.advance(2)
    activities = await api.get("/v1/accounts/activities")
    return [
        await api.get(f"/v1/accounts/{account_id}"),
        await api.get(f"/v1/trading/accounts/{account_id}/orders/{order['id']}"),
        journal,
        activities,
        api.simulation.events.read(["accounts", "trades", "journals"], 0, None, 100),
    ]


async def test_same_seed_and_operations_give_the_same_ids_times_and_prices(
    open_api: OpenApi,
) -> None:
    first = await some_life(await open_api(seed=7))
    assert await some_life(await open_api(seed=7)) == first
    other = await some_life(await open_api(seed=8))
    assert other[0]["id"] != first[0]["id"]
    assert other[1]["filled_avg_price"] != first[1]["filled_avg_price"]
