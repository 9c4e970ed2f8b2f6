"""Each phase diagram has its boundary where the exact values change, and no boundary beside it passes for it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tightrope.reports.evidence.phase_planes import REGIME, checks
from tightrope.reports.experiments import (
    brake_light_networks,
    course_networks,
    experiment,
    forgetting,
    history,
    phase_brake_light,
    phase_goals,
    phase_growth,
    phase_kept_mistakes,
    phase_label_budget,
    phase_late_labels,
    phase_paradox,
    phase_side_cameras,
)
from tightrope.reports.publishing.experiment import QUICK, Study

THIRD, HALF = Fraction(4, 3), Fraction(1, 2)
MOVED = {  # what a boundary would foretell that lies a cell or so aside
    phase_growth: lambda cell: replace(cell, error=min(Fraction(1), cell.error * THIRD)),
    phase_paradox: lambda cell: replace(cell, share=cell.share * Fraction(9, 10)),
    phase_kept_mistakes: lambda cell: replace(cell, back=min(Fraction(1), cell.back * THIRD)),
    phase_brake_light: lambda cell: replace(cell, blur=cell.blur * Fraction(9, 10)),
    phase_side_cameras: lambda cell: replace(cell, flipped=min(Fraction(1), cell.flipped + Fraction(1, 30))),
    phase_goals: lambda cell: replace(cell, pairs=2 * cell.pairs),
    phase_label_budget: lambda cell: replace(cell, labels=cell.labels // 2),
    phase_late_labels: lambda cell: replace(cell, latency=cell.latency + 1),
}
every = pytest.mark.parametrize("module", MOVED, ids=lambda module: module.EXPERIMENT.key)


def study(module) -> Study:
    rows = module.EXPERIMENT.table(QUICK)
    return module.Study(cells=module.CELLS, rows=rows, profile=QUICK)


@every
def test_a_boundary_that_is_moved_does_not_separate_what_was_computed(module):
    measured = study(module)
    right, moved = (
        checks(told, module.REGIMES)[0] for told in (module.foretold, lambda cell: module.foretold(MOVED[module](cell)))
    )

    assert right.apply(measured) > 100
    with pytest.raises(RuntimeError, match="boundaries separate"):
        moved.apply(measured)


def test_where_never_returning_costs_more_than_no_division_another_one_may_cost_still_more():
    """So the page does not call it the worst."""
    cell = phase_paradox.Cell(share=Fraction(11, 160), error=Fraction(17, 160))
    whole, divided, lost = (phase_paradox.cost(cell, Fraction(off)) for off in ("0", "3/4", "1"))

    assert phase_paradox.measure(cell, QUICK)[REGIME] == phase_paradox.LOST
    assert whole < lost < divided


def test_a_plane_without_one_of_its_regimes_is_refused():
    one = phase_growth.EXPERIMENT
    short = tuple(cell for cell in one.cells if cell.horizon < 20)
    with pytest.raises(RuntimeError, match="each regime is met: at linear came False"):
        replace(one, cells=short).run(QUICK)


def test_a_plane_needs_a_cell_for_each_pair():
    one = phase_growth.EXPERIMENT
    cells = one.cells[:-1]
    measured = phase_growth.Study(cells=cells, rows=replace(one, cells=cells).table(QUICK), profile=QUICK)
    with pytest.raises(ValueError, match="a cell for each error with each horizon; got 524 cells"):
        one.pictures(measured)


def test_the_cost_in_between_grows_by_no_whole_power():
    """The three regimes are told by what is computed: beside the boundary the exponent is near 3/2."""
    rows = experiment("phase-growth").table(QUICK)
    small = [row for row in rows if Fraction(row["error"]) < Fraction(1, 100)]

    assert max(row["growth"]["value"] for row in small if row[REGIME] == "linear") < 1.5
    assert min(row["growth"]["value"] for row in small if row[REGIME] == "quadratic") >= 1.5


@pytest.mark.parametrize(
    ("module", "cell", "said"),
    [
        (phase_growth, {"error": Fraction(3), "horizon": 10}, "must be probabilities"),
        (phase_growth, {"error": Fraction(0), "horizon": 10}, "above 0"),
        (phase_growth, {"error": Fraction(1, 2), "horizon": 0}, "horizon at least 1"),
        (phase_paradox, {"share": Fraction(3, 2), "error": Fraction(1, 2)}, "0 < share < 1"),
        (phase_paradox, {"share": Fraction(1, 2), "error": Fraction(4, 5)}, "must be probabilities"),
        (phase_kept_mistakes, {"back": Fraction(2), "horizon": 10}, "must be probabilities"),
        (phase_kept_mistakes, {"back": HALF, "horizon": 10, "error": Fraction(1, 4)}, "must be probabilities"),
        (phase_brake_light, {"switch": Fraction(3, 4), "blur": Fraction(1, 4)}, "switch must be"),
        (phase_late_labels, {"latency": 30, "lost": HALF, "horizon": 20}, "latency must lie between"),
        (phase_late_labels, {"latency": 3, "lost": Fraction(3, 2)}, "must be probabilities"),
        (phase_goals, {"goals": 70, "pairs": 3}, "goals <= states"),
        (phase_label_budget, {"labels": -1, "horizon": 3}, "number of labels"),
        (phase_side_cameras, {"strength": HALF, "flipped": Fraction(3, 2)}, "must be a probability"),
        (history, {"delay": 2, "symbols": -2}, "2 symbols or more"),
        (history, {"delay": 2, "wanted": Fraction(7, 2)}, "an error between 0 and 1"),
        (forgetting, {"old_labels_kept": "no", "rounds_kept": -2}, "rounds_kept must be"),
        (course_networks, {"network": course_networks.WORDS[0], "round": -2}, "round must be"),
        (brake_light_networks, {"trained": brake_light_networks.CELLS[0].trained, "which": -2}, "which must be"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_and_not_measured(module, cell, said):
    """A sweep gives a cell what its file says."""
    with pytest.raises(ValueError, match=said):
        module.measure(module.Cell(**cell), QUICK)
