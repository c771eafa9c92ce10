"""Random histories, valid and invalid: ledger, events, activities and responses agree.

`-m sweep --random-runs 500` plays many more, and longer ones.
"""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.simulator.histories.trading_histories import TradingHistories

_FEW_STEPS, _MANY_STEPS, _FEW_RUNS = 30, 100, 10


def test_random_histories(random_runs: int, caplog: pytest.LogCaptureFixture) -> None:
    bounded = random_runs <= _FEW_RUNS
    run_state_machine_as_test(
        TradingHistories,
        settings=settings(
            max_examples=random_runs,
            stateful_step_count=_FEW_STEPS if bounded else _MANY_STEPS,
            derandomize=bounded,
            database=None,
            deadline=None,
            phases=[Phase.generate] if bounded else [Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not caplog.records, "a step failed and was logged"
