"""The guide to policies of one's own runs as it is printed."""

import re
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

from tightrope import simulators
from tightrope.simulators.own_policies.tables import ASKED

GUIDE = (Path(simulators.__file__).parent / "policies_of_your_own.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_of_the_guide_runs(example):
    for library in ("sklearn", "gymnasium"):
        if library in example:
            pytest.importorskip(library)
    exec(compile(example, "policies_of_your_own.md", "exec"), {})
    plt.close("all")


def test_the_guide_names_every_method_that_makes_a_table():
    for name in ASKED:
        assert f"`{name}(" in GUIDE
