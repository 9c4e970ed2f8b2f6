"""What B labels teach in the world of fresh states: by cloning, by DAgger, and by DAgger that asks only when it must.

What a learner knows is the number M of labelled states on track and whether the state off it is labelled. Each law maps
(M, off is labelled) to its probability after B labels, exactly.

cloning   labels the expert's own frames; the expert is never off, and the frames are independent.
dagger    labels every frame of its own episodes, of T decisions, the moment after it has acted there.
asking    the same, but a frame is labelled, and counts, only if its state has no label yet.
"""

from collections import defaultdict
from fractions import Fraction

import numpy as np
from flint import fmpq, fmpq_mat

from tightrope.simulators.learners.guessing import guessing_table
from tightrope.simulators.measures.coupons import known_law
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.arithmetic import fraction, rational
from tightrope.simulators.model.problem import Problem

Known = tuple[int, bool]  # M, off is labelled
Place = tuple[int, bool]  # frame of the episode, on track
Law = dict[Known, Fraction]
Places = dict[Place, fmpq]
Moves = dict[tuple[int, bool, bool], Fraction]  # to (M, off is labelled, on track), with probabilities


def cloning(world: Problem, labels: int) -> Law:
    """Raises ValueError if the number of labels is negative, as all of these."""
    states, _, _ = _parameters(world, labels)
    return {(known, False): chance for known, chance in enumerate(known_law(states, states, labels)) if chance}


def dagger(world: Problem, horizon: int, labels: int, demonstrated: int = 0) -> Law:
    """The first `demonstrated` of the labels are of the expert's frames. Raises ValueError if that is more than all."""
    _parameters(world, labels)
    world.check_horizon(horizon)
    if demonstrated > labels:
        raise ValueError(f"of {labels} labels at most so many can be demonstrated; got {demonstrated}")
    mass: Moves = {(*known, True): chance for known, chance in cloning(world, demonstrated).items()}
    for frame in range(labels - demonstrated):
        if frame % horizon == 0:
            mass = _back_to_start(mass)
        after: Moves = defaultdict(Fraction)
        for place, chance in mass.items():
            for arrived, share in _frame(world, *place).items():
                after[arrived] += chance * share
        mass = after
    return _forget_place(mass)


def asking(world: Problem, horizon: int, labels: int) -> Law:
    """Frames in labelled states cost nothing, so the law is where the loop is when the next label comes.

    Once all that can be met is labelled no more labels are bought. Each stage between two labels is a linear system
    over the places (frame of the episode, on track), solved in rationals.
    """
    _parameters(world, labels)
    world.check_horizon(horizon)
    begin = {(frame, on): fmpq(int(frame == 0 and on)) for frame in range(horizon) for on in (True, False)}
    stages: dict[Known, Places] = {(0, False): begin}
    for _ in range(labels):
        following: dict[Known, Places] = {}
        for known, mass in stages.items():
            for gained, arrived in _until_next_label(world, horizon, known, mass).items():
                held = following.setdefault(gained, dict.fromkeys(begin, fmpq(0)))
                for place, chance in arrived.items():
                    held[place] += chance
        stages = following
    return {known: fraction(sum(mass.values(), fmpq(0))) for known, mass in stages.items()}


def costs(world: Problem, horizon: int) -> dict[Known, Fraction]:
    """The expected task cost of T decisions of the frozen learner, for all that it may know."""
    states = world.mdp.shape[0] - 1
    found = {}
    for known in range(states + 1):
        for off in (False, True):
            labelled = np.array([*(s < known for s in range(states)), off])
            learner = guessing_table(world, labelled)
            found[known, off] = evaluate(world.with_learner(learner), horizon).learner_task
    return found


def expected_cost(law: Law, price: dict[Known, Fraction]) -> Fraction:
    return sum(chance * price[known] for known, chance in law.items())


def drawn_dagger(world: Problem, horizon: int, labels: int, runs: int, seed: int) -> np.ndarray:
    """What the learner knows at the end of so many independent runs: labelled[run][state], shape (runs, S)."""
    states, actions, ways_back = _parameters(world, labels)
    rng = np.random.default_rng(seed)
    labelled, everyone = np.zeros((runs, states + 1), dtype=bool), np.arange(runs)
    place = rng.integers(states, size=runs)
    for frame in range(labels):
        if frame % horizon == 0:
            place = rng.integers(states, size=runs)
        action = np.where(labelled[everyone, place], 0, rng.integers(actions, size=runs))
        labelled[everyone, place] = True
        stays_on = (action == 0) & ((place < states) | (ways_back == 1))
        place = np.where(stays_on, rng.integers(states, size=runs), states)
    return labelled


def loses_from(world: Problem, horizon: int, most: int) -> int | None:
    """The smallest number of labels, up to `most`, at which DAgger's expected cost is above cloning's; None if there is none."""
    price = costs(world, horizon)
    for labels in range(1, most + 1):
        clone, learner = compared(world, price, horizon, labels)
        if learner > clone:
            return labels
    return None


def splits(world: Problem, price: dict[Known, Fraction], horizon: int, labels: int) -> list[Fraction]:
    """The expected cost if the first 0, 1, ..., all of the labels are demonstrated, and DAgger asks for the others."""
    return [expected_cost(dagger(world, horizon, labels, shown), price) for shown in range(labels + 1)]


def compared(world: Problem, price: dict[Known, Fraction], horizon: int, labels: int) -> tuple[Fraction, Fraction]:
    """The expected costs of cloning and of DAgger with that many labels."""
    return expected_cost(cloning(world, labels), price), expected_cost(dagger(world, horizon, labels), price)


def drawn_costs(
    world: Problem, price: dict[Known, Fraction], horizon: int, labels: int, runs: int, seed: int
) -> list[float]:
    """The cost of what each of so many drawn runs of DAgger knows at the end."""
    drawn = drawn_dagger(world, horizon, labels, runs, seed)
    return [float(price[int(run[:-1].sum()), bool(run[-1])]) for run in drawn]


def _frame(world: Problem, known: int, off: bool, on: bool) -> Moves:
    """One labelled frame: what is known after it and where the learner is, with probabilities."""
    states, actions, ways_back = _parameters(world)
    if on:
        met, guess = Fraction(known, states), Fraction(1, actions)
        moves = {
            (known, off, True): met,
            (known + 1, off, True): (1 - met) * guess,
            (known + 1, off, False): (1 - met) * (1 - guess),
        }
        return {place: share for place, share in moves.items() if share}
    back = Fraction(ways_back, 1 if off else actions)
    return {(known, True, True): back, (known, True, False): 1 - back}


def _back_to_start(mass: Moves) -> Moves:
    start: Moves = defaultdict(Fraction)
    for (known, off, _), chance in mass.items():
        start[known, off, True] += chance
    return start


def _forget_place(mass: Moves) -> Law:
    law: Law = defaultdict(Fraction)
    for (known, off, _), chance in mass.items():
        law[known, off] += chance
    return {key: chance for key, chance in law.items() if chance}


def _until_next_label(world: Problem, horizon: int, known: Known, mass: Places) -> dict[Known, Places]:
    """Where the mass over places is right after the next label, by what is known then.

    From places where no label can come any more, the mass stays as it is.
    """
    stay, leave = defaultdict(list), defaultdict(list)
    for frame, on in mass:
        for (more, off, on_after), share in _frame(world, *known, on).items():
            following = (frame + 1, on_after) if frame + 1 < horizon else (0, True)
            if share and (more, off) == known:
                stay[frame, on].append((following, rational(share)))
            elif share:
                leave[frame, on].append(((more, off), following, rational(share)))
    live = _leading_to(set(leave), stay)
    arrived: dict[Known, Places] = defaultdict(lambda: dict.fromkeys(mass, fmpq(0)))
    for place, chance in mass.items():
        if place not in live and chance:
            arrived[known][place] += chance
    visits = _expected_visits(sorted(live), stay, mass)
    for place in visits:
        for gained, following, share in leave[place]:
            arrived[gained][following] += visits[place] * share
    return arrived


def _leading_to(places: set[Place], stay: dict[Place, list]) -> set[Place]:
    """The places from which one of those can be reached."""
    found, grown = set(), places
    while grown != found:
        found = grown
        grown = found | {place for place, moves in stay.items() if any(following in found for following, _ in moves)}
    return found


def _expected_visits(live: list[Place], stay: dict[Place, list], mass: Places) -> Places:
    """v with v = mass + v stay, on the places from which the next label can come."""
    if not live:
        return {}
    number = {place: i for i, place in enumerate(live)}
    system = [[fmpq(int(i == j)) for j in range(len(live))] for i in range(len(live))]
    for place in live:
        for following, share in stay[place]:
            if following in number:
                system[number[following]][number[place]] -= share
    entries = [entry for row in system for entry in row]
    solution = fmpq_mat(len(live), len(live), entries).solve(fmpq_mat(len(live), 1, [mass[place] for place in live]))
    return {place: solution[i, 0] for place, i in number.items()}


def _parameters(world: Problem, labels: int = 0) -> tuple[int, int, int]:
    """States on track, actions and ways back, read off the world."""
    if labels < 0:
        raise ValueError(f"the number of labels must be at least 0; got {labels}")
    states, actions = world.mdp.shape[0] - 1, world.mdp.shape[1]
    return states, actions, 1 - int(world.mdp.cost_numerator[states, 0])
