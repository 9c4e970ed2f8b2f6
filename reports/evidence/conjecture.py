"""A user's formula, held against the exact worst case.

The conjecture: for every finite problem with a deterministic expert whose error, as the reading says, is at most
epsilon, the quantity is at most the formula, for all epsilon and T of a domain, and all values of letters without one,
where the formula is defined. Since the worst case is attained at every epsilon and T, that is true if and only if the
formula is never below it. What it says at a point is for `tightrope.bounds.language.meaning` alone.

Where no sharp answer is known of what is assumed, weaker assumptions are asked for a proof, and problems for a
counterexample (`between`). A formula after >= is claimed to be at most the worst case (`at_least`).
With an open constant, `C*epsilon*T`, the smallest C is asked for (`smallest_constant`). With the horizon `eventually`
it is claimed for all T from some T on (`eventually`).

An answer says in words where the formula is not defined everywhere; one that is defined nowhere claims nothing, and is
refused.
"""

from collections.abc import Mapping
from fractions import Fraction

from tightrope.reports.evidence.at_least import decide_at_least
from tightrope.reports.evidence.between import decide_between
from tightrope.reports.evidence.deciding import decide_everywhere
from tightrope.reports.evidence.eventually import decide_eventually
from tightrope.reports.evidence.finding import Finding
from tightrope.reports.evidence.question import AT_LEAST, Conjecture, question
from tightrope.reports.evidence.smallest_constant import smallest_constant


def refute(
    text: str,
    *,
    reading: str,
    quantity: str = "disagreement",
    assume: Mapping[str, str | Fraction] | None = None,
    missing: str | Fraction | int | None = None,
    epsilon: str = "0:1",
    horizon: str = "1:",
) -> Finding:
    """Ask whether a formula bounds a quantity, as `tightrope refute` does; domains are written LOW:HIGH.

    A letter of the task may be assumed to have a value (`assume={"u": 2}`), any of a range ("1:5"), or, left out, any
    value at all. A formula with the constant C asks for the smallest one; horizon="eventually" claims it for large T.

    >>> refute("epsilon*T**2/2", reading="per_step").verdict
    'refuted'
    >>> refute("C*epsilon*T**2", reading="per_step").constant.upper
    Fraction(1, 1)
    """
    asked = {"reading": reading, "quantity": quantity, "assume": assume, "missing": missing}
    return decide(question(text, **asked, epsilon=epsilon, horizon=horizon))


def decide(asked: Conjecture) -> Finding:
    """The answer. Raises ValueError if the formula is defined nowhere on its domain."""
    if asked.setting.open_part:
        return decide_between(asked)
    if asked.relation == AT_LEAST:
        return decide_at_least(asked)
    if asked.asks_for_a_constant:
        return smallest_constant(asked)
    return decide_eventually(asked) if asked.eventually else decide_everywhere(asked)
