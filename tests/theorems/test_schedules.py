"""DAgger's theorem with the expert mixed in: best round <= least in hindsight + regret + what the mixture hides."""

from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope.bounds.catalogue import bound
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon
from tightrope.reports.experiments.schedules import EXPERIMENT, Cell
from tightrope.reports.publishing.experiment import QUICK
from tightrope.simulators.learners.table import TableLearner, cell_per_state
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.strategies import RARE, imitation_problems
from tightrope.simulators.training import dagger
from tightrope.simulators.training.mixing import mixed, theorem_terms


@settings(max_examples=60)
@given(
    imitation_problems(), st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(9, 10), *RARE[-2:]]), st.integers(1, 4)
)
def test_the_theorem_holds_with_each_of_its_three_measures_of_the_mixture(drawn, base, count):
    made, horizon = drawn
    learner = TableLearner(cell=cell_per_state(made) // 2, floor=Fraction(0))
    see = mixed(made, dagger.population(made, horizon), lambda number: base**number)
    rounds = list(islice(dagger.loop(made, learner, see, dagger.aggregate), count))
    terms = theorem_terms(made, learner, rounds, lambda number: base**number)
    judged = terms.least + terms.regret

    assert min(terms.own) <= judged + sum(terms.distance) / count
    for number, distance in enumerate(map(fraction, terms.distance), start=1):
        values = {epsilon: base**number, T: horizon}
        sharp, published = (
            exact_value(bound(key).expression, values) / 2 for key in ("rgb11-mixing-exact", "rgb11-mixing")
        )
        assert distance <= sharp <= published
    if base == 0:
        assert sum(map(fraction, terms.own)) / count == judged


def test_without_what_the_mixture_hides_the_theorem_would_be_false():
    """Expert and learner together are judged kindly: the mean of the rounds exceeds least + regret."""
    cell = Cell(base=Fraction(9, 10))

    assert cell.mean > cell.judged


def test_the_published_lemma_promises_less_than_the_sharp_one_and_both_less_than_the_exact_distances():
    for base in (Fraction(1, 5), Fraction(1, 2)):
        cell = Cell(base=base)
        assert cell.exact < cell.sharp < cell.published


def test_the_experiment_shows_ten_schedules_and_the_forerunners():
    result = EXPERIMENT.run(QUICK)

    assert [row["expert's share in round i"] for row in result.table] == ["0", "(3/10)ⁱ", "(3/5)ⁱ", "(9/10)ⁱ"]
    assert result.table[0]["hidden"]["exact"] == "0"
    assert result.table[0]["mean"]["value"] == pytest.approx(result.table[0]["sharp lemma"]["value"])
