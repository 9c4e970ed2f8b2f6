"""Measured side by side, in one run: `python -m tests.benchmarks`. Results are asserted, seconds are not."""
