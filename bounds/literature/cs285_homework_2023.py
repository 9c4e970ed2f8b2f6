"""CS285, homework 1 of 2023: the lecture's argument, repaired, as an exercise.

Statement  if (1/T) sum_t E_{p*(s_t)}[pi(a_t != pi*(s_t) | s_t)] <= epsilon then sum_s |p(s_t) - p*(s_t)| <= 2 T epsilon
           at every t; and J* - J is O(T epsilon) if only the last state is rewarded, O(T^2 epsilon) otherwise.
Epsilon    averaged over the decisions and the expert's states: the weakest of the expert's readings.
Cost       |r(s)| <= R_max there, range 2 R_max; here costs in [0, 1], which halves the constants.
Sharp      the first: TV <= T epsilon, all errors at the first decision (trap), while epsilon T <= 1.
Read       in two students' notes that restate the sheet ("Assignment 1: Imitation Learning", section Analysis):
           definitions and the first in both, the orders of J in a solution. Both prove the first from an error at most
           epsilon in every state, which is more than the sheet assumes.
Misread    the lecture's 2 epsilon t at time t is false under this reading; 2 T epsilon at every t is what is left.
"""

from sympy import Le

from tightrope.bounds.language.assumptions import DETERMINISTIC, UNIT_COST, within
from tightrope.bounds.language.bound import Bound, Sharpness, Source
from tightrope.bounds.language.letters import T, epsilon, gap, largest_shift
from tightrope.bounds.language.readings import TIME_AVERAGED
from tightrope.bounds.literature.assumptions import ONLY_THE_LAST_IS_PAID


def _sheet(place: str, read: str) -> Source:
    return Source(bibtex_key="cs285homework1", place=place, read=read)


BOUNDS = (
    Bound(
        key="homework-shift",
        title="The homework's distribution shift",
        quantity=largest_shift,
        expression=T * epsilon,
        readings=(TIME_AVERAGED,),
        assumptions=(DETERMINISTIC, within(TIME_AVERAGED)),
        source=_sheet("Analysis, part 1", "secondary"),
        sharp=Sharpness(witness="trap", when=Le(epsilon * T, 1)),
        statement="sum_{s_t} |p_{pi_theta}(s_t) - p_{pi*}(s_t)| <= 2 T epsilon.",
        note="Half of it, since the quantity is TV = L1/2.",
    ),
    Bound(
        key="homework-last-reward",
        title="The homework's task cost, last decision only",
        quantity=gap,
        expression=T * epsilon,
        readings=(TIME_AVERAGED,),
        assumptions=(DETERMINISTIC, UNIT_COST, ONLY_THE_LAST_IS_PAID, within(TIME_AVERAGED)),
        source=_sheet("Analysis, part 2a", "secondary"),
        kind="order",
        statement="If |r(s_t)| <= R_max and r(s_t) = 0 for all t < T, then J(pi*) - J(pi_theta) = O(T epsilon).",
        note="From part 1 the constant is 2 R_max; for costs in [0, 1] it is 1.",
    ),
    Bound(
        key="homework-total-reward",
        title="The homework's task cost",
        quantity=gap,
        expression=T**2 * epsilon,
        readings=(TIME_AVERAGED,),
        assumptions=(DETERMINISTIC, UNIT_COST, within(TIME_AVERAGED)),
        source=_sheet("Analysis, part 2b", "secondary"),
        kind="order",
        statement="For an arbitrary reward J(pi*) - J(pi_theta) = O(T^2 epsilon).",
        note="From part 1 the constant is 2 R_max; for costs in [0, 1] it is 1.",
    ),
)
