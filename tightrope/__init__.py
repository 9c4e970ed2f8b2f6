"""tightrope derives, attacks and reports the error bounds of imitation learning.

    import tightrope

    tightrope.worst_case("per_step", 0.1, 5)              the exact worst case, with certificate and witness
    tightrope.bracket("per_step", 0.1, 5, log_loss=0.11)  bounds of it from both sides, where it is not known
    tightrope.refute("epsilon*T**2/2", reading="per_step")  a formula of your own: proved, refuted, or undecided
    tightrope.evaluate("exam", 5, epsilon=0.1)            what happens on a problem, exactly
    tightrope.evaluate_many("exam", [5, 10], [0.1, 0.2])  the costs at many horizons and epsilons, fast
    tightrope.simulate("exam", 5, epsilon=0.1, episodes=10_000, seed=1)   the same from episodes
    tightrope.curve("exam", [1, 2, 5, 10], epsilon=0.1)   the same for longer and longer episodes, beside a bound
    tightrope.problem("garnet:states=20,actions=3,branching=2,seed=1", 5)   a problem by its name
    tightrope.from_arrays(P, R, start=0, discount=0.95)   a problem of your own; R are rewards
    tightrope.from_environment(gymnasium.make("FrozenLake-v1"))   one of Gymnasium's tables, or of your own
    tightrope.from_policy(policy, "problem.json")         a policy of any library that says its probabilities, exactly
    tightrope.measure(policy, "problem.json", 20, episodes=10_000, seed=1)   one that only samples, with intervals
    tightrope.measure_action(policy, "one-tree", samples=10_000, seed=1)   one of continuous actions, past trees
    tightrope.from_trajectories("log.csv")                what logged episodes say of epsilon, with intervals
    tightrope.bound("lecture")                            a bound of the catalogue
    tightrope.bounds_that_apply("exam", 5, epsilon=0.1)   those whose assumptions a problem meets
    tightrope.check("exam", 5, epsilon=0.1, out="mine")   a report about one problem, as an object and a folder
    tightrope.sweep({"problem": "exam", "axes": {...}}, "store")   a whole grid, resumable, on many cores
    tightrope.report("out", profile="quick")              the report

A number may be a whole number, a Fraction, a Decimal, a text ("1/10"), NumPy's, or a float, which means the decimal
that it is printed as: 0.1 is 1/10. A learner of your own is an array of probabilities, shape (S, A) or (T, S, A), or of
actions: evaluate("problem.json", 5, learner=table). Files are texts or Paths. Anything else is a ValueError or a
TypeError that says what must hold. Answers are exact, as Fraction, wherever exactness was not declined. Nothing is
imported before it is asked for.

The folders `bounds`, `simulators` and `reports` beside this one are linked into it, so that nothing is installed under
names as common as theirs.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tightrope.bounds.catalogue import bound as bound
    from tightrope.reports.evidence.applicability import bounds_that_apply as bounds_that_apply
    from tightrope.reports.evidence.bracket import bracket as bracket
    from tightrope.reports.evidence.conjecture import refute as refute
    from tightrope.reports.evidence.extremal import worst_case as worst_case
    from tightrope.reports.publishing.checking import check as check
    from tightrope.reports.publishing.cost_curve import curve as curve
    from tightrope.reports.publishing.measured_action import measure_action as measure_action
    from tightrope.reports.publishing.measured_policy import measure as measure
    from tightrope.reports.publishing.report import report as report
    from tightrope.reports.sweeps.sweep import sweep as sweep
    from tightrope.simulators.formats.arrays import from_arrays as from_arrays
    from tightrope.simulators.formats.gymnasium_tables import from_environment as from_environment
    from tightrope.simulators.imitation import evaluate as evaluate
    from tightrope.simulators.imitation import problem as problem
    from tightrope.simulators.imitation import simulate as simulate
    from tightrope.simulators.logs import from_trajectories as from_trajectories
    from tightrope.simulators.many import evaluate_many as evaluate_many
    from tightrope.simulators.own_policies.tables import from_policy as from_policy

_HERE = Path(__file__).parent
if not (_HERE / "bounds").is_dir() and (_HERE.parent / "pyproject.toml").is_file():
    __path__.append(str(_HERE.parent))  # a checkout without links, as on Windows: the folders are one floor up

_HOME = {  # a public name: the module that it lives in
    "bound": "bounds.catalogue",
    "bounds_that_apply": "reports.evidence.applicability",
    "bracket": "reports.evidence.bracket",
    "check": "reports.publishing.checking",
    "curve": "reports.publishing.cost_curve",
    "evaluate": "simulators.imitation",
    "evaluate_many": "simulators.many",
    "from_arrays": "simulators.formats.arrays",
    "from_environment": "simulators.formats.gymnasium_tables",
    "from_policy": "simulators.own_policies.tables",
    "from_trajectories": "simulators.logs",
    "measure": "reports.publishing.measured_policy",
    "measure_action": "reports.publishing.measured_action",
    "problem": "simulators.imitation",
    "refute": "reports.evidence.conjecture",
    "report": "reports.publishing.report",
    "simulate": "simulators.imitation",
    "sweep": "reports.sweeps.sweep",
    "worst_case": "reports.evidence.extremal",
}
__all__ = tuple(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"tightrope has no {name!r}; it has {', '.join(__all__)}")
    found = getattr(import_module(f"tightrope.{_HOME[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
