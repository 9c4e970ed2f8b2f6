"""All bounds and all derivations, one explicit tuple each: our own, then what the literature claims."""

from sympy import Le, Or

from tightrope.bounds import literature
from tightrope.bounds.extremes.worst_case import WORST_CASE
from tightrope.bounds.language.assumptions import COVERED, DETERMINISTIC, within
from tightrope.bounds.language.bound import Assumption, Bound, Sharpness, Source
from tightrope.bounds.language.letters import T, disagreement, epsilon
from tightrope.bounds.language.readings import FINITE_DATA, ON_POLICY, PER_STEP, POINTWISE, TIME_AVERAGED
from tightrope.bounds.lecture import (
    aggregation,
    causal_confusion,
    dagger,
    data_budget,
    distribution_shift,
    gaussian_likelihood,
    hindsight,
    late_labels,
    maximum_likelihood,
    memory,
    paradox,
    recovery,
    sharp_sums,
    side_cameras,
    task_cost,
    tightrope,
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
    side_cameras.DERIVATION,
    memory.DERIVATION,
    causal_confusion.DERIVATION,
    aggregation.DERIVATION,
    gaussian_likelihood.DERIVATION,
    hindsight.DERIVATION,
    late_labels.DERIVATION,
)

_WITHIN_EXPERT = Assumption(
    words="the error is at most epsilon pointwise, at every decision or on average over the decisions",
    condition=Or(*(within(reading).condition for reading in (POINTWISE, PER_STEP, TIME_AVERAGED))),
)
_OWN = Source(bibtex_key="", place="derived and certified here", read="own")
_LECTURE = Source(bibtex_key="cs285lecture2", place="More analysis", read="read")

_SHARP_CASES = {
    POINTWISE: Sharpness(witness="tightrope", when=Le(epsilon, 1)),
    PER_STEP: Sharpness(witness="exam", when=Le(epsilon, 1)),
    TIME_AVERAGED: Sharpness(witness="trap", when=Le(epsilon, 1)),
    ON_POLICY: Sharpness(witness="tightrope-labelled", when=Le(epsilon, 1)),
    FINITE_DATA: Sharpness(witness="unseen-start", when=Le(epsilon, 1)),
}

BOUNDS = (
    Bound(
        key="lecture",
        title="The lecture's bound",
        quantity=disagreement,
        expression=epsilon * T + 2 * epsilon * T**2,
        readings=(POINTWISE, PER_STEP, TIME_AVERAGED),
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
        readings=(POINTWISE, PER_STEP),
        assumptions=(DETERMINISTIC, within(PER_STEP)),
        source=Source(bibtex_key="cs285lecture2", place="Some analysis", read="read"),
        sharp=Sharpness(witness="exam", when=Le(epsilon * T, 1)),
        derivation="distribution-shift",
    ),
    *(
        Bound(
            key=f"worst-case-{reading.key}".replace("_", "-"),
            title=f"The exact worst case, {reading.key.replace('_', ' ')} error",
            quantity=disagreement,
            expression=WORST_CASE[reading.key],
            readings=(reading,),
            assumptions=(DETERMINISTIC, within(reading), *((COVERED,) if reading is FINITE_DATA else ())),
            source=_OWN,
            sharp=_SHARP_CASES[reading],
            derivation={ON_POLICY: "dagger", FINITE_DATA: ""}.get(reading, "worst-case"),
        )
        for reading in (POINTWISE, PER_STEP, TIME_AVERAGED, ON_POLICY, FINITE_DATA)
    ),
    *literature.ALL,
)


def bound(key: str) -> Bound:
    """The bound of that key. Raises ValueError naming the known ones."""
    for one in BOUNDS:
        if one.key == key:
            return one
    raise ValueError(f"no bound is called {key!r}; there are {', '.join(b.key for b in BOUNDS)}")


def derivation(key: str):
    """The derivation of that key. Raises ValueError naming the known ones."""
    for one in DERIVATIONS:
        if one.key == key:
            return one
    raise ValueError(f"no derivation is called {key!r}; there are {', '.join(d.key for d in DERIVATIONS)}")
