"""How fast the simulator is, beside a bare server in the same run: `python -m tests.benchmarks`."""
