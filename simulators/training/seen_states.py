"""Expected costs over data sets without sampling: what a table costs depends on which cells of it have been seen.

The expert takes one action in each cell, so a label is right and one is enough. The learner does what the expert does
in a cell that was seen and guesses evenly elsewhere. A cell is a state, or a state and the decision at which it was
met.

Cloning   N independent runs of the expert avoid a set U of cells with probability a_U^N, a_U that of one run. The cost
          of the learner is a sum over its paths; along a path each decision is the expert's, plus, if the cell is
          unseen, guess minus expert. Multiplied out and averaged over the data,

              E cost(N) = sum_U c_U a_U^N,

          exact for every N at once. U has at most one cell for each decision.
DAgger    what has been seen is a Markov chain: rounds of episodes, each of the learner fitted so far (the first of the
          expert), whose states are all labelled [ross2011reduction, Algorithm 3.1, without mixing].
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np
from flint import fmpq

from tightrope.simulators.formats.demonstrations import demonstrate
from tightrope.simulators.learners.guessing import guessing_table
from tightrope.simulators.measures.occupancy import state_laws, task_cost
from tightrope.simulators.model.arithmetic import EXACT, fraction, plain, rational
from tightrope.simulators.model.policy import Table
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line

MOST = 20_000  # sets of cells, or places of an episode with what has been seen in it

Cell = Hashable
CellOf = Callable[[int, int], Cell]  # decision, state
Seen = frozenset[int]  # states that have a label
Law = dict[Seen, Fraction]
_Law = dict[Seen, fmpq]
Moves = Callable[[int, int, int], list[tuple[int, Fraction]]]  # decision, state, action -> successors, probabilities


def by_state(decision: int, state: int) -> Cell:
    """The cells of a table without a clock."""
    return state


def by_decision(decision: int, state: int) -> Cell:
    """The cells of a table for each decision."""
    return decision, state


@dataclass(frozen=True, kw_only=True)
class SumOfPowers:
    """sum of coefficient * base^N, the largest base first; bases in [0, 1] differ, no coefficient is 0."""

    terms: tuple[tuple[Fraction, Fraction], ...]

    def __call__(self, number: int) -> Fraction:
        """The value at N = 0, 1, 2, ...; 0^0 is 1."""
        return sum((coefficient * base**number for base, coefficient in self.terms), Fraction(0))

    @property
    def limit(self) -> Fraction:
        """The value for N to infinity."""
        return sum((coefficient for base, coefficient in self.terms if base == 1), Fraction(0))

    @property
    def slowest(self) -> Fraction:
        """The base that decides how fast the limit is approached: what is left falls by this factor with every N."""
        return max((base for base, _ in self.terms if base < 1), default=Fraction(0))


def cloning_curve(problem: Problem, horizon: int, cell: CellOf) -> SumOfPowers:
    """E cost(N) of the clone of N runs of the expert, for all N.

    Raises ValueError if it has too many terms, or the expert takes different actions in what is one cell.
    """
    moves, cost = _moves(problem, horizon), _costs(problem)
    choices = problem.mdp.shape[1]
    reached = _cells_reached(problem, horizon, cell)
    avoided: dict[frozenset[Cell], Fraction] = defaultdict(Fraction)  # c_U
    mass = {(s, frozenset()): fraction(x) for s, x in enumerate(problem.mdp.start_law(EXACT)) if x}
    for t in range(1, horizon + 1):
        expert, after = problem.expert_at(t), defaultdict(Fraction)
        for (s, unseen), weight in mass.items():
            here = cell(t, s)
            shares: list[tuple[frozenset[Cell], dict[int, Fraction]]] = []
            even = {a: Fraction(1, choices) for a in range(choices)}
            if here in unseen or here not in reached:
                shares.append((unseen, even))
            else:
                instead = {a: chance - (a == expert[s]) for a, chance in even.items()}
                shares += [(unseen, {int(expert[s]): Fraction(1)}), (unseen | {here}, instead)]
            for lacking, law in shares:
                for action, chance in law.items():
                    avoided[lacking] += weight * chance * cost[s][action]
                    for arrived, share in moves(t, s, action):
                        after[arrived, lacking] += weight * chance * share
        mass = {place: weight for place, weight in after.items() if weight}
        _check_size(len(mass))
    found: dict[Fraction, Fraction] = defaultdict(Fraction)
    for lacking, coefficient in avoided.items():
        if coefficient:
            found[_avoids(problem, moves, horizon, cell, lacking)] += coefficient
    terms = ((base, coefficient) for base, coefficient in sorted(found.items(), reverse=True) if coefficient)
    return SumOfPowers(terms=tuple(terms))


def dagger_laws(problem: Problem, horizon: int, episodes: Sequence[int]) -> Iterator[Law]:
    """Which states have a label after each round of so many episodes; exact. All of a round's episodes are of one
    learner, fitted to what was seen before it; those of the first are the expert's.
    """
    moves = _moves(problem, horizon)
    of_one = cache(lambda seen: _seen_in_one(problem, moves, horizon, _learner(problem, seen)))
    shown = _seen_in_one(problem, moves, horizon, problem.expert_table)
    law: _Law = {frozenset(): fmpq(1)}
    for number, count in enumerate(episodes):
        after: _Law = defaultdict(fmpq)
        for seen, chance in law.items():
            for more, share in _united(of_one(seen) if number else shown, count).items():
                after[seen | more] += chance * share
        law = after
        yield {seen: fraction(chance) for seen, chance in law.items()}


def price_list(problem: Problem, horizon: int) -> Callable[[Seen], Fraction]:
    """The expected cost of the learner that has those labels, exact; each is evaluated once."""
    return cache(lambda seen: plain(task_cost(problem.mdp, _learner(problem, seen), horizon, EXACT)))


def expected_cost(law: Mapping[Seen, Fraction], price: Callable[[Seen], Fraction]) -> Fraction:
    return sum((chance * price(seen) for seen, chance in law.items()), Fraction(0))


def drawn_cloning(problem: Problem, horizon: int, sizes: Sequence[int], runs: int, seed: int) -> list[list[Seen]]:
    """What a table without a clock has seen in so many runs of the expert, drawn so many times: [size][run]."""
    shown = _met(problem, problem.expert_table, horizon, (runs, max(sizes)), np.random.SeedSequence(seed))
    return [[frozenset().union(*one[:size]) for one in shown] for size in sizes]


def drawn_dagger(problem: Problem, horizon: int, episodes: Sequence[int], runs: int, seed: int) -> list[list[Seen]]:
    """What has a label after each round, drawn so many times: [round][run].

    Runs that have seen the same act alike and draw together, from a stream of that round and that set.
    """
    seen: list[Seen] = [frozenset()] * runs
    history = []
    for number, count in enumerate(episodes):
        before = tuple(seen)
        for group in set(before):
            members = [run for run in range(runs) if before[run] == group]
            acting = _learner(problem, group) if number else problem.expert_table
            stream = np.random.SeedSequence(entropy=seed, spawn_key=(number, sum(1 << s for s in group)))
            for run, met in zip(members, _met(problem, acting, horizon, (len(members), count), stream), strict=True):
                seen[run] = group.union(*met)
        history.append(list(seen))
    return history


def _met(
    problem: Problem, acting: Table, horizon: int, shape: tuple[int, int], stream: np.random.SeedSequence
) -> list[list[Seen]]:
    """The states met in each of so many runs of so many episodes."""
    runs, count = shape
    seed = int(stream.generate_state(1, np.uint64)[0])
    states = demonstrate(problem, acting, horizon, runs * count, seed).states[:, :-1]
    return [[frozenset(one) for one in block] for block in states.reshape(runs, count, horizon).tolist()]


def _learner(problem: Problem, seen: Seen) -> Table:
    labelled = np.zeros(problem.mdp.shape[0], dtype=bool)
    labelled[list(seen)] = True
    return guessing_table(problem, labelled)


def _seen_in_one(problem: Problem, moves: Moves, horizon: int, table: Table) -> _Law:
    """The law of the set of states that one episode with that policy meets."""
    mass = {(s, frozenset((s,))): x for s, x in enumerate(problem.mdp.start_law(EXACT)) if x}
    for t in range(1, horizon):
        acting, after = table.at(t, EXACT), defaultdict(fmpq)
        onward = cache(lambda s, t=t, acting=acting: _onward(moves, t, s, acting[s]))
        for (s, met), weight in mass.items():
            for arrived, share in onward(s):
                after[arrived, met | {arrived}] += weight * share
        mass = after
        _check_size(len(mass))
    law: _Law = defaultdict(fmpq)
    for (_, met), weight in mass.items():
        law[met] += weight
    return law


def _onward(moves: Moves, decision: int, state: int, acting: np.ndarray) -> list[tuple[int, fmpq]]:
    """Where a policy leads from a state."""
    law: dict[int, fmpq] = defaultdict(fmpq)
    for action in np.flatnonzero(acting):
        for arrived, share in moves(decision, state, int(action)):
            law[arrived] += acting[action] * rational(share)
    return list(law.items())


def _united(law: _Law, count: int) -> _Law:
    """The law of the union of so many independent sets: P(it lies in E) is a power; the sets below E are taken off."""
    unions = {frozenset()}
    for met in law:
        unions |= {met | one for one in unions}
    _check_size(len(unions))
    result: _Law = {}
    for whole in sorted(unions, key=len):
        inside = sum((x for met, x in law.items() if met <= whole), fmpq(0)) ** count
        just = inside - sum((x for met, x in result.items() if met < whole), fmpq(0))
        if just:
            result[whole] = just
    return result


def _cells_reached(problem: Problem, horizon: int, cell: CellOf) -> set[Cell]:
    """The cells in which the expert decides. Raises ValueError if one has different actions of the expert."""
    laws = state_laws(problem.mdp, problem.expert_table, horizon)
    reached = {cell(t, s) for t in range(1, horizon + 1) for s, x in enumerate(laws[t - 1]) if x}
    label: dict[Cell, int] = {}
    for t in range(1, horizon + 1):
        for s, action in enumerate(problem.expert_at(t)):
            if (here := cell(t, s)) in reached and label.setdefault(here, action) != action:
                raise ValueError(
                    f"a label must be right wherever its cell is met, but what the expert of {line(problem.name)} does "
                    f"in state {s} depends on the decision (at decision {t}): use a table for each decision"
                )
    return reached


def _avoids(problem: Problem, moves: Moves, horizon: int, cell: CellOf, lacking: frozenset[Cell]) -> Fraction:
    """a_U: one run of the expert meets none of those cells."""
    mass = {s: fraction(x) for s, x in enumerate(problem.mdp.start_law(EXACT)) if x}
    for t in range(1, horizon + 1):
        mass = {s: weight for s, weight in mass.items() if cell(t, s) not in lacking}
        after: dict[int, Fraction] = defaultdict(Fraction)
        for s, weight in mass.items():
            for arrived, share in moves(t, s, int(problem.expert_at(t)[s])) if t < horizon else [(s, Fraction(1))]:
                after[arrived] += weight * share
        mass = after
    return sum(mass.values(), Fraction(0))


def _moves(problem: Problem, horizon: int) -> Moves:
    problem.check_horizon(horizon)
    mdp = problem.mdp
    if mdp.available is not None:
        raise ValueError(f"{problem.name} has actions that depend on the state: a guess is even among all of them here")
    size, choices = mdp.shape

    @cache
    def of(decision: int, state: int, action: int) -> list[tuple[int, Fraction]]:
        row = (mdp.layer_of(decision) * size + state) * choices + action
        part = slice(int(mdp.indptr[row]), int(mdp.indptr[row + 1]))
        chances = mdp.exact_probability[part]
        return [(int(s), fraction(x)) for s, x in zip(mdp.successor[part], chances, strict=True)]

    return of


def _costs(problem: Problem) -> list[list[Fraction]]:
    return [[fraction(x) for x in row] for row in problem.mdp.exact_cost]


def _check_size(terms: int) -> None:
    if terms > MOST:
        raise ValueError(
            f"the law of what is seen has more than {MOST} terms: choose fewer states or a shorter horizon"
        )
