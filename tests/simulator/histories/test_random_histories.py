"""Random histories, valid and invalid: ledger, events, activities and responses agree.

`--random-runs 500` plays many more, and longer ones.
"""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.simulator.histories.trading_histories import TradingHistories

_FEW_STEPS, _MANY_STEPS, _BOUNDED_RUNS = 30, 100, 10


def test_random_histories(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> None:
    runs: int = request.config.getoption("--random-runs")
    bounded = runs <= _BOUNDED_RUNS
    run_state_machine_as_test(
        TradingHistories,
        settings=settings(
            max_examples=runs,
            stateful_step_count=_FEW_STEPS if bounded else _MANY_STEPS,
            derandomize=bounded,
            database=None,
            deadline=None,
            phases=[Phase.generate] if bounded else [Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not caplog.records, "a step failed and was logged"
