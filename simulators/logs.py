"""What logged episodes say: of the expert, and of how far a learner is from it, under every reading of epsilon.

The learner whose epsilon is asked for is, in this order, a table that is given; the one that acted in `learner_log`;
the one that the demonstrations carry labels of; or the clone of every other demonstration, tried on the rest, for the
data that a clone was made of say nothing of its errors.

Episodes are taken to be independent of each other, and the expert to take one action in each state at each decision;
`inconsistent` says where the logs contradict that. If it draws its actions, disagreement with what it did is
no smaller than the distance TV of the two laws, which bounds for such experts are about.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from os import PathLike, fspath
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tightrope.simulators.formats import possible_steps
from tightrope.simulators.formats.demonstration_formats import Episodes, read
from tightrope.simulators.formats.demonstrations import AFTER_END, Demonstrations, check_names_are
from tightrope.simulators.formats.door import check_size
from tightrope.simulators.formats.recorded import Names, StateOf, names_of, numbered
from tightrope.simulators.learners.cloning import Clone, among
from tightrope.simulators.measures import logged_readings, shown_policy
from tightrope.simulators.measures.logged_errors import Estimated, times
from tightrope.simulators.measures.readings import KEYS
from tightrope.simulators.measures.shown_policy import Inconsistency
from tightrope.simulators.model.arithmetic import Number, exact_number, whole_number
from tightrope.simulators.model.arithmetic import shown as shown_number
from tightrope.simulators.model.html_table import html_table
from tightrope.simulators.model.parameters import one_of
from tightrope.simulators.model.policy import Table, as_policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.rounding import digits_above, digits_below
from tightrope.simulators.names import problem as named_problem

SHORTER = {"cut": "an episode that ends early was cut off", "ended": "nothing is decided after it"}
CLONED = "the clone of every other demonstration, tried on the rest"
GIVEN, LOGGED, LABELLED = "the table that is given", "the learner of its own log", "the learner of the labels"


@dataclass(frozen=True, kw_only=True, eq=False)
class FromLogs:
    """What the logs say; made by `from_trajectories`.

    demonstrations, learner_log   as read, with the names of states and actions; learner_log may be None
    horizon, confidence           T decisions, and the level of each interval by itself
    smoothing, available          of clones: what is added to each count, and which actions a state has, (S, A)
    whose                         whose epsilon it is, in words
    inconsistent                  states in which the expert took more than one action
    estimates                     one for each reading, in the order of `measures.readings`; see `Estimated`
    missing                       the probability that an expert run leaves the states of every other demonstration
    disagreement                  the expected number of disagreements, of the learner's own episodes; None without them
    """

    demonstrations: Demonstrations
    learner_log: Demonstrations | None
    horizon: int
    confidence: float
    whose: str
    smoothing: Fraction
    available: np.ndarray
    inconsistent: tuple[Inconsistency, ...]
    estimates: tuple[Estimated, ...]
    missing: Estimated
    disagreement: Estimated | None

    def estimate(self, reading: str) -> Estimated:
        """That of a reading. Raises ValueError for an unknown one."""
        one_of(reading, dict.fromkeys(KEYS), "reading")
        return next(one for one in self.estimates if one.what == reading)

    @property
    def table(self) -> tuple[Estimated, ...]:
        """All that is estimated: the readings, what is missing of the data, and the disagreements if there is a log."""
        return (*self.estimates, self.missing, *([self.disagreement] if self.disagreement else []))

    @cached_property
    def clone(self) -> Table:
        """The clone of all demonstrations, one table (1, S, A) for all decisions."""
        return self._cloned(shown_policy.counts(self.demonstrations))

    @cached_property
    def clone_by_decision(self) -> Table:
        """The clone of all demonstrations, a table (T, S, A): each decision by itself.

        Raises ValueError if it is too large.
        """
        shown = self.demonstrations
        size = self.horizon * len(shown.state_names) * len(shown.action_names)
        check_size(8 * size, "a clone of each decision by itself")
        return self._cloned(shown.counts()[: self.horizon])

    def _cloned(self, weight: np.ndarray) -> Table:
        return among(Clone(smoothing=self.smoothing).fit(weight), self.available)

    def document(self) -> dict[str, Any]:
        """The same for JSON."""
        shown, log = self.demonstrations, self.learner_log
        return {
            "episodes": len(shown.states),
            "learner_episodes": None if log is None else len(log.states),
            "horizon": self.horizon,
            "confidence": self.confidence,
            "states": len(shown.state_names),
            "actions": list(shown.action_names),
            "whose": self.whose,
            "inconsistent": [
                {"state": one.state, "actions": dict(one.actions), "at_once": one.at_once} for one in self.inconsistent
            ],
            "estimates": {
                one.what: {
                    "estimate": one.estimate, "lower": one.lower, "upper": one.upper,
                    "method": one.method, "source": one.source, "words": one.words,
                }
                for one in self.table
            },
        }  # fmt: skip

    def __repr__(self) -> str:
        shown = ", ".join(f"{one.what} {_limits(one, 3)}" for one in self.table)
        return (
            f"<{len(self.demonstrations.states)} demonstrations, T = {self.horizon}, {self.whose}, "
            f"{100 * self.confidence:g} %: {shown}>"
        )

    def _repr_html_(self) -> str:
        caption = f"{len(self.demonstrations.states)} demonstrations, T = {self.horizon}; epsilon of {self.whose}"
        heads = ("", "estimate", f"{100 * self.confidence:g} % interval", "from", "")
        return html_table(caption, map(_cells, self.table), heads)


def _cells(one: Estimated) -> tuple[str, ...]:
    estimate = "-" if one.estimate is None else f"{one.estimate:.6g}"
    return one.what, estimate, _limits(one, 6), one.source, one.words


def _limits(one: Estimated, digits: int) -> str:
    """Rounded outward."""
    return f"[{digits_below(Fraction(one.lower), digits)}, {digits_above(Fraction(one.upper), digits)}]"


def from_trajectories(
    demonstrations: Any,
    *,
    learner_log: Any = None,
    learner: Table | ArrayLike | None = None,
    problem: str | PathLike | Problem | None = None,
    horizon: Number | None = None,
    confidence: Number = 0.95,
    state_of: StateOf | None = None,
    shorter: str = "cut",
    smoothing: Number = 0,
) -> FromLogs:
    """What logged episodes say of the expert, and of a learner's epsilon under every reading, with intervals.

    Logs are a path (.npz, .csv, .hdf5, the folder that imitation saves), trajectories as objects (obs and acts), padded
    arrays by name, rows as dicts, or Demonstrations: see `formats.demonstration_formats`. `labels` in the learner's log
    are what the expert would do there, in the demonstrations what the learner would do. A `problem` gives the states
    and actions, and refuses what it makes impossible. `learner` is an array as of `evaluate`. `state_of` makes a label
    of an observation. Without a horizon it is the longest that all episodes are known for; where they do not say
    whether they ended or were cut off, `shorter` does ("cut", "ended"). `smoothing` is what a clone adds to each count.

    Each interval contains its value with probability >= confidence, by itself. Raises ValueError that says where, what
    must hold and what came.
    """
    level = exact_number(confidence, "the confidence")
    if not 0 < level < 1:
        raise ValueError(f"the confidence must lie strictly between 0 and 1; got {shown_number(level)}")
    one_of(shorter, SHORTER, "shorter")
    if not isinstance(problem, str | PathLike | Problem | None):
        raise TypeError(f"a problem is a name, the path of a file, or a Problem; got {shown_number(problem)}")
    asked = None if horizon is None else whole_number(horizon, "the horizon")
    if asked is not None and asked < 1:
        raise ValueError(f"the horizon must be a whole number >= 1; got {asked}")
    sources = [demonstrations] if learner_log is None else [demonstrations, learner_log]
    given = [read(source, state_of) for source in sources]
    longest = max(map(_longest, given))
    model = (
        problem if problem is None or isinstance(problem, Problem) else named_problem(fspath(problem), asked or longest)
    )
    logs = _logs(given, model, learner, shorter)
    known = [_known(log, whose) for log, whose in zip(logs, ("demonstrations", "learner's log"), strict=False)]
    decisions = asked or min([most for most, _ in known if most is not None], default=longest)
    for most, why in known:
        if most is not None and decisions > most:
            raise ValueError(f"the horizon must be at most {most}: {why}; got {decisions}")
    shown, *others = [_of_length(one, decisions) for one in logs]
    log = others[0] if others else None
    table = None if learner is None else _table(learner, shown, model, decisions)
    size, choices = len(shown.state_names), len(shown.action_names)
    has = None if model is None else model.mdp.available
    made = logged_readings.Logs(
        shown=shown,
        log=log,
        decides=np.ones(size, dtype=bool) if model is None else model.mdp.decides,
        available=np.ones((size, choices), dtype=bool) if has is None else has,
        confidence=float(level),
    )
    return _found(made, table, exact_number(smoothing, "smoothing"))


def _found(logs: logged_readings.Logs, table: Table | None, smoothing: Fraction) -> FromLogs:
    """Everything that is estimated, of logs of the same length."""
    shown, log = logs.shown, logs.log
    own, heard = (None, "") if log is None else logged_readings.own_errors(logs, log, table)
    if table is not None:
        whose, source = GIVEN, f"{len(shown.states)} demonstrations, of which the learner must not have been made"
        found = logged_readings.of_table(logs, table, shown, source)
    elif own is not None:
        whose, found = LOGGED, logged_readings.of_log(logs, own, heard)
    elif shown.labels is not None:
        whose, found = (
            LABELLED,
            logged_readings.of_labels(logs, shown.labels, f"labels of {len(shown.states)} demonstrations"),
        )
    else:
        whose, rest = CLONED, logs.rest
        weight = shown_policy.counts(shown.part(slice(0, None, 2)))
        clone = among(Clone(smoothing=smoothing).fit(weight), logs.available)
        source = "" if rest is None else f"{len(rest.states)} demonstrations of which the clone was not made"
        found = logged_readings.of_table(logs, clone, rest, source)
    found["on_policy"] = logged_readings.on_policy(logs, own, heard)
    horizon = shown.actions.shape[1]
    return FromLogs(
        demonstrations=shown,
        learner_log=log,
        horizon=horizon,
        confidence=logs.confidence,
        whose=whose,
        smoothing=smoothing,
        available=logs.available,
        inconsistent=shown_policy.inconsistencies(shown),
        estimates=tuple(found[key] for key in KEYS),
        missing=logged_readings.missing(logs),
        disagreement=None if own is None else times(horizon, found["on_policy"], "disagreement"),
    )


def _logs(given: Sequence[Episodes], model: Problem | None, learner: Any, shorter: str) -> list[Demonstrations]:
    """Both logs, with the same states and actions: the problem's, those of our own file, or all that the logs show."""
    own = next((one for one in given if isinstance(one, Demonstrations)), None)
    if model is not None:
        names = (model.mdp.states, model.mdp.actions)
    elif own is not None:
        names = (own.state_names, own.action_names)
    else:
        names = names_of([one for one in given if isinstance(one, list)], _least(learner))
    return [_log(one, names, model, shorter) for one in given]


def _log(given: Episodes, names: Names, model: Problem | None, shorter: str) -> Demonstrations:
    if isinstance(given, Demonstrations):
        check_names_are(given, names, "the same problem" if model is None else model.name)
        places, made = [f"trajectory {i}" for i in range(len(given.states))], given
    else:
        places, made = [one.place for one in given], numbered(given, names)
    if made.ended is None and shorter == "ended":
        made = replace(made, ended=np.ones(len(places), dtype=bool))
    return made if model is None else possible_steps.checked(model, made, places)


def _least(learner: Any) -> tuple[int, int]:
    """How many states and actions the learner's table has, if it says so: what it is else, `as_policy` will say."""
    if learner is None:
        return 0, 0
    if isinstance(learner, Table):
        return learner.shape[1:]
    try:
        given = np.asarray(learner)
    except (TypeError, ValueError):
        return 0, 0
    if given.dtype.kind in "iu" and given.ndim < 3:  # actions, (S,) or (T, S)
        return (given.shape[-1] if given.ndim else 0), 0
    *_, states, actions = (0, 0, *given.shape)
    return states, actions


def _table(learner: Any, shown: Demonstrations, model: Problem | None, decisions: int) -> Table:
    if model is not None:
        table = replace(model, learner=learner).learner_table
    else:
        table = as_policy(learner, len(shown.state_names), len(shown.action_names), "learner")
    if table.shape[1:] != (len(shown.state_names), len(shown.action_names)):
        raise ValueError(
            f"the learner's table must have shape (layers, {len(shown.state_names)}, {len(shown.action_names)}), the "
            f"states and actions of the logs; it has {table.shape}"
        )
    table.check_horizon(decisions)
    return table


def _longest(given: Episodes) -> int:
    return given.actions.shape[1] if isinstance(given, Demonstrations) else max(len(one.actions) for one in given)


def _known(log: Demonstrations, whose: str) -> tuple[int | None, str]:
    """Of how many decisions all episodes are known, None if of any number, and in words why of no more."""
    ended = np.zeros(len(log.states), dtype=bool) if log.ended is None else log.ended
    if ended.all():
        return None, ""
    cut = int(np.where(ended, log.actions.shape[1] + 1, log.lengths).argmin())
    told = (
        "was cut off there" if log.ended is not None else "does not say that it ended; shorter='ended' says so of all"
    )
    return int(log.lengths[cut]), f"in the {whose}, episode {cut} has {log.lengths[cut]} decisions and {told}"


def _of_length(log: Demonstrations, decisions: int) -> Demonstrations:
    """The first so many decisions; what is missing of shorter episodes is -1."""
    more = max(0, decisions - log.actions.shape[1])

    def cut(array: np.ndarray, length: int) -> np.ndarray:
        return np.pad(array, ((0, 0), (0, more)), constant_values=AFTER_END)[:, :length]

    return replace(
        log,
        states=cut(log.states, decisions + 1),
        actions=cut(log.actions, decisions),
        labels=None if log.labels is None else cut(log.labels, decisions),
    )
