"""The problem that attains a worst case, by the name that the command line knows it by."""

from fractions import Fraction

from tightrope.bounds.extremes.worst_case import Setting, largest
from tightrope.bounds.language.letters import T, epsilon
from tightrope.simulators.measures.disagreement import Evaluation, evaluate
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.names import problem

COUNTED = {
    "disagreement": lambda found: found.disagreement,
    "gap": lambda found: found.gap,
    "tv": lambda found: found.tv.max(),
}


def extremal(setting: Setting, horizon: int) -> str:
    """The witness's name with its parameters; epsilon is given to it as to the reading."""
    name, parameters = setting.forms.witness if setting.quantity == "disagreement" else setting.forms.costly, {}
    if setting.rho is not None:
        name, parameters = "recovery", {"rho": setting.rho}
    elif setting.quantity == "gap" and (setting.u is not None or setting.paid):
        u = horizon if setting.u is None else setting.u
        name, parameters = setting.forms.charged, {"u": u, "J_star": setting.paid}
    if setting.forms.reading.leaves_data:
        parameters["missing"] = setting.missing
    return name + ":" * bool(parameters) + ",".join(f"{key}={value}" for key, value in parameters.items())


def attained(setting: Setting, error: Fraction, horizon: int) -> tuple[str, Fraction]:
    """The extremal problem and what it attains, in exact arithmetic, once it is seen to be the worst case.

    Raises RuntimeError if the problem breaks the reading or misses the value that `tightrope.bounds.extremes.worst_case` gives.
    """
    name = extremal(setting, horizon)
    found = evaluate(problem(name, horizon, error), horizon)
    value, largest_error = counted(found, setting.quantity), fraction(found.epsilon[setting.reading])
    if largest_error > error or value != largest(setting, error, horizon):
        raise RuntimeError(f"{name} at {epsilon} = {error}, {T} = {horizon} attains {value} with error {largest_error}")
    return name, value


def counted(found: Evaluation, quantity: str) -> Fraction:
    """What the quantity's name means: disagreement, gap, or tv."""
    return fraction(COUNTED[quantity](found))
