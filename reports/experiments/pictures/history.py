"""History's pictures: the error by how much of it is seen, of a lag and of a hidden mode."""

from fractions import Fraction
from typing import TYPE_CHECKING

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.lecture.majority import MAJORITY_WRONG, eta, n
from tightrope.reports.evidence.memory import one_lag_error
from tightrope.reports.evidence.sampled import averages_beside
from tightrope.reports.publishing.figure import Axis, Curve, Curves, curve
from tightrope.simulators.learners import one_lag
from tightrope.simulators.learners.fitted_tables import cell_masses, drawn_label_errors
from tightrope.simulators.learners.majority import expected_error
from tightrope.simulators.worlds.hidden_mode import counts_cues, hidden_mode

if TYPE_CHECKING:
    from tightrope.reports.experiments.history import Study

SAMPLED, FEW = 30, 5  # examples: of the tables with bars, of the learner of one lag
COUNTED = 100  # examples of the learner that counts cues


def pictures(study: "Study") -> dict[str, tuple]:
    return {"history": (by_order(study), by_cues(study))}


def by_order(study: "Study") -> Curves:
    shown, profile, curves = study.shown, study.profile, []
    for N, errors in study.lag_errors.items():
        curves.append(curve(f"N = {N}", "problem", range(len(errors)), errors))
        if N == SAMPLED:
            curves.append(sampled_tables(study, errors))
    curves.append(_best("best order", study.lag_errors))
    reaches = range(shown.delay, shown.most_lags + 1)
    shared = [one_lag_error(shown.symbols, j, FEW) for j in reaches]
    curves.append(curve(f"one lag of 0 to j, N = {FEW}", "dagger", reaches, shared))
    setting = (shown.symbols, shown.delay, shown.most_lags, FEW, study.data_sets, profile.seed)
    drawn = one_lag.drawn_errors(*setting)
    curves.append(averages_beside("data sets", reaches[-1:], shared[-1:], [drawn], 1, profile.confidence))
    return _by_seen("j, the last j + 1 observations are seen", curves)


def sampled_tables(study: "Study", exact: list[Fraction]) -> Curve:
    """Data sets drawn, tables fitted. Raises RuntimeError if an interval misses the expected error."""
    drawn = drawn_label_errors(study.world, study.windows, SAMPLED, study.data_sets, study.profile.seed)
    return averages_beside("data sets", range(len(exact)), exact, drawn, 1, study.profile.confidence)


def by_cues(study: "Study") -> Curves:
    counts, world = range(study.cues + 1), hidden_mode(study.cues, study.noise)
    curves = [curve(f"N = {N}", "problem", counts, errors) for N, errors in study.cue_errors.items()]
    curves.append(_best("best number", study.cue_errors))
    counted = [expected_error(cell_masses(world, counts_cues(study.cues, k)), COUNTED) for k in counts]
    curves.append(curve(f"cues counted, N = {COUNTED}", "dagger", counts, counted))
    floors = [exact_value(MAJORITY_WRONG, {n: k, eta: study.noise}) for k in counts]
    curves.append(curve("floor, N = ∞", "bound", counts, floors))
    return _by_seen("k, cues seen", curves)


def _best(label: str, errors: dict[int, list[Fraction]]) -> Curve:
    least = [min(values) for values in errors.values()]
    return curve(label, "witness", [values.index(min(values)) for values in errors.values()], least)


def _by_seen(x_label: str, curves: list[Curve]) -> Curves:
    y = Axis(label="expected error per decision")
    return Curves(x=Axis(label=x_label), y=y, curves=tuple(curves))
