"""A problem with names that are valid and unusual: printed on one line."""

from fractions import Fraction

import pytest

from tightrope.reports.publishing.postcard import postcard
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.problem import right_or_wrong

NAMES = (
    "\x1b[2Jgone\ngone",
    "\u202eturned",
    "$\\frac{1}{0",
    "x" * 10_000,
    '"><script>alert(1)</script>',
    "-->\n<image href='https://example.org'/>",
)


@pytest.fixture
def problem():
    laws = [[{s: Fraction(1)}, {(s + 1) % len(NAMES): Fraction(1)}] for s in range(len(NAMES))]
    start = [Fraction(1, len(NAMES))] * len(NAMES)
    mdp = tabular_mdp(
        states=NAMES, actions=("a$b", "\x07ring"), start=start, transition=[laws], cost=[[0, 1]] * len(NAMES)
    )
    return right_or_wrong("$\x1b[1m" + "n" * 5000, mdp, [Fraction(1, 2)] * len(NAMES))


def test_a_postcard_has_one_short_line_for_each_state(problem):
    lines = postcard(problem, 3).split("\n")

    assert len(lines) == 1 + len(NAMES) + 1 + 2 * len(NAMES)
    assert all(line.isprintable() for line in lines)
    assert max(map(len, lines)) < 400
