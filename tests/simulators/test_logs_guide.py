"""The guide to logged episodes runs as it is printed."""

import re
from pathlib import Path

import pytest

from tightrope import simulators
from tightrope.simulators.formats.demonstration_formats import FORMATS
from tightrope.simulators.formats.padded_arrays import KINDS
from tightrope.simulators.formats.step_rows import NEEDED, OPTIONAL

GUIDE = (Path(simulators.__file__).parent / "logged_episodes.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_of_the_guide_runs(example):
    exec(compile(example, "logged_episodes.md", "exec"), {})


def test_the_guide_names_every_format_and_its_parts():
    for name in [*(suffix for one in FORMATS for suffix in one.suffixes if suffix != ".arrow"), *KINDS, *OPTIONAL]:
        assert f"`{name}`" in GUIDE
    assert f"`{','.join(NEEDED)}`" in GUIDE
