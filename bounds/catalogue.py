"""All bounds and all derivations, one explicit tuple each: our own, then what the literature claims."""

from sympy import Le, Or

from tightrope.bounds import literature
from tightrope.bounds.extremes.closed_forms import CLOSED_FORMS
from tightrope.bounds.language.assumptions import COVERED, DETERMINISTIC, within
from tightrope.bounds.language.bound import Assumption, Bound, Sharpness, Source
from tightrope.bounds.language.known import named
from tightrope.bounds.language.letters import T, disagreement, epsilon
from tightrope.bounds.language.readings import PER_STEP, TIME_AVERAGED, giving
from tightrope.bounds.lecture import (
    aggregation,
    causal_confusion,
    collapse,
    dagger,
    data_budget,
    denoising,
    distribution_shift,
    finite_samples,
    gaussian_likelihood,
    hindsight,
    late_labels,
    learned_sigma,
    maximum_likelihood,
    memory,
    paradox,
    recovery,
    sharp_sums,
    side_cameras,
    task_cost,
    tightrope,
    too_few_components,
    total_correlation,
)

DERIVATIONS = (
    maximum_likelihood.DERIVATION,
    tightrope.DERIVATION,
    distribution_shift.DERIVATION,
    sharp_sums.DERIVATION,
    task_cost.DERIVATION,
    dagger.DERIVATION,
    dagger.EVERY_STEP,
    recovery.DERIVATION,
    paradox.DERIVATION,
    data_budget.DERIVATION,
    finite_samples.DERIVATION,
    side_cameras.DERIVATION,
    memory.DERIVATION,
    causal_confusion.DERIVATION,
    aggregation.DERIVATION,
    gaussian_likelihood.DERIVATION,
    learned_sigma.DERIVATION,
    too_few_components.DERIVATION,
    collapse.DERIVATION,
    denoising.DERIVATION,
    total_correlation.DERIVATION,
    hindsight.DERIVATION,
    late_labels.DERIVATION,
)

_AVERAGED = giving(
    TIME_AVERAGED
)  # the errors on the expert's states, whose average over the decisions is at most epsilon
_WITHIN_EXPERT = Assumption(
    words=f"the error is at most epsilon {', or '.join(reading.words for reading in _AVERAGED)}",
    condition=Or(*(within(reading).condition for reading in _AVERAGED)),
)
_OWN = Source(bibtex_key="", place="derived and certified here", read="own")
_LECTURE = Source(bibtex_key="cs285lecture2", place="More analysis", read="read")

BOUNDS = (
    Bound(
        key="lecture",
        title="The lecture's bound",
        quantity=disagreement,
        expression=epsilon * T + 2 * epsilon * T**2,
        readings=_AVERAGED,
        assumptions=(DETERMINISTIC, _WITHIN_EXPERT),
        source=_LECTURE,
        sharp=None,
        derivation="distribution-shift",
    ),
    Bound(
        key="triangle",
        title="The order of the tightrope argument",
        quantity=disagreement,
        expression=epsilon * T * (T + 1) / 2,
        readings=giving(PER_STEP),
        assumptions=(DETERMINISTIC, within(PER_STEP)),
        source=Source(bibtex_key="cs285lecture2", place="Some analysis", read="read"),
        sharp=Sharpness(witness="exam", when=Le(epsilon * T, 1)),
        derivation="distribution-shift",
    ),
    *(
        Bound(
            key=f"worst-case-{one.reading.spoken}".replace(" ", "-"),
            title=f"The exact worst case, {one.reading.spoken} error",
            quantity=disagreement,
            expression=one.disagreement,
            readings=(one.reading,),
            assumptions=(DETERMINISTIC, within(one.reading), *((COVERED,) if one.reading.leaves_data else ())),
            source=_OWN,
            sharp=Sharpness(witness=one.witness, when=Le(epsilon, 1)),
            derivation=one.derivation,
        )
        for one in CLOSED_FORMS
    ),
    *literature.ALL,
)


def bound(key: str) -> Bound:
    """The bound of that key. Raises ValueError for an unknown one."""
    return named(key, BOUNDS, "bound")


def derivation(key: str):
    """The derivation of that key. Raises ValueError for an unknown one."""
    return named(key, DERIVATIONS, "derivation")
