"""The worst case of several budgets against an expert that draws its action: the problem that attains it, evaluated.

No command takes that problem, for a disagreement elsewhere is one with an action; it is
`simulators.worlds.shown_exam`, and its errors are measured by `simulators.measures.action_distance`.
"""

from fractions import Fraction

from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import largest
from tightrope.simulators.measures.action_distance import Distances, action_distances
from tightrope.simulators.worlds.shown_exam import shown_exam


def needs_a_drawn_action(setting: Setting) -> bool:
    """Whether an expert that takes one action does not attain the worst case: with a cap beside an average."""
    return setting.expert == "stochastic" and len(setting.symbols) > 1 and "pointwise" in setting.symbols


def attained_by_drawing(setting: Setting, error: Fraction, horizon: int) -> tuple[str, Fraction]:
    """The problem in words and what it attains. Raises RuntimeError if it breaks a budget or misses the worst case."""
    budgets, numbers, name = setting.budgets(error), _numbers(setting, error), drawn_name(setting, error)
    found = action_distances(shown_exam(*numbers, horizon, setting.price), horizon)
    value = counted_by_distance(found, setting)
    if any(found.epsilon[key] > allowed for key, allowed in budgets.items()) or value != largest(
        setting, error, horizon
    ):
        raise RuntimeError(f"{name}, T = {horizon} attains {value} with error {found.epsilon}")
    return name, value


def drawn_name(setting: Setting, error: Fraction) -> str:
    """How the problem is called."""
    step, cap, averaged = _numbers(setting, error)
    return f"shown-exam:step={step},cap={cap},averaged={averaged}"


def _numbers(setting: Setting, error: Fraction) -> list[Fraction]:
    budgets = setting.budgets(error)
    return [budgets.get(key, Fraction(1)) for key in ("per_step", "pointwise", "time_averaged")]


def counted_by_distance(found: Distances, setting: Setting) -> Fraction:
    """The setting's quantity; of first_error the share that is off, which is the distance of the states at the end."""
    match setting.quantity:
        case "tv" | "first_error":
            return max(found.tv)
        case "l1":
            return 2 * max(found.tv)
        case "final":
            return found.extra[-1]
    amounts, gamma = found.errors if setting.quantity == "disagreement" else found.extra, setting.gamma or 1
    return sum((gamma**t * amount for t, amount in enumerate(amounts)), Fraction(0))
