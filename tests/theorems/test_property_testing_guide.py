"""The guide to property testing runs as it is printed, and its test has power."""

import re
from pathlib import Path

import pytest

from tightrope import simulators
from tightrope.simulators.hypothesis_plugin import register

GUIDE = (Path(simulators.__file__).parent / "property_testing.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "example", re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL), ids=["ten lines", "reading"]
)
def test_the_guide_runs_and_its_tests_pass(example):
    register()
    names = {}
    exec(compile(example, "property_testing.md", "exec"), names)
    tests = [value for name, value in names.items() if name.startswith("test_")]

    assert len(tests) == 1
    tests[0]()


def test_the_guides_second_test_fails_when_it_is_made_false():
    example = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)[1]
    register()
    names = {}
    exec(
        compile(
            example.replace("(reading, error, horizon).value", "(reading, error, horizon).value / 2"),
            "guide",
            "exec",
        ),
        names,
    )

    with pytest.raises(AssertionError):
        names["test_no_problem_exceeds_the_worst_case_of_its_reading"]()
