"""Whose epsilon logs can tell, and from what: puts together what `logged_errors` estimates, one reading each.

Logs are of T decisions each, shorter ones ended. D, the data of `finite_data`, are the states of every other
demonstration, so that the rest can say how often an expert run leaves them.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import nextafter

import numpy as np

from tightrope.simulators.formats.demonstrations import Demonstrations
from tightrope.simulators.measures import logged_errors as logged
from tightrope.simulators.measures.logged_errors import UNSEEN, Errors, Estimated, nothing
from tightrope.simulators.measures.shown_policy import only_actions
from tightrope.simulators.model.arithmetic import EXACT, FLOAT, fraction
from tightrope.simulators.model.policy import Table

ON_POLICY = "this takes the learner's own episodes, best with what the expert would do in their states"
STATIONARY = "if the expert acts alike at every decision"
DATA = "the states of every other demonstration"


@dataclass(frozen=True, kw_only=True, eq=False)
class Logs:
    """The expert's episodes and perhaps the learner's.

    `decides` (S,) marks states in which something is decided, `available` (S, A) the actions that each has.
    """

    shown: Demonstrations
    log: Demonstrations | None
    decides: np.ndarray
    available: np.ndarray
    confidence: float

    @property
    def data(self) -> np.ndarray:
        """D, shape (S,)."""
        states = self.shown.part(slice(0, None, 2)).states[:, :-1]
        marked = np.zeros(len(self.shown.state_names), dtype=bool)
        marked[states[states >= 0]] = True
        return marked

    @property
    def rest(self) -> Demonstrations | None:
        """Every other demonstration, from the second on; None if there is but one."""
        return self.shown.part(slice(1, None, 2)) if len(self.shown.states) > 1 else None


def missing(logs: Logs) -> Estimated:
    """The probability m that an expert run leaves D."""
    if logs.rest is None:
        return nothing("missing", logs.confidence, "one demonstration is the data; none is left that could leave it")
    states = logs.rest.states[:, :-1]
    leaves = ((states >= 0) & ~np.append(logs.data, True)[states]).any(axis=1)
    source = f"{len(states)} demonstrations against the states of {len(logs.shown.states) - len(states)} others"
    return logged.share_of_episodes("missing", leaves, logs.confidence, source)


def of_table(logs: Logs, table: Table, tried: Demonstrations | None, source: str) -> dict[str, Estimated]:
    """Readings on the expert's states of a learner of known probabilities, by demonstrations that are new to it."""
    found = {
        "pointwise": _largest("pointwise", logs, table, logs.decides, UNSEEN),
        "finite_data": _in_the_data(logs, table),
    }
    if tried is None:
        alone = "there is one demonstration; it takes another to try a clone on"
        readings = ("log_loss", "per_step", "log_loss_averaged", "time_averaged")
        return found | {what: nothing(what, logs.confidence, alone) for what in readings}
    errors = _of_table(table, tried, tried.actions, logs.decides)
    choices = logs.available & logs.decides[:, None]
    entries = [table.at(t, FLOAT)[choices] for t in range(1, table.shape[0] + 1)]
    floor = min(float(each.min(initial=1)) for each in entries)
    least = min(float(each[each > 0].min(initial=1)) for each in entries)
    return (
        found
        | logged.averages(errors, logs.confidence, source)
        | logged.log_losses(errors, floor, least, logs.confidence, source)
    )


def of_labels(logs: Logs, labels: np.ndarray, source: str) -> dict[str, Estimated]:
    """Readings on the expert's states from what the learner did, or said that it would do, in them."""
    errors = _of_actions(logs.shown.actions, labels, logs.shown, logs.decides)
    return of_drawn(errors, (labels >= 0) & (errors.states >= 0), logs.data, logs.confidence, source)


def of_drawn(
    errors: Errors, known: np.ndarray, data: np.ndarray, confidence: float, source: str
) -> dict[str, Estimated]:
    """The same from disagreements that were drawn in the expert's states; `known` (n, T) where they are, D as (S,)."""
    found = logged.averages(errors, confidence, source)
    lower = {
        "pointwise": logged.largest_in_a_state(errors, known, confidence),
        "finite_data": logged.largest_in_a_state(errors, known & np.append(data, False)[errors.states], confidence),
        "log_loss": found["per_step"].lower,
        "log_loss_averaged": found["time_averaged"].lower,
    }
    return found | {what: _from_below(what, limit, confidence, source) for what, limit in lower.items()}


def of_log(logs: Logs, own: Errors, source: str) -> dict[str, Estimated]:
    """Limits of the readings on the expert's states from the learner's own episodes."""
    first = own.first()
    limit = logged.largest_in_a_state(
        first, (first.states >= 0) & np.append(logs.data, False)[first.states], logs.confidence
    )
    return {
        **logged.enclosed(own, logs.confidence, source),
        "finite_data": _from_below("finite_data", limit, logs.confidence, source),
    }


def own_errors(logs: Logs, log: Demonstrations, table: Table | None) -> tuple[Errors, str]:
    """Errors in the learner's own episodes, and in words where they come from.

    Raises ValueError if the table never does what the log says that it did.
    """
    labels = np.full_like(log.actions, -1) if log.labels is None else log.labels
    taken = (log.actions >= 0) & np.append(logs.decides, False)[log.states[:, :-1]]
    shown = only_actions(logs.shown)
    stands_in = np.where(taken & (labels < 0), np.maximum(np.append(shown, -1)[log.states[:, :-1]], -1), -1)
    filled = np.where(labels >= 0, labels, stands_in)
    unknown = int((taken & (filled < 0)).sum())
    source = f"{len(log.states)} episodes of the learner's own"
    if (stands_in >= 0).any():
        source += f"; where the expert was not asked, what it always did in a state stands in, {STATIONARY}"
    if unknown:
        source += f"; of {unknown} of {int(taken.sum())} decisions nobody knows, and they may be either"
    if table is None:
        return _of_actions(log.actions, filled, log, logs.decides), source
    never = np.argwhere(taken & (_chances(table, log, log.actions) == 0))
    if len(never):
        raise ValueError(
            f"the learner's log, trajectory {never[0][0]}, step {never[0][1] + 1}: the learner's table gives this "
            "action probability 0, so the log is another learner's"
        )
    return _of_table(table, log, filled, logs.decides), source


def on_policy(logs: Logs, own: Errors | None, source: str) -> Estimated:
    if own is None:
        return nothing("on_policy", logs.confidence, ON_POLICY)
    return logged.averaged("on_policy", own, logs.confidence, source)


def _chances(table: Table, log: Demonstrations, actions: np.ndarray) -> np.ndarray:
    """How probable the table makes each of the actions where the log is; 1 where there is none, shape (n, T)."""
    found = np.ones(actions.shape)
    for t in range(1, actions.shape[1] + 1):
        there = (actions[:, t - 1] >= 0) & (log.states[:, t - 1] >= 0)
        found[there, t - 1] = table.at(t, FLOAT)[log.states[there, t - 1], actions[there, t - 1]]
    return found


def _of_table(table: Table, log: Demonstrations, expert: np.ndarray, decides: np.ndarray) -> Errors:
    """e_t(s) of a table where the log is, the expert's actions being known or -1."""
    states = _decided(log, decides)
    wrong = np.where(states >= 0, 1 - _chances(table, log, expert), 0.0)
    return Errors(surely=wrong, perhaps=np.where((states >= 0) & (expert < 0), 1.0, wrong), states=states)


def _of_actions(done: np.ndarray, labels: np.ndarray, log: Demonstrations, decides: np.ndarray) -> Errors:
    """Disagreements of what was done with labels, some of which are not known, -1."""
    states = _decided(log, decides)
    differ, there = done != labels, states >= 0
    return Errors(
        surely=(there & (labels >= 0) & differ).astype(float), perhaps=(there & differ).astype(float), states=states
    )


def _decided(log: Demonstrations, decides: np.ndarray) -> np.ndarray:
    """States in which something is decided, -1 elsewhere, shape (n, T)."""
    states = log.states[:, :-1]
    return np.where((log.actions >= 0) & np.append(decides, False)[states], states, -1)


def _largest(what: str, logs: Logs, table: Table, among: np.ndarray, words: str) -> Estimated:
    """The largest e_t(s) where the demonstrations go, among some states (S,): exact, and rounded outward as a float."""
    states = _decided(logs.shown, logs.decides & among)
    episode, decision = np.nonzero(states >= 0)
    layer = decision if table.shape[0] > 1 else np.zeros_like(decision)
    steps = np.column_stack([layer, states[episode, decision], logs.shown.actions[episode, decision]])
    found = max(
        (1 - fraction(table.at(t + 1, EXACT)[s, a]) for t, s, a in np.unique(steps, axis=0)), default=Fraction(0)
    )
    lower = float(found) if Fraction(float(found)) <= found else nextafter(float(found), 0)
    return Estimated(what=what, estimate=float(found), lower=lower, upper=1.0, confidence=logs.confidence,
                     method=logged.CERTAIN, source=_all(logs), words=words)  # fmt: skip


def _all(logs: Logs) -> str:
    return f"all {len(logs.shown.states)} demonstrations"


def _in_the_data(logs: Logs, table: Table) -> Estimated:
    """In D the error of a table is known, if the expert acts there as it always did."""
    found = replace(_largest("finite_data", logs, table, logs.data, STATIONARY), source=DATA)
    several = logs.data & (only_actions(logs.shown) < -1)
    if table.shape[0] > 1 or several.any():
        return replace(found, words="at decisions that the logs do not show, errors in these states may be larger")
    return replace(found, upper=min(1.0, nextafter(found.lower, 1)) if found.lower else 0.0)


def _from_below(what: str, lower: float, confidence: float, source: str) -> Estimated:
    lacks = UNSEEN if what in ("pointwise", "finite_data") else logged.NO_PROBABILITIES
    return Estimated(what=what, estimate=None, lower=lower, upper=1.0, confidence=confidence, method=logged.SHARES,
                     source=source, words=lacks)  # fmt: skip
