r"""How many states a worst case of disagreements needs: the fewest with which some problem attains it.

Without a clock, dynamics, expert and learner are the same at every decision; with one, all may change. (An expert with
a clock makes a difference even where nothing else has one: with it the averaged log loss attains its worst case of two
decisions in two states.) 0 < epsilon < 1 in what follows, and for finite data 0 < m < 1. `simulators.worlds.smallest`
has the problems that attain; here is why fewer states do not. Worst cases of so many states are attained, the sets of
problems being compact, so "not attained" means less.

One state         Learner and expert are always in it, so C is the error on the expert's states, added up: C <= epsilon
                  T. From T = 2 on that is less than every worst case but that of on_policy. With finite data, one state
                  is in the data or not, so m is 0 or 1.

log_loss_averaged, without a clock, two states. Of C = T (1 - (1 - epsilon)^T) each decision has a T-th, for it costs
                  at most 1 - S_t <= 1 - (1 - epsilon)^T. So S_1 = (1 - epsilon)^T: all of the loss is spent at decision
                  1, and by Jensen the error there is the same, not 0 or 1, in each state that an episode starts in.
                  After it the expert is where the learner never errs, so all starts are in one state and the expert
                  stays in the other. Whoever has erred must err for certain, and there is no state left for it.

per_step, with a clock, two states, T >= 3, epsilon < 1/2. Let C = sum_t min(1, epsilon t). Then S_t = max(0, 1 -
                  epsilon t) and whoever has erred errs for certain. So decisions 1 and 2 have an error of epsilon each,
                  of different runs of the expert; R are those that may err at decision 1, a share of epsilon or more.
                  At decision 2 whoever has erred is in a state x of certain error. In the other one, y, nobody errs:
                  else R, who may not err twice, had no state to be in. So a share epsilon is in x, R and others who
                  have not erred are in y. If 3 epsilon <= 1, decision 3 is alike: a share epsilon comes from y into
                  its state of certain error, some of R among them, for who is in y goes there with the same chance:
                  they may err twice. If 3 epsilon > 1, all who have not erred err at decision 3 for certain, so all
                  of y go where error is certain: 1 - epsilon of them, more than epsilon.

per_step, without a clock. Let C = sum_t min(1, epsilon t) and first epsilon T <= 1: again errors are epsilon at each
                  decision, and each run of the expert meets a state of error once at most. From a state of error that
                  an episode starts in, the expert goes to states from which it takes T - 1 decisions at least to meet
                  one again. If there is a way back at all, there is a state at each distance 0, 1, ..., T - 1: T
                  states. If not, let n states without error have a way to one, A their transitions among each other,
                  start their share and exit their chance of error: the error of decision t + 1 is start A^(t-1) exit =
                  epsilon for t = 1, ..., T - 1. With c_i the coefficients of det(x - A), sum_i c_i A^i = 0, so if T - 1
                  > n then epsilon sum_i c_i = epsilon det(1 - A) = 0: but A has no eigenvalue 1. So n >= T - 1, and
                  with a state of error and one without a way back there are T + 1.
                  Now let epsilon T > 1 and K be 1/epsilon rounded up, K <= T. The first K - 1 decisions need K - 1
                  states, and if there are no more, they are at distances 0 to K - 2 from the only state of error. All
                  who have not erred before must err at decision K. Counting back, the state at distance i leads to that
                  at distance i - 1 for certain, and there are none who could have started: K states.

Both counts are reached: min(T, 1/epsilon rounded up) places of the queue without a clock, and of it and 3 the smaller
number with one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from tightrope.bounds.language.bound import check_parameters
from tightrope.bounds.language.letters import T, epsilon
from tightrope.bounds.language.readings import reading

MOST_WITH_CLOCK = 3  # states of the exam


@dataclass(frozen=True, kw_only=True)
class FewStates:
    """How many states the worst case of a reading needs from T = 2 on, 0 < epsilon < 1; None: it depends on epsilon and
    T, as per_step does.
    """

    without_clock: int | None
    with_clock: int | None


FEWEST: Mapping[str, FewStates] = {
    "pointwise": FewStates(without_clock=2, with_clock=2),
    "log_loss": FewStates(without_clock=2, with_clock=2),
    "per_step": FewStates(without_clock=None, with_clock=None),
    "log_loss_averaged": FewStates(without_clock=3, with_clock=2),
    "time_averaged": FewStates(without_clock=2, with_clock=2),
    "on_policy": FewStates(without_clock=1, with_clock=1),
    "finite_data": FewStates(without_clock=2, with_clock=2),
}


def without_clock(key: str, error: Fraction, horizon: int) -> int:
    """The fewest states, dynamics and learner being the same at every decision. Raises ValueError as `with_clock`."""
    found = FEWEST[_checked(key, error, horizon)].without_clock
    return _at(key, horizon, min(horizon, ceil(1 / error)) if found is None else found)


def with_clock(key: str, error: Fraction, horizon: int) -> int:
    """The fewest states, dynamics and learner changing as they like.

    Raises ValueError for an unknown reading, or unless 0 < epsilon < 1 and T >= 1.
    """
    found = FEWEST[_checked(key, error, horizon)].with_clock
    return _at(key, horizon, min(MOST_WITH_CLOCK, horizon, ceil(1 / error)) if found is None else found)


def _at(key: str, horizon: int, states: int) -> int:
    """One decision needs one state, or two where some of them are in the data and some are not."""
    return states if horizon > 1 or reading(key).leaves_data else 1


def _checked(key: str, error: Fraction, horizon: int) -> str:
    check_parameters({epsilon: error, T: horizon})
    if not 0 < error < 1:
        raise ValueError(f"how many states a worst case needs is known for 0 < epsilon < 1; got {error}")
    return reading(key).key
