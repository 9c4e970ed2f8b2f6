"""False claims go red in tests as users write them: a short run; the whole is `python -m tests.attacks.power`."""

import pytest
from hypothesis import strategies as st

from tests.attacks import power
from tests.attacks.power import ENOUGH, PLACES, Claim, examples_until_red, mistaken, near, rows
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.strategies import problems, problems_within


@pytest.mark.parametrize("way", ["problems_within", "from_type, learners_within"])
def test_nine_tenths_of_the_worst_case_is_too_little_under_every_reading(way):
    for row in rows([way], near(), PLACES[:1], range(1), range(1)):
        assert row.red == len(row.runs), row


def test_the_worst_case_of_a_stronger_reading_is_too_little():
    for row in rows(["problems_within"], mistaken(), PLACES[1:2], range(1), range(1)):
        assert row.red == len(row.runs), row


@pytest.mark.parametrize("way", power.WAYS)
def test_per_step_against_the_pointwise_worst_case_goes_red_whatever_the_seed_and_the_name(way):
    claim = Claim(reading="per_step", quantity="disagreement", believed="pointwise")
    (row,) = rows([way], [claim], PLACES[:1], range(5), range(5))

    assert row.red >= len(row.runs) * ENOUGH, row


def test_every_reading_that_gives_a_weaker_one_is_mistaken_for_it():
    pairs = {(claim.believed, claim.reading) for claim in mistaken()}

    assert pairs == {
        ("log_loss", "per_step"),
        ("log_loss", "log_loss_averaged"),
        ("log_loss_averaged", "time_averaged"),
        ("per_step", "time_averaged"),
        ("pointwise", "finite_data"),
    }


def test_the_attack_notices_strategies_without_power(monkeypatch):
    monkeypatch.setattr(power, "EXAMPLES", 30)

    def right(problem):
        return problem.with_learner(deterministic(problem.expert, problem.mdp.shape[1])), *PLACES[0]

    claim = Claim(reading="per_step", quantity="disagreement", believed="per_step", share=power.SHARE)

    assert examples_until_red(problems(max_horizon=4).map(right), claim, number=1) is None


def test_a_true_claim_stays_green(monkeypatch):
    monkeypatch.setattr(power, "EXAMPLES", 30)
    claim = Claim(reading="per_step", quantity="disagreement", believed="per_step")
    drawn = st.tuples(problems_within("per_step", *PLACES[0]), *map(st.just, PLACES[0]))

    assert examples_until_red(drawn, claim, number=1) is None
