"""Benchmarks of the simulator and the event streams, beside references measured in the same run.

Run them with `python -m tests.benchmarks`.
"""
