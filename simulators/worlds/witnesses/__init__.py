"""The extremal problems: small enough to check by hand, each with its learner, its reading and its exact cost.

Each is a family in epsilon and the horizon (and its own parameters). In all of them action `right` is the expert's and
`wrong` is the other one; C is the expected number of disagreements.
"""

from tightrope.simulators.model.family import Family, family_of
from tightrope.simulators.worlds.witnesses import (
    charged_exam,
    charged_labelled,
    charged_tightrope,
    charged_trap,
    charged_unseen_start,
    cycle,
    exam,
    recovery,
    swap,
    swap_log_loss,
    swap_trap,
    tightrope,
    tightrope_labelled,
    trap,
    trap_labelled,
    unseen_start,
    wager,
)

WITNESSES = (
    tightrope.FAMILY,
    tightrope_labelled.FAMILY,
    exam.FAMILY,
    cycle.FAMILY,
    trap.FAMILY,
    trap_labelled.FAMILY,
    wager.FAMILY,
    recovery.FAMILY,
    unseen_start.FAMILY,
    charged_tightrope.FAMILY,
    charged_exam.FAMILY,
    charged_trap.FAMILY,
    charged_labelled.FAMILY,
    charged_unseen_start.FAMILY,
    swap.FAMILY,
    swap_log_loss.FAMILY,
    swap_trap.FAMILY,
)


def witness(key: str) -> Family:
    """The witness of that name. Raises ValueError with the nearest known one."""
    return family_of(key, WITNESSES)
