"""Every meaning of "the error is at most epsilon". A bound without its reading says nothing.

The lecture uses the first for its tightrope argument and announces "the average" for the second; DAgger's epsilon is
the on-policy one. Decision t is taken in the state reached after t - 1 actions; e_t(s) is the learner's probability of
not taking the expert's action there.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One meaning of epsilon: its key, its formula, and where it is measured."""

    key: str
    words: str
    formula: str
    measured_on: str


POINTWISE = Reading(
    key="pointwise",
    words="in every state that the expert can be in, at every decision",
    formula=r"e_t(s) \leq \epsilon \quad \text{wherever } p^*_{t-1}(s) > 0",
    measured_on="expert",
)
PER_STEP = Reading(
    key="per_step",
    words="on average over the expert's states, at every decision",
    formula=r"\sum_s p^*_{t-1}(s)\, e_t(s) \leq \epsilon \quad \text{for every } t",
    measured_on="expert",
)
TIME_AVERAGED = Reading(
    key="time_averaged",
    words="on average over the expert's states and over the decisions",
    formula=r"\frac{1}{T} \sum_{t=1}^{T} \sum_s p^*_{t-1}(s)\, e_t(s) \leq \epsilon",
    measured_on="expert",
)
ON_POLICY = Reading(
    key="on_policy",
    words="on average over the learner's own states and over the decisions",
    formula=r"\frac{1}{T} \sum_{t=1}^{T} \sum_s p_{t-1}(s)\, e_t(s) \leq \epsilon",
    measured_on="learner",
)
FINITE_DATA = Reading(
    key="finite_data",
    words="in every state of a finite data set, which an expert run leaves with probability m",
    formula=r"e_t(s) \leq \epsilon \quad \text{for } s \in D, \qquad \Pr_{\pi^*}(\text{a state outside } D) = m",
    measured_on="data",
)

READINGS = (POINTWISE, PER_STEP, TIME_AVERAGED, ON_POLICY, FINITE_DATA)


def reading(key: str) -> Reading:
    """The reading of that key. Raises ValueError naming the known ones."""
    for one in READINGS:
        if one.key == key:
            return one
    raise ValueError(f"reading must be one of {', '.join(r.key for r in READINGS)}; got {key!r}")
