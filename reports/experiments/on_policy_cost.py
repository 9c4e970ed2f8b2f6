"""L4: the same learner's error on the expert's states and on its own."""

from dataclasses import dataclass
from fractions import Fraction

from tightrope.reports.evidence.growth import CLIFF, LINEAR, cloned
from tightrope.reports.evidence.reset_cliff import Cliff
from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Experiment, Finding, Profile
from tightrope.reports.publishing.prose import prose_of
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.model.parameters import Parameter, Whole, require
from tightrope.simulators.training.cloning import without_clock


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A problem with a learner of LEARNERS: one with that error, or one of so many demonstrations."""

    name: str
    problem: str
    learner: str = "with that error"
    error: Fraction = Fraction(1, 1000)
    demonstrations: int = 1
    horizon: int = 50

    def __post_init__(self) -> None:
        require(Parameter("demonstrations", Whole(0)), **vars(self))


LEARNERS = {
    "with that error": lambda cell: cloned(cell.problem, cell.error, cell.horizon),
    "expected clone": lambda cell: Cliff(horizon=cell.horizon).cloned(cell.demonstrations),
    "clone without clock": lambda cell: without_clock(cell.problem, cell.horizon),
}
NAMES = {
    "tightrope": "tightrope",
    "exam": "exam",
    "trap": "trap",
    "recovery:rho=1/5": "recovery chain, ρ = 1/5",
    CLIFF: "CliffWalking, restarting",
    LINEAR: "FrozenLake 8x8, restarting",
}
CELLS = (
    *(Cell(name=name, problem=problem) for problem, name in NAMES.items()),
    *(
        Cell(name=f"Reset-Cliff, {n} demonstrations", problem="Reset-Cliff", learner="expected clone", demonstrations=n)
        for n in (8, 32, 64)
    ),
    Cell(name="CliffWalking, restarting, a clone without clock", problem=CLIFF, learner="clone without clock"),
)
LAST = CELLS[-2]  # of Reset-Cliff, the one with most demonstrations
SAID = {"the tightrope": "tightrope", "the trap": "trap", LAST.name: LAST.name}


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The error on either distribution, and their ratio; exact."""
    errors = evaluate(LEARNERS[cell.learner](cell), cell.horizon).epsilon
    on_expert, on_own = (errors[key] for key in ("time_averaged", "on_policy"))
    return {
        "problem": cell.name,
        "error on the expert's states": number(on_expert),
        "error on the learner's own": number(on_own),
        "ratio": number(on_own / on_expert),
    }


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    last = LAST

    @property
    def ratio(self) -> dict[str, dict]:
        """By problem."""
        return {row["problem"]: row["ratio"] for row in self.rows}


def answers(study: Study) -> tuple[Finding, ...]:
    differ = any(ratio["value"] > 1 for ratio in study.ratio.values())
    found = {f"ratio on {where}": study.ratio[name] for where, name in SAID.items()}
    return (Finding(claim="L4", verdict="holds" if differ else "undecided", evidence="exact", numbers=found),)


EXPERIMENT = Experiment(
    key="on-policy-cost",
    claims=("L4",),
    prose=prose_of(__file__),
    needs=("gymnasium",),
    cells=CELLS,
    measure=measure,
    study=Study,
    answers=answers,
)
