"""What is measured of somebody's policy, beside what bounds allow, and its pictures."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

import tightrope
from tests.simulators.own_policies.policies import Batched
from tightrope.reports.publishing.figure import Figure
from tightrope.reports.publishing.pictures import draw_file
from tightrope.simulators.worlds.tree import one_tree

EXAM = tightrope.problem("exam", 8, epsilon="1/20")
SIZE = len(EXAM.mdp.states)
OFTEN = Batched([[0.95, 0.05]] * SIZE)
ROAD = one_tree()


def measured(policy=OFTEN, episodes=1000):
    return tightrope.measure(policy, EXAM, 8, episodes=episodes, seed=1)


def test_what_a_limit_allows_is_the_worst_case_for_it_and_the_lectures_bound():
    allowed = {one.epsilon.what: one for one in measured().readings}
    forms = {
        "per_step": lambda e: sum(min(1, e * t) for t in range(1, 9)),
        "time_averaged": lambda e: 8 * min(1, 8 * e),
        "on_policy": lambda e: 8 * e,
    }

    assert {key for key, one in allowed.items() if one.worst_case is not None} == set(forms)
    for key, form in forms.items():
        one = allowed[key]
        assert form(one.epsilon.upper) <= float(one.worst_case) <= form(one.epsilon.upper) + 1e-3
        holds = key in {reading.key for reading in tightrope.bound("lecture").readings}
        assert (one.bound is not None) == holds == (key != "on_policy")
        assert not holds or one.bound > one.worst_case


def test_the_disagreements_that_are_measured_are_no_more_than_the_limit_allows():
    found = measured()
    allowed = {one.epsilon.what: one.worst_case for one in found.readings}

    assert found.disagreement.lower < 8 * 0.05 < found.disagreement.upper
    assert found.disagreement.upper < allowed["per_step"] < allowed["time_averaged"]
    assert allowed["on_policy"] == pytest.approx(found.disagreement.upper, rel=1e-4)  # no error can do more there


def test_the_picture_shows_every_decision_its_interval_and_the_worst_case():
    means, intervals, worst = measured().picture().curves

    assert means.x == intervals.x == worst.x == tuple(range(1, 9))
    for t, mean, low, high, most in zip(means.x, means.y, intervals.lower, intervals.upper, worst.y, strict=True):
        assert low <= mean <= high
        assert low < 0.05 * t < high < most


def test_a_policy_of_which_nothing_can_be_said_has_no_worst_case():
    curves = measured(Batched([[0.0, 1.0]] * SIZE), episodes=3).picture().curves

    assert [curve.role for curve in curves] == ["problem", "sampled"]


def test_many_horizons_are_thinned_out():
    long = tightrope.measure(OFTEN, tightrope.problem("exam", 300, 0.05), 300, episodes=20, seed=1)

    assert len(long.picture().curves[0].x) <= 25


def test_a_reading_that_is_not_measured_is_refused_with_those_that_are():
    with pytest.raises(ValueError, match="readings that are measured are pointwise, .*on_policy"):
        measured().epsilon("finite_data")


class Normal:
    def __init__(self, deviation):
        self.deviation = deviation

    def samples(self, s, rng):
        return ROAD.mean(s) + self.deviation * rng.standard_normal(len(s))


class Dense(Normal):
    def log_density(self, s, a):
        off = (a - ROAD.mean(np.array([s]))) / self.deviation
        return -(off**2) / 2 - np.log(self.deviation * np.sqrt(2 * np.pi))


def actions(policy):
    return tightrope.measure_action(policy, "one-tree", samples=2000, seed=1)


def test_expert_and_policy_stand_below_each_other_with_the_tree_shaded():
    for policy in (Normal(0.4), Dense(0.4)):
        picture = actions(policy).picture((0.0, 0.5, 1.0))
        assert picture.shaded == ((-0.4, 0.4),)
        labels = [law.label for law in picture.laws]
        assert labels == [f"{who}, s = {s}" for s in ("0", "0.5", "1") for who in ("expert", "this policy")]
        mass = [np.trapezoid(law.height, law.x) for law in picture.laws]
        assert min(mass) > 0.93 and max(mass) < 1.01  # a little lies beyond what is drawn


def test_a_histogram_and_a_density_are_the_same_law():
    histogram, density = (actions(policy).picture((0.0,)).laws[1] for policy in (Normal(0.4), Dense(0.4)))
    at = np.linspace(-1.5, 1.5, 31)

    there = np.interp(at, histogram.x, histogram.height)
    assert np.abs(there - np.interp(at, density.x, density.height)).max() < 0.25
    assert float(histogram.says.split()[0]) == pytest.approx(float(density.says.split()[0]), abs=3)


def test_a_policy_that_always_does_one_thing_is_a_stem():
    law = actions(Normal(0.0)).picture((0.5,)).laws[1]

    assert law.x == pytest.approx((np.tanh(1.0),), abs=1e-9)
    assert not law.height


@pytest.mark.parametrize("found", [measured, lambda: actions(Normal(0.4))], ids=["a problem", "past trees"])
def test_it_draws_itself_on_any_axes_and_as_a_file(found, tmp_path):
    one = found()
    place = one.draw(style="tightrope")
    assert place.get_xlabel()
    plt.close(place.figure)
    draw_file(Figure(key="own", see="see", caption="", alt="", pictures=(one.picture(),)), tmp_path / "own.svg")
    assert (tmp_path / "own.svg").read_text().count("<path") > 10
