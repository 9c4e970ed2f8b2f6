"""Every meaning of "the error is at most epsilon". A bound without its reading says nothing.

The lecture uses the pointwise one for its tightrope argument and announces "the average" for the second; DAgger's
epsilon is the on-policy one. Decision t is taken in the state reached after t - 1 actions; e_t(s) is the learner's
probability of not taking the expert's action there.

A reading is one value. Elsewhere it is met by its key: its worst cases in `extremes.closed_forms`, their linear program
in `check_certificate`, its proofs in `lecture.distribution_shift`; among the simulators, how it is measured
(`measures.readings`) and a learner that uses it up (`learners.within_reading`).
"""

from dataclasses import dataclass

from tightrope.bounds.language.known import LONGEST, nearest


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One meaning of epsilon.

    `formula` is LaTeX. `measured_on` says whose states it speaks of: the expert's, the learner's, or the data's
    (then an expert run leaves the data with a probability m of its own). `gives` are the next weaker readings: a
    learner that meets this one with some epsilon meets them with the same. `mistaken_for` is the one that a careless
    reader puts in its place.
    """

    key: str
    words: str
    formula: str
    measured_on: str
    gives: tuple["Reading", ...] = ()
    mistaken_for: "Reading | None" = None

    def implies(self, other: "Reading") -> bool:
        """Whether every learner that meets this reading meets the other one, with the same epsilon."""
        return self == other or any(weaker.implies(other) for weaker in self.gives)

    @property
    def leaves_data(self) -> bool:
        """Whether it speaks of a data set, and so of the probability m that an expert run leaves it."""
        return self.measured_on == "data"

    @property
    def spoken(self) -> str:
        """Its key as words of a sentence."""
        return self.key.replace("_", " ")

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.formula}$"


FINITE_DATA = Reading(
    key="finite_data",
    words="in every state of a finite data set, which an expert run leaves with probability m",
    formula=r"e_t(s) \leq \epsilon \quad \text{for } s \in D, \qquad \Pr_{\pi^*}(\text{a state outside } D) = m",
    measured_on="data",
)
TIME_AVERAGED = Reading(
    key="time_averaged",
    words="on average over the expert's states and over the decisions",
    formula=r"\frac{1}{T} \sum_{t=1}^{T} \sum_s p^*_{t-1}(s)\, e_t(s) \leq \epsilon",
    measured_on="expert",
    mistaken_for=FINITE_DATA,
)
PER_STEP = Reading(
    key="per_step",
    words="on average over the expert's states, at every decision",
    formula=r"\sum_s p^*_{t-1}(s)\, e_t(s) \leq \epsilon \quad \text{for every } t",
    measured_on="expert",
    gives=(TIME_AVERAGED,),
    mistaken_for=TIME_AVERAGED,
)
LOG_LOSS_AVERAGED = Reading(
    key="log_loss_averaged",
    words="by log loss, on average over the expert's states and over the decisions",
    formula=r"\frac{1}{T} \sum_{t=1}^{T} \sum_s p^*_{t-1}(s)\, \ln\frac{1}{1 - e_t(s)} \leq \ln\frac{1}{1 - \epsilon}",
    measured_on="expert",
    gives=(TIME_AVERAGED,),
    mistaken_for=TIME_AVERAGED,
)
LOG_LOSS = Reading(
    key="log_loss",
    words="by log loss, on average over the expert's states, at every decision",
    formula=r"\sum_s p^*_{t-1}(s)\, \ln\frac{1}{1 - e_t(s)} \leq \ln\frac{1}{1 - \epsilon} \quad \text{for every } t",
    measured_on="expert",
    gives=(PER_STEP, LOG_LOSS_AVERAGED),
    mistaken_for=PER_STEP,
)
POINTWISE = Reading(
    key="pointwise",
    words="in every state that the expert can be in, at every decision",
    formula=r"e_t(s) \leq \epsilon \quad \text{wherever } p^*_{t-1}(s) > 0",
    measured_on="expert",
    gives=(LOG_LOSS, FINITE_DATA),
    mistaken_for=PER_STEP,
)
ON_POLICY = Reading(
    key="on_policy",
    words="on average over the learner's own states and over the decisions",
    formula=r"\frac{1}{T} \sum_{t=1}^{T} \sum_s p_{t-1}(s)\, e_t(s) \leq \epsilon",
    measured_on="learner",
    mistaken_for=TIME_AVERAGED,
)

READINGS = (POINTWISE, LOG_LOSS, PER_STEP, LOG_LOSS_AVERAGED, TIME_AVERAGED, ON_POLICY, FINITE_DATA)
KEYS = tuple(one.key for one in READINGS)


def reading(key: str) -> Reading:
    """The reading of that key. Raises ValueError naming the known ones."""
    if not isinstance(key, str):
        raise TypeError(f"a reading is one of {', '.join(KEYS)}; got a value of type {type(key).__name__}")
    if key in KEYS:
        return READINGS[KEYS.index(key)]
    raise ValueError(f"reading must be one of {', '.join(KEYS)}; got {key[:LONGEST]!r}{_hint(key)}")


def giving(weaker: Reading) -> tuple[Reading, ...]:
    """All readings that imply the given one, the strongest first."""
    return tuple(one for one in READINGS if one.implies(weaker))


def _hint(key: str) -> str:
    found = nearest(key, KEYS)
    return f": {found}" if found.startswith("did") else ""
