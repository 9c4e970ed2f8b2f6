"""Assumptions declared at random, and problems at random: does anything exceed what is printed?

    python -m tests.attacks.declared

Each round draws a setting and problems. Of a sharp setting the witness must attain the value and the checker accept
the certificate; of each problem its own errors are declared, several at once, and none of its quantities may be more
than their worst case; of a bracket the lower problem must meet what is assumed, and lie below the upper end. Then
formulas are put to `refute`, from above and from below, and its answers held against the worst case at points of their
own.
"""

from collections import Counter
from fractions import Fraction
from itertools import product
from random import Random

from tightrope.bounds.check_certificate import errors
from tightrope.bounds.extremes.setting import ASKED, Setting
from tightrope.bounds.extremes.shares import LINEAR
from tightrope.bounds.extremes.worst_case import largest
from tightrope.bounds.language.meaning import Between
from tightrope.bounds.language.readings import KEYS
from tightrope.reports.evidence.bracket import both_sides
from tightrope.reports.evidence.conjecture import refute
from tightrope.reports.evidence.counting import counted
from tightrope.reports.evidence.drawing import counted_by_distance
from tightrope.reports.evidence.extremal import answer
from tightrope.reports.evidence.finding import Finding
from tightrope.reports.evidence.question import claimed_at
from tightrope.simulators.measures.action_distance import action_distances
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.policy import policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.shown_exam import shown_exam

ROUNDS, PARTS, STATES, ACTIONS, LONGEST = 400, 6, 3, 3, 6
ONE = Fraction(1)


def declared_setting(rng: Random) -> tuple[Setting, Fraction, int]:
    """Any assumptions that belong together, with or without a sharp answer."""
    while True:
        quantity = rng.choice(ASKED)
        keys = rng.sample(LINEAR if rng.random() < 0.6 else KEYS, rng.choice((1, 2, 2, 3)))
        more: dict = {"missing": _share(rng)} if "finite_data" in keys else {}
        if quantity in ("disagreement", "gap") and rng.random() < 0.4:
            more["gamma"] = Fraction(rng.randint(1, 10), 10)
        if quantity in ("gap", "final"):
            for name in ("R", "u", "J_star", "rho"):
                if rng.random() < 0.2:
                    more[name] = _share(rng) if name == "rho" else Fraction(rng.randint(1, 12), 4)
        if rng.random() < 0.25:
            more["chunk"] = rng.randint(2, 4)
        if rng.random() < 0.25:
            more["expert"] = "stochastic"
        try:
            also = tuple((key, _share(rng)) for key in keys[1:])
            setting = Setting(reading=keys[0], also=also, quantity=quantity, **more)
        except ValueError:
            continue
        horizon = rng.randint(1, LONGEST)
        if horizon * setting.scale >= setting.paid:
            return setting, _share(rng), horizon


def sharp_settings(seed: int) -> tuple[Setting, Fraction, int]:
    """One with a sharp answer."""
    rng = Random(seed)
    while True:
        setting, error, horizon = declared_setting(rng)
        try:
            setting.check(error, horizon)
        except ValueError:
            continue
        return setting, error, horizon


def _share(rng: Random) -> Fraction:
    return Fraction(rng.randint(0, 12), 12)


def _law(rng: Random, size: int) -> list[Fraction]:
    weights = [rng.choice((0, 0, 1, 1, 2, 5)) for _ in range(size)]
    weights[rng.randrange(size)] += 1
    return [Fraction(weight, sum(weights)) for weight in weights]


def random_problem(seed: int) -> Problem:
    """Changing dynamics, costs in [0, 1], an expert and a learner that draw their actions, much the same ones."""
    rng = Random(seed)

    def table() -> list:
        return [[_law(rng, ACTIONS) for _ in range(STATES)] for _ in range(LONGEST)]

    expert = table()
    learner = [[x if rng.random() < 0.6 else _law(rng, ACTIONS) for x in layer] for layer in expert]
    moves = [
        [[dict(enumerate(_law(rng, STATES))) for _ in range(ACTIONS)] for _ in range(STATES)] for _ in range(LONGEST)
    ]
    mdp = tabular_mdp(
        states=[f"s{i}" for i in range(STATES)],
        actions=[f"a{i}" for i in range(ACTIONS)],
        start=_law(rng, STATES),
        transition=[[[{s: x for s, x in law.items() if x} for law in row] for row in layer] for layer in moves],
        cost=[[_share(rng) for _ in range(ACTIONS)] for _ in range(STATES)],
    )
    return Problem(name="random", mdp=mdp, expert=policy(expert), learner=policy(learner))


def with_one_action(made: Problem, seed: int) -> Problem:
    """The same with an expert that takes one action, and a learner that often takes it."""
    rng = Random(seed)
    actions = [[rng.randrange(ACTIONS) for _ in range(STATES)] for _ in range(LONGEST)]
    rates = [[rng.choice((Fraction(0), ONE, _share(rng))) for _ in range(STATES)] for _ in range(LONGEST)]
    rows = [
        [[1 - e if a == right else e / (ACTIONS - 1) for a in range(ACTIONS)] for right, e in zip(*layer, strict=True)]
        for layer in zip(actions, rates, strict=True)
    ]
    return Problem(name="random", mdp=made.mdp, expert=actions, learner=policy(rows))


def drawn_errors(step: Fraction, cap: Fraction, horizon: int) -> dict[str, Fraction]:
    """The errors of the problem that attains two budgets against an expert that draws its actions."""
    return action_distances(shown_exam(step, cap, ONE, horizon), horizon).epsilon


def attack(rounds: int = ROUNDS, seed: int = 1) -> tuple[Counter, list[str]]:
    """What was tried, by kind, and what fell."""
    rng, tried, fell = Random(seed), Counter(), []
    for number in range(rounds):
        setting, error, horizon = declared_setting(rng)
        try:
            fell += _attack_answer(setting, error, horizon, tried)
        except ValueError:
            tried["refused in words"] += 1
        except RuntimeError as failure:
            fell.append(f"{setting} {error} {horizon}: {failure}")
        fell += _attack_with_problems(rng, number, tried)
    return tried, fell


def _attack_answer(setting: Setting, error: Fraction, horizon: int, tried: Counter) -> list[str]:
    if setting.open_part:
        found = both_sides(setting, error, horizon)
        tried["brackets"] += 1
        upper = found.upper
        return [f"{found!r}"] * (found.lower > upper.value or bool(errors(upper.document())))
    found = answer(setting, error, horizon)
    tried["sharp answers"] += 1
    return [f"{found!r}"] * bool(errors(found.document()))


def _attack_with_problems(rng: Random, number: int, tried: Counter) -> list[str]:
    """All its own errors at once are declared of a problem; also each of them a little larger."""
    horizon, drawing = rng.randint(1, LONGEST), random_problem(rng.randrange(10**9))
    one = with_one_action(drawing, number)
    evaluated, distances = evaluate(one, horizon), action_distances(drawing, horizon)
    fell = []
    for quantity in ASKED:
        gamma = Fraction(rng.randint(1, 10), 10) if quantity in ("disagreement", "gap") else None
        for expert, found in (("deterministic", evaluated), ("stochastic", distances)):
            keys = rng.sample(LINEAR, rng.randint(1, 3))
            also = tuple((key, found.epsilon[key]) for key in keys[1:])
            setting = Setting(reading=keys[0], also=also, quantity=quantity, gamma=gamma, expert=expert)
            value = (
                counted(evaluated, quantity, gamma)
                if expert == "deterministic"
                else counted_by_distance(distances, setting)
            )
            tried[f"problems, {expert} expert"] += 1
            if value > largest(setting, found.epsilon[keys[0]], horizon):
                fell.append(f"{quantity} {value} of seed {number}: more than {setting}")
    return fell


FORMULAS = (
    "{c}*epsilon*T",
    "{c}*epsilon*T**2",
    "{c}*min(1, epsilon*T)",
    "{c}*(1-(1-epsilon)**T)",
    "{c}*T*(1-(1-epsilon)**T)",
    "{c}*sum(min(1, epsilon*t), t, 1, T)",
    "{c}*floor(epsilon*T) + {c}",
    "{c}*T - T*(1-epsilon)**T",
)


def attack_refute(questions: int = 60, seed: int = 1) -> tuple[Counter, list[str]]:
    """Formulas about what is declared: how the answers came out, and those that are false."""
    rng, tried, fell = Random(seed), Counter(), []
    while sum(tried.values()) < questions:
        setting, _, _ = declared_setting(rng)
        relation = rng.choice(("", "", ">= "))
        text = relation + rng.choice(FORMULAS).format(c=Fraction(rng.randint(1, 12), 6) * setting.price)
        given = {name: value for name, value in setting.assumed().items() if name != "missing"}
        missing = setting.assumed().get("missing")
        asked = {"reading": setting.reading, "quantity": setting.quantity, "assume": given, "missing": missing}
        try:
            found = refute(text, **asked)
        except ValueError:
            tried["refused in words"] += 1
            continue
        tried[f"{relation}{found.verdict}"] += 1
        if objection := _false(found):
            fell.append(f"{text} of {setting}: {found.verdict}, {objection}")
    return tried, fell


def _false(found: Finding) -> str:
    """A point at which the answer is wrong."""
    asked, witness = found.conjecture, found.counterexample
    setting, below = asked.setting, asked.relation == ">="
    if witness and witness.actual <= witness.claimed.upper:
        return "the counterexample does not exceed the claim"
    for error, horizon in product((Fraction(1, n) for n in (1, 2, 3, 7, 20)), (1, 2, 3, 5, 8, 13)):
        claimed = claimed_at(asked, error, horizon)
        if not isinstance(claimed, Between) or horizon * setting.scale < setting.paid:
            continue
        lower, upper = _ends(setting, error, horizon)
        wrong = claimed.lower > upper if below else claimed.upper < lower
        if wrong and found.verdict in ("holds", "attained"):
            return f"false at epsilon = {error}, T = {horizon}"
    return ""


def _ends(setting: Setting, error: Fraction, horizon: int) -> tuple[Fraction, Fraction]:
    """The worst case, or what it lies between; nothing is said where nothing is known."""
    try:
        if setting.open_part:
            ends = both_sides(setting, error, horizon) if horizon <= 2 else None
            return (ends.lower, ends.upper.value) if ends else (Fraction(0), Fraction(10**9))
        value = largest(setting, error, horizon)
        return value, value
    except ValueError:
        return Fraction(0), Fraction(10**9)


if __name__ == "__main__":
    for counts, fallen in (attack(), attack_refute()):
        print("; ".join(f"{count} {what}" for what, count in counts.items()))
        print("\n".join(fallen) or "nothing fell")
