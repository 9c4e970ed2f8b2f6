"""DAgger with a schedule, Forward training and SMILe: what their docstrings say, by other ways of computing it."""

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

from tightrope.simulators.learners.table import TableLearner, cell_per_state, cell_per_state_and_time
from tightrope.simulators.measures.confidence import betting
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.names import problem
from tightrope.simulators.rollouts.episodes import disagreements
from tightrope.simulators.training import dagger
from tightrope.simulators.training.mixing import forward_training, mixed, mixture, smile, theorem_terms

HORIZON, FLOOR = 12, Fraction(1, 10)
ROPE = problem("tightrope", HORIZON, FLOOR)
PER_STATE = TableLearner(cell=cell_per_state(ROPE), floor=FLOOR)
PER_TIME = TableLearner(cell=cell_per_state_and_time(ROPE, HORIZON), floor=FLOOR)


def cost(policy):
    return evaluate(ROPE.with_learner(policy), HORIZON).disagreement


def test_a_mixture_errs_as_often_as_its_share_of_the_learner():
    """The learner of the tightrope errs for certain off the rope; mixed, with the learner's share."""
    expert = deterministic(ROPE.expert, 2)
    policy = mixture([expert, ROPE.learner], [Fraction(1, 3), Fraction(2, 3)])

    assert list(map(fraction, policy.probability[0, :, 1])) == [Fraction(2, 3) * FLOOR, Fraction(2, 3)]


def test_an_expert_that_always_acts_makes_every_round_a_clone_and_one_that_never_does_makes_dagger():
    plain = dagger.population(ROPE, HORIZON)
    always, never = (
        [
            each.learner
            for each in islice(dagger.loop(ROPE, PER_STATE, mixed(ROPE, plain, schedule), dagger.aggregate), 3)
        ]
        for schedule in (lambda number: Fraction(1), lambda number: Fraction(0))
    )
    unmixed = [each.learner for each in islice(dagger.loop(ROPE, PER_STATE, plain, dagger.aggregate), 3)]

    assert len({cost(policy) for policy in always}) == 1
    assert [cost(policy) for policy in never] == [cost(policy) for policy in unmixed]
    assert cost(always[-1]) > cost(never[-1]) == FLOOR * HORIZON


def test_forward_training_reaches_the_floor_at_every_decision():
    policy = forward_training(ROPE, PER_TIME, dagger.population(ROPE, HORIZON), HORIZON)

    assert cost(policy) == FLOOR * HORIZON
    assert len(policy.probability) == HORIZON


def test_forward_training_with_one_cell_for_all_decisions_is_refused():
    with pytest.raises(ValueError, match="apart; the cells are of 1 decisions"):
        forward_training(ROPE, PER_STATE, dagger.population(ROPE, HORIZON), HORIZON)


@pytest.mark.parametrize("alpha", [Fraction(1, 2), Fraction(1, 10)])
def test_smile_is_the_mixture_that_its_formula_says(alpha):
    see = dagger.population(ROPE, HORIZON)
    expert = deterministic(ROPE.expert, 2)
    acting, learners = expert, []
    for number, each in enumerate(islice(smile(ROPE, PER_STATE, see, alpha), 4), start=1):
        learners.append(PER_STATE.fit(ROPE, see(acting, number)))
        shares = [alpha * (1 - alpha) ** (j - 1) for j in range(1, number + 1)]
        acting = each.acting
        kept = (1 - alpha) ** number
        wanted = mixture([expert, *learners], [kept, *shares])
        alone = mixture(learners, [share / (1 - kept) for share in shares])
        assert (acting.probability == wanted.probability).all()
        assert (each.unmixed.probability == alone.probability).all()


@pytest.mark.parametrize("alpha", [Fraction(1, 2), Fraction(1, 10)])
def test_on_the_tightrope_smiles_first_clone_keeps_its_share_of_the_error(alpha):
    """Off the rope the clone always errs, every later learner at the floor; the clone's share tends to alpha."""
    last = list(islice(smile(ROPE, PER_STATE, dagger.population(ROPE, HORIZON), alpha), 150))[-1].unmixed
    off = alpha + (1 - alpha) * FLOOR
    limit = sum((1 - FLOOR) ** t * FLOOR + (1 - (1 - FLOOR) ** t) * off for t in range(HORIZON))

    assert float(cost(last)) == pytest.approx(float(limit), rel=1e-4)
    assert cost(last) > FLOOR * HORIZON


def test_smile_with_alpha_1_never_gets_beyond_its_first_clone():
    see = dagger.population(ROPE, HORIZON)
    clone = next(dagger.loop(ROPE, PER_STATE, see, dagger.aggregate)).learner

    assert {cost(each.unmixed) for each in islice(smile(ROPE, PER_STATE, see, Fraction(1)), 4)} == {cost(clone)}


def test_sampled_mixtures_have_the_exact_cost(false_alarm):
    false_alarm(1e-6)
    policy = list(islice(smile(ROPE, PER_STATE, dagger.population(ROPE, HORIZON), Fraction(1, 4)), 5))[-1].acting
    counts = disagreements(ROPE.with_learner(policy), HORIZON, 4000, seed=11)
    interval = betting(counts, HORIZON, 1 - 1e-6)

    assert interval.lower <= cost(policy) <= interval.upper


def test_sampled_forward_training_and_smile_run_on_counts():
    see = dagger.sampled(ROPE, HORIZON, 50, seed=3)

    assert cost(forward_training(ROPE, PER_TIME, see, HORIZON)) >= FLOOR * HORIZON
    assert next(smile(ROPE, PER_STATE, see, Fraction(1, 2))).unmixed.probability.shape[1:] == (2, 2)


def test_the_least_error_in_hindsight_is_that_of_the_best_of_all_policies_of_the_class():
    made, horizon = problem("garnet:states=4,actions=2,branching=2,seed=2", 5), 5
    cell = np.array([0, 0, 1, 1])
    learner = TableLearner(cell=cell[None], floor=Fraction(0))
    expert = deterministic(made.expert, 2)
    share = Fraction(1, 3)
    see = mixed(made, dagger.population(made, horizon), lambda number: share)
    rounds = list(islice(dagger.loop(made, learner, see, dagger.aggregate), 4))
    terms = theorem_terms(made, learner, rounds, lambda number: share)
    laws = [state_laws(made.mdp, mixture([expert, r.learner], [share, 1 - share]), horizon)[:-1] for r in rounds]
    errors = []
    for choice in np.ndindex(2, 2):
        wrong = np.array([made.expert_at(t) != np.array(choice)[cell] for t in range(1, horizon + 1)])
        errors.append(sum(fraction(law[wrong].sum()) for law in laws) / horizon / 4)

    assert terms.least == min(errors) < max(errors)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: mixture([ROPE.learner], [Fraction(1, 2)]), "sum to 1"),
        (lambda: mixture([], []), "sum to 1"),
        (lambda: next(smile(ROPE, PER_STATE, dagger.population(ROPE, 3), Fraction(0))), "alpha must lie"),
        (
            lambda: list(
                islice(
                    dagger.loop(
                        ROPE,
                        PER_STATE,
                        mixed(ROPE, dagger.population(ROPE, 3), lambda n: Fraction(2)),
                        dagger.aggregate,
                    ),
                    2,
                )
            ),
            "sum to 1",
        ),
        (lambda: theorem_terms(ROPE, PER_STATE, [dagger.Round(np.ones((3, 2)), ROPE.learner)], lambda n: 0), "floor 0"),
    ],
)
def test_what_is_no_mixture_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
