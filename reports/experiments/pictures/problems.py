"""State diagrams of the small problems, drawn from the problems themselves."""

from fractions import Fraction
from typing import TYPE_CHECKING

from tightrope.reports.publishing.figure import Diagram
from tightrope.reports.publishing.toys.walk import KEY, film
from tightrope.simulators.model.drawing import diagram
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.reset_cliff import reset_cliff

if TYPE_CHECKING:
    from tightrope.reports.experiments.problems import Study

HALF = Fraction(1, 2)


def pictures(study: "Study") -> dict[str, tuple]:
    """The walkers of the page, and a diagram of each problem."""
    drawn = {cell.key: cell.problem for cell in study.cells} | {"reset-cliff": reset_cliff((HALF, HALF), 2)}
    return {KEY: (film(),)} | {f"problem-{key}": (_of(key, problem),) for key, problem in drawn.items()}


def _of(key: str, problem: Problem) -> Diagram:
    takes = problem.expert_table.takes(1)
    nodes, arrows, title, legend = diagram(key, problem.mdp, takes)
    return Diagram(nodes=nodes, arrows=arrows, title=title, legend=legend)
