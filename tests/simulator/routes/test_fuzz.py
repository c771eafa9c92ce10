"""The server's own description, and Alpaca's, taken at their word.

`pytest -m sweep tests/simulator/routes/test_fuzz.py --fuzz-requests 10000` makes up more requests.
"""


def test_every_response_is_one_that_the_description_allows(fuzz_requests: int) -> None:
    from tests.simulator.routes.fuzz import fuzz  # slow to import: not while tests are collected

    fuzzed = fuzz(fuzz_requests)
    print(f"{fuzzed.count} requests, by status {dict(fuzzed.statuses)}")
    assert not fuzzed.failures, "\n\n".join(fuzzed.failures)
    # Made up at random alone, hardly any would get past the first checks.
    assert fuzzed.statuses[200] > fuzzed.count / 10


def test_what_alpaca_describes_may_be_sent(fuzz_requests: int) -> None:
    from tests.simulator.routes.fuzz import fuzz_documented  # slow to import, as above

    fuzzed = fuzz_documented(fuzz_requests)
    print(f"{fuzzed.count} requests, by status {dict(fuzzed.statuses)}")
    assert not fuzzed.failures, "\n\n".join(fuzzed.failures)
    assert fuzzed.statuses[200] > fuzzed.count / 10
