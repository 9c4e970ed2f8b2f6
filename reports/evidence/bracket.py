"""Where no sharp answer is known: the best lower bound found, a problem, and the best upper bound proved.

The upper bound is the worst case of a setting that assumes less (`bounds.extremes.brackets`), with its certificate. The
lower one is searched among the families of extremal problems: each candidate is evaluated exactly, and counts if it
meets every assumption.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from tightrope.bounds.extremes.brackets import least_upper
from tightrope.bounds.extremes.closed_forms import CLOSED_FORMS
from tightrope.bounds.extremes.setting import PRICED, Setting
from tightrope.bounds.language.meaning import Between
from tightrope.reports.evidence.counting import counted
from tightrope.reports.evidence.extremal import WorstCase, answer, asked, in_words, meets
from tightrope.reports.evidence.in_words import attained_in_words, claimed_in_words
from tightrope.simulators.measures.disagreement import Evaluation, evaluate
from tightrope.simulators.measures.recoverability import advantages, recoverability
from tightrope.simulators.model.arithmetic import Number, exact_string, fraction, probability, whole_number
from tightrope.simulators.model.html_table import html_table
from tightrope.simulators.names import problem

LONGEST = 60  # decisions of the problems that are tried
PARTS = tuple(map(Fraction, ("1", "9/10", "3/4", "1/2", "1/4")))  # of a budget, that candidates use
CAPS = tuple(Fraction(i, 10) for i in range(1, 10))
EACH = ("pointwise", "log_loss", "per_step", "finite_data")  # budgets of one decision; the others are of all


@dataclass(frozen=True, kw_only=True)
class Bracket:
    """lower <= the worst case of the setting <= upper.value.

    `witness` is a problem that meets the setting and attains `lower`, built with `witness_epsilon`; None if none of
    those tried does, and `lower` is 0. `upper` is the worst case of a setting that assumes less. `open_part` says what
    is missing for a sharp answer.
    """

    setting: Setting
    epsilon: Fraction
    horizon: int
    lower: Fraction
    witness: str | None
    witness_epsilon: Fraction | None
    upper: WorstCase
    tried: int

    @property
    def open_part(self) -> str:
        return self.setting.open_part

    @property
    def evidence(self) -> str:
        """Of the two ends together: they meet, or they don't."""
        return "certified" if self.lower == self.upper.value else "searched"

    def question(self) -> str:
        """What was asked, in words."""
        return in_words(self.setting, self.epsilon, self.horizon)

    def document(self) -> dict[str, object]:
        """As JSON: both ends, each with what shows it."""
        return {
            "reading": self.setting.reading,
            "quantity": self.setting.quantity,
            "epsilon": str(self.epsilon),
            "horizon": self.horizon,
            **self.setting.assumed(),
            "exact": exact_string(self.lower) if self.evidence == "certified" else None,
            "open": self.open_part,
            "lower": {
                "exact": exact_string(self.lower),
                "value": float(self.lower),
                "evidence": "exact",
                "witness": self.witness,
                "witness_epsilon": None if self.witness_epsilon is None else str(self.witness_epsilon),
                "tried": self.tried,
            },
            "upper": self.upper.document(),
        }

    def __repr__(self) -> str:
        least, most = self._ends()
        return f"<{least} to {most}, {' '.join(self.question().split())}; no sharp answer: {self.open_part}>"

    def _repr_html_(self) -> str:
        least, most = self._ends()
        own = "" if self.witness_epsilon is None else f", epsilon = {self.witness_epsilon}"
        rows = [
            ("at least", f"{least}, attained by {self.witness}{own}" if self.witness else least),
            ("at most", f"{most}, the {' '.join(self.upper.question().split())}"),
            ("no sharp answer", self.open_part),
        ]
        return html_table(self.question(), rows)

    def _ends(self) -> tuple[str, str]:
        """In digits, rounded outward."""
        above = self.upper.value
        return attained_in_words(self.lower), claimed_in_words(Between(lower=above, upper=above))


def both_sides(setting: Setting, error: Fraction, horizon: int) -> Bracket:
    """Both ends. Raises ValueError where nothing is known from above: the message says which part is missing."""
    setting.check_paid(horizon)
    _, above, its_own = least_upper(setting, error, horizon)
    upper = answer(above, its_own, horizon)
    best: tuple[Fraction, str | None, Fraction | None] = (Fraction(0), None, None)
    tried = 0
    for name, own in _candidates(setting, error, horizon):
        try:
            found = evaluate(problem(name, horizon, own), horizon)
        except ValueError:  # no such problem for these numbers
            continue
        tried += 1
        value = setting.scale * counted(found, setting.quantity, setting.gamma)
        if value > best[0] and meets(setting, error, found) and _meets_the_task(setting.unit, found, name):
            best = value, name, own
            if value == upper.value:
                break
    lower, witness, own = best
    if lower > upper.value:
        raise RuntimeError(f"{witness} attains {lower}, more than {upper.value} of {upper!r}")
    ends = {"lower": lower, "witness": witness, "witness_epsilon": own, "upper": upper, "tried": tried}
    return Bracket(setting=setting, epsilon=error, horizon=horizon, **ends)


def _meets_the_task(unit: Setting, found: Evaluation, name: str) -> bool:
    """Whether costs, recoverability, the expert's cost, the data and the way back are as assumed."""
    if found.missing > unit.missing:
        return False
    if unit.quantity not in PRICED:
        return True
    costs = [fraction(x) for x in found.problem.mdp.exact_cost.flat]
    if not 0 <= min(costs) <= max(costs) <= 1:
        return False
    if unit.J_star is not None and found.expert_task != unit.J_star:
        return False
    if unit.gamma not in (None, 1) and unit.paid:
        return False  # what the expert pays is discounted, and what is measured is not
    if unit.gamma is not None and unit.u is not None and not name.startswith("capped-exam"):
        return False  # what is measured below is not discounted; there an error costs at once, and nothing later
    if unit.rho is not None and not name.startswith("recovery:"):
        return False  # who says that the others lead back?
    return unit.u is None or recoverability(advantages(found.problem, found.horizon), found.laws) <= unit.u


def _candidates(setting: Setting, error: Fraction, horizon: int) -> Iterator[tuple[str, Fraction]]:
    """Names of problems with their epsilons: rationed ones first, then the classical extremal ones."""
    if horizon > LONGEST:
        return
    unit, budgets = setting.unit, setting.budgets(error)
    for step, cap, averaged in _rations(budgets):
        beside = f"averaged={averaged}" + f",chunk={unit.chunk}" * (unit.chunk > 1)
        yield f"capped-exam:cap={cap},{beside},price={min(unit.price, 1)}", step
    if unit.chunk > 1:
        return
    errors = dict.fromkeys(value * part for value in budgets.values() for part in PARTS)
    charges = f"u={horizon if unit.u is None else unit.u},J_star={unit.paid}"
    names = []
    for forms in CLOSED_FORMS:
        of_data = [f"missing={unit.missing}"] if forms.reading.leaves_data else []
        names += [":".join([name, *of_data]) for name in dict.fromkeys((forms.witness, forms.costly))]
        names += [f"{forms.charged}:{','.join([*of_data, charges])}"]
    names += [] if unit.rho is None else [f"recovery:rho={unit.rho}"]
    yield from product(names, errors)


def _rations(budgets: dict[str, Fraction]) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
    """Budgets a decision, caps and averages, the largest first."""
    steps = [value for key, value in budgets.items() if key in EACH]
    averages = [value for key, value in budgets.items() if key not in EACH]
    most = budgets.get("pointwise", Fraction(1))
    step, averaged = min(steps, default=Fraction(1)), min(averages, default=Fraction(1))
    caps = dict.fromkeys(min(most, cap) for cap in (most, *CAPS, step, *budgets.values()))
    yield from ((step * part, cap, averaged) for part in PARTS for cap in caps)


def bracket(
    reading: str,
    epsilon: Number,
    horizon: Number,
    *,
    quantity: str = "disagreement",
    missing: Number | None = None,
    **assumed: Number | str | None,
) -> Bracket:
    """Bounds of the worst case from both sides, for assumptions that `worst_case` has no sharp answer for.

    The arguments are those of `worst_case`. Raises ValueError for what is unknown or out of range, or where nothing is
    known from above: the message says which part is missing.

    >>> found = bracket("per_step", 0.1, 5, log_loss=0.11)
    >>> float(found.lower), float(found.upper.value)
    (1.364, 1.4271026451)
    """
    setting = asked(reading, quantity=quantity, missing=missing, **assumed)
    return both_sides(setting, probability(epsilon, "epsilon"), whole_number(horizon, "the horizon"))
