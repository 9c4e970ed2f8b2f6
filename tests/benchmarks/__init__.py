"""Measured side by side, in one run: `python -m tests.benchmarks.rollouts`. Results are asserted, seconds are not."""
