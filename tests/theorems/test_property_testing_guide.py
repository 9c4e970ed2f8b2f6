"""The guide to property testing runs as it is printed, and its tests go red when they are made false."""

import re
from pathlib import Path

import pytest
from hypothesis import Phase

from tightrope import simulators
from tightrope.simulators.hypothesis_plugin import register

GUIDE = (Path(simulators.__file__).parent / "property_testing.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)
READING, GAP, MEASURED, AVERAGE, FAMILY, LEARNER, EVALUATION = range(7)


def run(example, readings=None):
    """The one test of an example, once for each of its readings if it has some; what fails is not made smaller."""
    register()
    names = {"UNSHRUNK": (Phase.generate, Phase.target)}
    example = example.replace("database=None", "database=None, phases=UNSHRUNK")
    exec(compile(example, "property_testing.md", "exec"), names)
    (test,) = (value for name, value in names.items() if name.startswith("test_"))
    marks = getattr(test, "pytestmark", [])
    for given in [{"reading": one} for one in readings or marks[0].args[1]] if marks else [{}]:
        test(**given)


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=["reading", "gap", "measured", "average", "family", "learner", "evaluation"]
)
def test_the_guide_runs_and_its_tests_pass(example):
    assert example.count("max_examples=200") == 1
    run(example.replace("max_examples=200", "max_examples=30"))


@pytest.mark.parametrize(
    ("number", "true", "false"),
    [
        (READING, "horizon).value", "horizon).value * 9 / 10"),
        (READING, "worst_case(reading,", 'worst_case("pointwise",'),
        (GAP, "missing).value", "missing).value * 9 / 10"),
        (GAP, "missing=found.missing", "missing=0"),
        (MEASURED, " + sum(found.expert_errors)", ""),
        (AVERAGE, "horizon).value", "horizon).value * 9 / 10"),
        (FAMILY, ", 5).value", ", 5).value * 9 / 10"),
        (AVERAGE, 'worst_case("per_step",', 'worst_case("pointwise",'),
        (LEARNER, "(states, actions), 1)", "(states, 0 * actions), 1)"),
        (LEARNER, "Fraction(1, 4)", "Fraction(1, 5)"),
        (LEARNER, "missing=found.missing", "missing=0"),
        (EVALUATION, "law = np.einsum", "np.einsum"),
    ],
)
def test_a_test_of_the_guide_fails_when_it_is_made_false(number, true, false):
    assert EXAMPLES[number].count(true) == 1
    with pytest.raises(AssertionError):
        run(EXAMPLES[number].replace(true, false), readings=["per_step"])
