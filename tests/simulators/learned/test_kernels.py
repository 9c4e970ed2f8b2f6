"""What is said of shipped networks is the same to ten digits, whatever kernels multiply the matrices."""

import os
import subprocess
import sys

import pytest

TOLD = """
from tightrope.simulators.learned.__main__ import RECIPES
from tightrope.simulators.learned.parameters import network
for one in RECIPES:
    print(one.name, *(f"{value:.10g}" for value in one.judged(network(one.name)).values()))
"""


@pytest.fixture(scope="module")
def told():
    """By name of the kernels: what a process of its own says of every network."""

    def said(kernels: str) -> str:
        environment = {**os.environ, "OPENBLAS_CORETYPE": kernels, "OPENBLAS_NUM_THREADS": "1"}
        run = subprocess.run(
            [sys.executable, "-c", TOLD], env=environment, capture_output=True, text=True, check=True, timeout=300
        )
        return run.stdout

    return {kernels: said(kernels) for kernels in ("Prescott", "SkylakeX")}


def test_every_number_of_a_shipped_network_is_the_same_by_other_kernels(told):
    assert told["Prescott"] == told["SkylakeX"] != ""
