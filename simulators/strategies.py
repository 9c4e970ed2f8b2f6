"""Hypothesis strategies for imitation problems: sparse and structured, in readable fractions, and near the worst.

Public: `decision_processes`, `policies`, `problems`, `imitation_problems` (a problem with its horizon),
`learners_within` (learners that meet a reading of epsilon), `problems_within` (problems with such a learner) and
`members` (problems of a named family). Where tightrope is installed, a test's annotation is enough:
`@given(st.from_type(Problem))` needs no import from here. How to test a conjecture, and how near these come to the
worst case: `property_testing.md`.

Dense random processes mix fast and forgive every error, so they hardly ever come near a bound. These problems have what
makes errors compound: deterministic moves, absorbing states, roads along a cliff (`roads`), learners that are lost off
the expert's path, and learners that spend what a reading allows where it costs most. What is worst comes first, so it
is also what a counterexample shrinks to. Integer weights shrink to small fractions.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np
from hypothesis import reject
from hypothesis import strategies as st

from tightrope.simulators.learners.within_reading import OFF_SUPPORT, epsilon_learner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.measures.readings import Errors, measure
from tightrope.simulators.model.arithmetic import EXACT, ONE, ZERO, rational
from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import TabularMDP, tabular_mdp
from tightrope.simulators.model.parameters import Domain, Number, OneOf, Value, Whole, Word
from tightrope.simulators.model.policy import Table, policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.witnesses import WITNESSES

ACTIONS = 2
RARE = [Fraction(1, n) for n in (2, 3, 4, 5, 6, 8, 10, 20)]
WORST = tuple(  # errors within a reading, or all at the first decision; off the expert's way always, or never; how much
    (how, after, error)
    for how, after, often in (  # more often what alone brings a worst case about
        *(("per_step", "worst", 2), ("finite_data", "worst", 3)),
        *(("at once", "worst", 2), ("at once", "expert", 3)),
    )
    for error in RARE * often
)
SHAPES = ("everywhere", "one state", "any")  # of errors: where and when they are made


@st.composite
def laws(draw, states: int, here: int) -> dict[int, Fraction]:
    """Where to go from state `here`: nearly always to one place or two, seldom anywhere."""
    anywhere = st.integers(0, states - 1)
    match draw(st.sampled_from(("move", "move", "stay", "cliff", "fork", "dense"))):
        case "move":
            return {draw(anywhere): Fraction(1)}
        case "stay":
            return {here: Fraction(1)}
        case "cliff":
            return {states - 1: Fraction(1)}
        case "fork":
            weights = {draw(anywhere): 1}
            other = draw(anywhere)
            weights[other] = weights.get(other, 0) + draw(st.integers(1, 5))
        case "dense":
            weights = dict(enumerate(draw(st.lists(st.integers(1, 4), min_size=states, max_size=states))))
    total = sum(weights.values())
    return {s: Fraction(w, total) for s, w in weights.items()}


@st.composite
def decision_processes(draw, states: int, actions: int = ACTIONS, layers: int = 1) -> TabularMDP:
    """A process with so many states and actions and costs in [0, 1]; a third of them end in a trap.

    With more than one layer the dynamics depend on the decision, and that is how many can be taken. With one layer,
    another third are `roads` on which the first action is right.
    """
    structure = draw(st.sampled_from(("roads", "trap", "any") if layers == 1 < states else ("trap", "any")))
    if structure == "roads":
        return draw(roads([0] * states, actions))
    tables = [[[draw(laws(states, s)) for _ in range(actions)] for s in range(states)] for _ in range(layers)]
    if structure == "trap":
        for rows in tables:
            rows[-1] = [{states - 1: Fraction(1)}] * actions
    start = draw(st.one_of(st.just({0: Fraction(1)}), laws(states, 0)))
    return tabular_mdp(
        states=[f"s{s}" for s in range(states)],
        actions=_names(actions),
        start=_dense(start, states),
        transition=tables,
        cost=[draw(_costs(actions)) for _ in range(states)],
    )


@st.composite
def roads(draw, right: Sequence[int], actions: int = ACTIONS) -> TabularMDP:
    """Roads along a cliff: in every state but the last one action is right, all others fall into the last, for good.

    `right` names it for each state. It stays in the state, or leads to the next one in a ring; runs start on all roads,
    in equal shares or any. One road is a tightrope. With as many as decisions, a learner that errs on one road at each
    decision, a fresh one each time, comes near the worst case of an average. Nearly always what falls or has fallen
    costs 1, and nothing else costs.
    """
    last = len(right) - 1
    onward = draw(st.sampled_from((0, 1)))
    rows = [
        [{(s + onward) % last: Fraction(1)} if a == right[s] else {last: Fraction(1)} for a in range(actions)]
        for s in range(last)
    ]
    shares = draw(st.one_of(st.just([1] * last), st.lists(st.integers(1, 3), min_size=last, max_size=last)))
    if draw(st.integers(0, 7)) < 7:
        cost = [[Fraction(int(a != right[s])) for a in range(actions)] for s in range(last)] + [[Fraction(1)] * actions]
    else:
        cost = [draw(_costs(actions)) for _ in right]
    return tabular_mdp(
        states=[*(f"road{s}" for s in range(last)), "fallen"],
        actions=_names(actions),
        start=[*(Fraction(share, sum(shares)) for share in shares), Fraction(0)],
        transition=[[*rows, [{last: Fraction(1)}] * actions]],
        cost=cost,
    )


@st.composite
def imitation_problems(draw, max_states: int = 4, max_horizon: int = 6) -> tuple[Problem, int]:
    """A problem with a learner, and a horizon. The expert takes the first action everywhere.

    Three quarters are near the worst: `roads` with a learner that spends what some reading allows where it costs most.
    """
    horizon = draw(st.one_of(st.integers(1, max_horizon), st.integers(min(3, max_horizon), max_horizon)))
    if draw(st.sampled_from(("worst", "worst", "worst", "any"))) == "worst":
        return draw(_worst(max_states, horizon)), horizon
    states = draw(st.integers(2, max_states))
    mdp = draw(decision_processes(states))
    problem = Problem(name="random", mdp=mdp, expert=np.zeros((1, states), dtype=np.int64))
    visited = state_laws(mdp, problem.expert_table, horizon)[:-1].astype(bool)
    return _erring(problem, draw(_errors(visited, draw(st.sampled_from(SHAPES))))), horizon


@st.composite
def _worst(draw, max_states: int, horizon: int) -> Problem:
    """Roads with a learner that spends what a reading allows where it costs most.

    Few choices, and what matters most first: Hypothesis often leaves the last ones at their simplest, or repeats all.
    """
    how, after, error = draw(st.sampled_from(WORST))
    states = draw(st.one_of(st.integers(2, max_states), st.just(max_states)))
    data = None
    if how == "finite_data" and states > 2:
        data = np.ones(states, dtype=bool)
        data[draw(st.integers(0, states - 2))] = False
    expert = [0] * states
    problem = Problem(name="roads", mdp=draw(roads(expert)), expert=np.array([expert]), data=data)
    if how == "at once":
        visited = state_laws(problem.mdp, problem.expert_table, horizon)[:-1].astype(bool)
        return _erring(problem, _at_once(visited, error, lost=after == "worst"))
    return epsilon_learner(problem, how, error, horizon, after)


def _data(states: int) -> st.SearchStrategy[np.ndarray]:
    """A data set: about two states of three."""
    return st.lists(st.sampled_from((True, True, False)), min_size=states, max_size=states).map(np.array)


@st.composite
def _errors(draw, places: np.ndarray, shape: str) -> np.ndarray:
    """A learner's errors at each decision in each state, shape (T, S), on the marked places of one of `SHAPES`;
    elsewhere it is lost, or half lost.
    """
    horizon, states = places.shape
    lost = draw(st.sampled_from((Fraction(1), Fraction(1), Fraction(1, 2))))
    some = draw(st.one_of(st.just(Fraction(1)), st.sampled_from(RARE)))
    culprit = draw(st.integers(0, states - 1)) if shape == "one state" else None
    rates = EXACT.zeros(horizon, states)
    for decision, state in np.ndindex(horizon, states):
        match shape:
            case _ if not places[decision, state]:
                rate = lost
            case "everywhere":
                rate = some
            case "one state":
                rate = Fraction(int(state == culprit))
            case "any":
                rate = draw(st.sampled_from((Fraction(0), Fraction(1), some)))
        rates[decision, state] = rational(rate)
    return rates


def _at_once(places: np.ndarray, error: Fraction, lost: bool) -> np.ndarray:
    """Errors at the first decision only, shape (T, S); then the learner is lost off the marked places, or is not."""
    rates = np.where(places, ZERO, ONE if lost else ZERO)
    rates[0, places[0]] = rational(error)
    return rates


def _erring(problem: Problem, rates: np.ndarray, wrong: np.ndarray | int = 1) -> Problem:
    """The problem with the learner that errs so often, shape (T, S), with the action so many after the expert's."""
    (size, actions), horizon = problem.mdp.shape, len(rates)
    table, everyone = EXACT.zeros(horizon, size, actions), np.arange(size)
    for t, row in enumerate(rates):
        expert = problem.expert_at(t + 1)
        table[t, everyone, (expert + wrong) % actions] = row
        table[t, everyone, expert] = 1 - row
    return problem.with_learner(Table(table))


@st.composite
def policies(draw, states: int, actions: int = ACTIONS, horizon: int = 1) -> Table:
    """A policy for so many decisions: in a state nearly always one action or two, seldom any."""
    return policy(
        [
            [_dense(draw(laws(actions, 0)), actions) for _ in range(states)]
            for _ in range(draw(st.sampled_from((1, horizon))))
        ]
    )


@st.composite
def problems(draw, max_states: int = 6, max_horizon: int = 6) -> Problem:
    """A problem with a learner: two or three actions, dynamics that may depend on t,
    an expert that may take any action.

    Three quarters are near the worst: `roads` with a learner that spends what some reading allows where it costs most.
    It can be evaluated for at least `max_horizon` decisions.
    """
    if draw(st.sampled_from(("worst", "worst", "worst", "any"))) == "worst":
        return draw(_worst(max_states, max_horizon))
    states, actions = draw(st.integers(2, max_states)), draw(st.integers(2, 3))
    expert = draw(st.lists(st.integers(0, actions - 1), min_size=states, max_size=states))
    mdp = draw(decision_processes(states, actions, draw(st.sampled_from((1, 1, max_horizon)))))
    learner = draw(policies(states, actions, max_horizon))
    return Problem(name="random", mdp=mdp, expert=np.array([expert]), learner=learner)


@st.composite
def members(draw, family: Family, horizon: int) -> Problem:
    """A problem of the family, small: any values of its domains near their lower ends, any epsilon of a witness.

    Values that do not go together, such as a width beyond the road, are drawn again.
    """
    values = {one.name: draw(_values(one.domain)) for one in family.parameters}
    error = draw(st.sampled_from((Fraction(0), *RARE, Fraction(1)))) if family.reading else None
    try:
        return family.problem(error, horizon, **values)
    except ValueError:
        reject()


def _values(domain: Domain) -> st.SearchStrategy[Value]:
    match domain:
        case Whole(least=least, most=most):
            return st.integers(least, least + 4 if most is None else min(most, least + 4))
        case Number():
            some = [domain.least + x for x in (0, *RARE, 1, 2)]
            return st.sampled_from([x for x in map(Fraction, some) if domain.value(x) is not None])
        case OneOf(choices=choices):
            return st.sampled_from(choices)
        case Word(known=known):
            return st.sampled_from(known)
        case _:
            raise TypeError(f"a parameter's domain must be Whole, Number, OneOf or Word; got {domain}")


@st.composite
def problems_within(draw, reading: str, error: Fraction, horizon: int) -> Problem:
    """A problem with a learner whose error, as the reading says, is at most `error`.

    One in four is a witness that meets the reading, what costs most first; the others are `problems` with
    `learners_within`. Raises ValueError for an unknown reading.
    """
    measure(reading)
    if draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(_witnesses(reading, error, horizon)))
    return draw(learners_within(draw(problems(max_horizon=horizon)), reading, error, horizon))


@cache
def _witnesses(reading: str, error: Fraction, horizon: int) -> tuple[Problem, ...]:
    """The witnesses that meet the reading with that error, those with the most disagreements first."""
    found = []
    for family in WITNESSES:
        try:
            one = family.problem(error, horizon)
        except ValueError:
            continue  # this family does not exist for these numbers
        measured = evaluate(one, horizon)
        if measured.epsilon[reading] <= error:
            found.append((measured.disagreement, one))
    return tuple(one for _, one in sorted(found, key=lambda pair: -pair[0]))


@st.composite
def learners_within(draw, problem: Problem, reading: str, error: Fraction, horizon: int) -> Problem:
    """The problem with a learner whose error, as the reading says, is at most `error`, in exact arithmetic.

    Two fifths of them spend it where it costs most (`learners.within_reading`), two fifths at the first decision, one
    fifth anyhow. These errors are drawn without a limit and cut down as `measures.readings` says: an average is scaled
    down to what is allowed, an error that is limited in each state is multiplied by `error` there, and may be any
    elsewhere.

    Under finite_data a problem without a data set gets one; `evaluate(...).missing` is the probability that an expert
    run leaves it. Raises ValueError for an unknown reading, or a horizon that the problem is too short for.
    """
    asked = measure(reading)
    problem = replace(problem, learner=None)
    problem.check_horizon(horizon)
    size, actions = problem.mdp.shape
    if reading == "finite_data" and problem.data is None:
        problem = replace(problem, data=draw(_data(size)))
    spent = draw(st.sampled_from(("worst", "worst", "at once, then lost", "at once, then right", "anyhow")))
    if spent == "worst":
        return epsilon_learner(
            problem, reading, error, horizon, draw(st.sampled_from(("worst", "worst", *OFF_SUPPORT)))
        )
    laws_of_expert = state_laws(problem.mdp, problem.expert_table, horizon)[:-1]
    errors = Errors(rates=EXACT.zeros(horizon, size), expert_laws=laws_of_expert, data=problem.data)
    if spent == "anyhow":
        rates = draw(_errors(errors.known, draw(st.sampled_from(SHAPES))))
    else:
        rates = _at_once(errors.known, Fraction(1), lost=spent == "at once, then lost")
    cut = asked.cut(replace(errors, rates=rates), rational(error))
    wrong = 1 if actions == 2 else np.array(draw(st.lists(st.integers(1, actions - 1), min_size=size, max_size=size)))
    return _erring(problem, cut, wrong)


def _names(actions: int) -> Sequence[str]:
    return ("right", "wrong", *(f"wrong{i}" for i in range(2, actions)))[:actions]


def _costs(actions: int) -> st.SearchStrategy[list[Fraction]]:
    some = st.sampled_from((Fraction(0), Fraction(1), Fraction(1, 2)))
    return st.lists(some, min_size=actions, max_size=actions)


def _dense(law: dict[int, Fraction], size: int) -> list[Fraction]:
    return [law.get(i, Fraction(0)) for i in range(size)]
