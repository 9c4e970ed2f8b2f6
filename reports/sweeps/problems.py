"""Cells of problems, measured, and the passes that they share without changing a bit.

    in floats, costs alone    of a learner that is made for its epsilon, all epsilons of one problem and horizon share a
                              backward pass (`learners.many_errors`): the numbers of `evaluate_many` for that cell alone
    everything else           cells that differ in the horizon and mean the same problem share a forward pass over the
                              longest (`disagreement.evaluate_each`): the numbers of `evaluate`

Which of the two it is depends on the cell and not on its neighbours.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tightrope.reports.sweeps.quantities import COUNTED, SAMPLED, claimed
from tightrope.reports.sweeps.question import SEED, Cell, Question, Sampled, seed_of
from tightrope.simulators.imitation import ARITHMETICS, check_words, estimate, problem, simulate
from tightrope.simulators.learners.many_errors import SAME_EVERYWHERE, costs
from tightrope.simulators.learners.within_reading import told_apart
from tightrope.simulators.measures.disagreement import Evaluation, evaluate_each
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.model.arithmetic import FLOAT
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.family import family_of
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.names import FAMILIES

Given = dict[str, Any]  # a cell's values by their names
Found = tuple[Cell, dict[str, Any] | Exception]
LEARNER = ("reading", "off_support", "missing")
COSTS = {"disagreement", "learner_cost", "expert_cost", "gap"}


def asks_for_costs(question: Question) -> bool:
    """Whether a backward pass answers it, if the learner is made for each epsilon."""
    witness = question.given is None and family_of(question.name, FAMILIES).reading is not None
    return question.arithmetic == "float" and set(question.quantities) <= COSTS and not witness


def measured(question: Question, names: Sequence[str], cells: Sequence[Cell]) -> Iterator[Found]:
    """What is found of each cell, or what it raises."""
    given = {cell: dict(zip(names, cell.values, strict=True)) for cell in cells}
    backward = [cell for cell in cells if asks_for_costs(question) and _made_for_its_error(given[cell])]
    for group in _alike(given, backward, but=("epsilon",)):
        yield from _costs(question, {cell: given[cell] for cell in group})
    forward = [cell for cell in cells if cell not in set(backward)]
    for group in _alike(given, forward, but=("horizon", SEED)):
        yield from _evaluations(question, {cell: given[cell] for cell in group})


def _alike(given: Mapping[Cell, Given], cells: Sequence[Cell], but: tuple[str, ...]) -> list[list[Cell]]:
    """The cells in groups that differ in these values alone."""
    groups: dict[Any, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(tuple(value for name, value in given[cell].items() if name not in but), []).append(cell)
    return list(groups.values())


def _made_for_its_error(given: Given) -> bool:
    error = given.get("epsilon")
    return error is not None and told_apart(error) and (given.get("reading") or "pointwise") in SAME_EVERYWHERE


def _costs(question: Question, given: Mapping[Cell, Given]) -> Iterator[Found]:
    """Of cells that differ in epsilon alone."""
    first = next(iter(given.values()))
    try:
        made = _named(question, {name: value for name, value in first.items() if name not in (*LEARNER, "epsilon")})
        if made.learner is not None:
            yield from _evaluations(question, given)
            return
        words = tuple(first.get(name) for name in LEARNER)
        missing = check_words(*words)
        due = task_cost(made.mdp, made.expert_table, first["horizon"], FLOAT)
    except Exception as error:
        yield from ((cell, error) for cell in given)
        return

    def paid(cells: Sequence[Cell]) -> list[Found]:
        errors = [given[cell]["epsilon"] for cell in cells]
        found = costs(made, words[0] or "pointwise", errors, first["horizon"], words[1] or "worst", missing)
        each = zip(cells, found.disagreement.tolist(), found.task_cost.tolist(), strict=True)
        return [(cell, _only(question, _of(wrong, pays, due))) for cell, wrong, pays in each]

    yield from _all_or_each(paid, list(given))


def _of(disagreement: float, learner: float, expert: float) -> dict[str, Any]:
    return {"disagreement": disagreement, "learner_cost": learner, "expert_cost": expert, "gap": learner - expert}


def _only(question: Question, found: dict[str, Any]) -> dict[str, Any]:
    """What is asked for, in the order in which it is."""
    return {name: found[name] for name in question.quantities if name != SAMPLED}


def _evaluations(question: Question, given: Mapping[Cell, Given]) -> Iterator[Found]:
    """Of cells that differ in the horizon, and in the seed of an estimate."""
    made: dict[Cell, Problem] = {}
    for cell, one in given.items():
        try:
            made[cell] = _named(question, one)
        except Exception as error:
            yield cell, error
    same: dict[str, list[Cell]] = {}
    for cell, one in made.items():
        same.setdefault(content_hash(one) if len(made) > 1 else "", []).append(cell)

    def evaluated(cells: Sequence[Cell]) -> list[Found]:
        horizons = [given[cell]["horizon"] for cell in cells]
        longest = made[max(cells, key=lambda cell: given[cell]["horizon"])]
        if question.quantities == (SAMPLED,):
            return [(cell, _sampled(question, made[cell], cell, given[cell])) for cell in cells]
        found = evaluate_each(longest, horizons, ARITHMETICS[question.arithmetic])
        return [
            (cell, _counted(question, one) | _sampled(question, made[cell], cell, given[cell]))
            for cell, one in zip(cells, found, strict=True)
        ]

    for cells in same.values():
        yield from _all_or_each(evaluated, cells)


def _all_or_each(work: Callable[[Sequence[Cell]], list[Found]], cells: Sequence[Cell]) -> list[Found]:
    """All at once; if that raises, one by one, so that each says what is wrong with it."""
    try:
        return work(cells)
    except Exception as error:
        return [(cells[0], error)] if len(cells) == 1 else [one for cell in cells for one in _all_or_each(work, [cell])]


def _counted(question: Question, found: Evaluation) -> dict[str, Any]:
    counted = {name: COUNTED[name](found) for name in question.quantities if name in COUNTED}
    return _only(question, counted | claimed(question.quantities, found))


def _named(question: Question, given: Given) -> Problem:
    """The cell's problem with its learner, as it is asked for by its name everywhere."""
    called: Any = question.given
    own: set[str] = set()
    if called is None:
        own = {one.name for one in family_of(question.name, FAMILIES).parameters}
        written = [f"{k}={v}" for k, v in given.items() if k in own or k not in (*LEARNER, "horizon", "epsilon", SEED)]
        called = f"{question.name}{':' * bool(written)}{','.join(written)}"
    learner = {name: given[name] for name in LEARNER if name in given and name not in own}
    return problem(called, given["horizon"], given.get("epsilon"), **learner)


def _sampled(question: Question, made: Problem, cell: Cell, given: Given) -> dict[str, Any]:
    return {} if question.sampled is None else _estimated(question.sampled, made, given["horizon"], seed_of(cell.key))


def _estimated(sampled: Sampled, made: Problem, horizon: int, seed: int) -> dict[str, Any]:
    level: dict[str, Any] = {"seed": seed, "confidence": sampled.confidence}
    if sampled.episodes is not None:
        interval, more = simulate(made, horizon, episodes=sampled.episodes, **level), {}
    else:
        found = estimate(made, horizon, quantity=sampled.quantity, precision=sampled.precision, **level)  # ty: ignore[invalid-argument-type]
        interval, more = found.interval, {"estimate_episodes": found.episodes, "estimator": found.estimator}
    ends = {"estimate_lower": float(interval.lower), "estimate_upper": float(interval.upper)}
    return {"estimate": float(interval.mean), **ends, **more}
