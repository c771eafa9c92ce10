"""The benchmarks with little work: their results are complete; speed is not asserted."""

from pathlib import Path

import pytest

from tests.benchmarks import app, decoding, lists, screens, streams, writes
from tests.benchmarks.options import Options


def options(folder: Path, scale: float) -> Options:
    return Options(scale=scale, repeats=1, folder=folder)


@pytest.mark.sweep
async def test_every_subscriber_gets_every_event_in_order(tmp_path: Path) -> None:
    subscribers = (await streams.measure_fanout(options(tmp_path, 0.02), subscribers=20))[0]
    assert subscribers.value == 20


async def test_a_replay_is_complete(tmp_path: Path) -> None:
    assert (await streams.measure_replay(options(tmp_path, 0.002)))[0].value > 0


async def test_every_missed_event_is_decoded(tmp_path: Path) -> None:
    assert all(figure.value > 0 for figure in await decoding.measure(options(tmp_path, 0.002)))


@pytest.mark.sweep
async def test_writes_are_accepted(tmp_path: Path) -> None:
    assert all(figure.value > 0 for figure in await writes.measure(options(tmp_path, 0.02)))


@pytest.mark.sweep
async def test_every_list_answers(tmp_path: Path) -> None:
    assert all(figure.value > 0 for figure in await lists.measure(options(tmp_path, 0.003)))


@pytest.mark.sweep
async def test_keys_screens_and_charts_are_measured(tmp_path: Path) -> None:
    figures = await screens.measure(options(tmp_path, 0.05))
    assert all(figure.value > 0 for figure in figures)


@pytest.mark.sweep
async def test_an_app_in_a_process_of_its_own_is_measured(tmp_path: Path) -> None:
    assert (await app.measure_start(options(tmp_path, 0.1))).value > 0
