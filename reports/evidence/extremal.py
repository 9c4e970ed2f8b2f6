"""The worst case as an answer: value, certificate and a problem that attains it, each checked against the others.

`bounds` knows the value and why nothing exceeds it, `simulators` the problem that attains it; here they meet.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Any

from sympy import Expr

from tightrope.bounds.check_certificate import errors
from tightrope.bounds.extremes.assumed import ASSUMED
from tightrope.bounds.extremes.closed_forms import closed_forms
from tightrope.bounds.extremes.setting import Setting
from tightrope.bounds.extremes.worst_case import Certificate, certificate, largest
from tightrope.bounds.language.letters import to_latex
from tightrope.bounds.language.readings import KEYS
from tightrope.reports.evidence.counting import counted
from tightrope.reports.evidence.drawing import attained_by_drawing, needs_a_drawn_action
from tightrope.simulators.measures.disagreement import Evaluation, evaluate
from tightrope.simulators.model.arithmetic import Number, exact_number, exact_string, probability, short, whole_number
from tightrope.simulators.model.html_table import Formula, html_table
from tightrope.simulators.names import problem

WORDS = {
    "disagreement": "expected number of disagreements",
    "gap": "task cost beyond the expert's",
    "tv": "distance TV(p_t, p*_t) from the expert's states",
    "l1": "L1 distance of the states from the expert's",
    "first_error": "probability of any disagreement",
    "final": "cost of the last decision beyond the expert's",
}
RATIONED = {"pointwise": "cap", "per_step": "step", "time_averaged": "averaged"}
WITNESSES = {
    "per_step": "capped-exam",
    "pointwise": "rationed-rope",
    "log_loss": "rationed-rope",  # the learner's error is the same in all states
    "time_averaged": "rationed-trap",
}


@dataclass(frozen=True, kw_only=True)
class WorstCase:
    """The largest value of a quantity over all finite problems that meet a setting, with what shows that it is.

    `setting` is the question with `epsilon` and `horizon`; `witness` names a problem that attains the value
    (`evaluate` takes it, with this epsilon); the certificate's multipliers prove that none exceeds it
    (`bounds.check_certificate`).
    """

    setting: Setting
    epsilon: Fraction
    horizon: int
    value: Fraction
    witness: str
    certificate: Certificate
    evidence: str = "certified"

    @property
    def formula(self) -> Expr:
        """The worst case as a function of epsilon and T (and of letters whose values the setting has)."""
        return self.setting.formula

    def document(self) -> dict[str, object]:
        """The answer as JSON: what `tightrope worst-case --json` prints and the checker of certificates reads."""
        return {
            "reading": self.setting.reading,
            "quantity": self.setting.quantity,
            "epsilon": str(self.epsilon),
            "horizon": self.horizon,
            **self.setting.assumed(),
            "exact": exact_string(self.value),
            "value": float(self.value),
            "evidence": self.evidence,
            "certificate": {
                "schedule": [exact_string(x) for x in self.certificate.schedule],
                "multipliers": [exact_string(x) for x in self.certificate.multipliers],
            },
            "witness": self.witness,
        }

    def question(self) -> str:
        """What was asked, in words."""
        return in_words(self.setting, self.epsilon, self.horizon)

    def __repr__(self) -> str:
        return (
            f"<{short(self.value)}, {' '.join(self.question().split())}; {self.evidence}, attained by {self.witness}>"
        )

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {to_latex(self.formula)} = {short(self.value)}$"

    def _repr_html_(self) -> str:
        rows: list[tuple[str, str]] = [("formula", Formula(to_latex(self.formula))), ("value", short(self.value))]
        rows += [("attained by", self.witness), ("evidence", self.evidence)]
        return html_table(self.question(), rows)


def in_words(setting: Setting, error: Fraction, horizon: int) -> str:
    """A question about the worst case."""
    assumed = "".join(f", {key} = {value}" for key, value in setting.assumed().items())
    decisions = f"{horizon} decision{'s' * (horizon > 1)}"
    return f"largest {WORDS[setting.quantity]} in {decisions},\n{setting.reading} error {error}{assumed}"


def worst_case(
    reading: str,
    epsilon: Number,
    horizon: Number,
    *,
    quantity: str = "disagreement",
    missing: Number | None = None,
    **assumed: Number | str | None,
) -> WorstCase:
    """The exact worst case over all finite problems whose error, as the reading says, is at most epsilon.

    `quantity` is disagreement, gap (of task costs), tv, l1, first_error or final. Of the task may be assumed: `u`, what
    one error costs at most if the expert takes over after it; `J_star`, what the expert pays; `rho`, how likely every
    decision off the expert's way brings the learner back; `R`, the largest cost of a decision. Further `gamma`,
    `chunk`, `expert="stochastic"`, and other readings with epsilons of their own: pointwise="1/5". The reading
    finite_data needs `missing`. `bounds.extremes.setting` says what they mean. Numbers are exact: 0.1 and "1/10" both
    mean 1/10.

    Raises ValueError for what is unknown, out of range, or a worst case that is not known: `bracket` has bounds of it.

    >>> worst_case("per_step", 0.1, 5).value
    Fraction(3, 2)
    >>> worst_case("per_step", 0.1, 5, pointwise=0.2).value
    Fraction(341, 250)
    """
    setting = asked(reading, quantity=quantity, missing=missing, **assumed)
    return answer(setting, probability(epsilon, "epsilon"), whole_number(horizon, "the horizon"))


def asked(reading: str, *, quantity: str, missing: Number | None = None, **assumed: Number | str | None) -> Setting:
    """The setting that assumptions by their names mean, numbers of any kind: u, J_star, rho, gamma, R, chunk, another
    reading with its epsilon, expert="stochastic"; R_max, of rewards in [-R_max, R_max], is R = 2 R_max.

    Raises ValueError for an unknown name, or unless `missing` comes with finite_data, and only then.
    """
    given = {name: value for name, value in assumed.items() if value is not None}
    if unknown := [name for name in given if name not in ASSUMED]:
        raise ValueError(f"what can be assumed is {', '.join(ASSUMED)}; got {unknown[0][:40]}")
    keys = [key for key in (reading, *given) if isinstance(key, str) and key in KEYS]
    if any(closed_forms(key).reading.leaves_data for key in keys) != (missing is not None):
        raise ValueError("missing, the mass that the data lacks, goes with the reading finite_data, which needs it")
    if {"R", "R_max"} <= set(given):
        raise ValueError("R and R_max = R/2 say the same: assume one of them")
    expert = given.pop("expert", "deterministic")
    if not isinstance(expert, str):
        raise ValueError(f"expert is deterministic or stochastic; got {expert!r:.40}")
    numbers = {name: exact_number(value, name) for name, value in given.items()}
    chunk = whole_number(numbers.pop("chunk", Fraction(1)), "chunk")
    if "R_max" in numbers:
        numbers["R"] = 2 * numbers.pop("R_max")
    also = tuple((key, numbers.pop(key)) for key in KEYS if key in numbers)
    mass = Fraction(0) if missing is None else exact_number(missing, "missing")
    beside = Setting(reading=reading, quantity=quantity, missing=mass, also=also, chunk=chunk, expert=expert)
    return replace(beside, **numbers)


def answer(setting: Setting, error: Fraction, horizon: int) -> WorstCase:
    """The worst case of a setting. Raises RuntimeError if value, witness and certificate do not agree."""
    proof = certificate(setting, error, horizon)
    witness, value = attained(setting, error, horizon)
    found = WorstCase(setting=setting, epsilon=error, horizon=horizon, value=value, witness=witness, certificate=proof)
    if wrong := errors(found.document()):
        raise RuntimeError(f"the certificate does not prove {value}: {wrong}")
    return found


def extremal(setting: Setting, horizon: int) -> str:
    """The witness's name with its parameters; epsilon is given to it as to the reading. Its costs are those of
    `setting.unit`: with costs in [0, R] they are to be multiplied by R.
    """
    unit = setting.unit
    forms = unit.forms
    parameters: dict[str, Any] = {}
    name = forms.witness if unit.quantity == "disagreement" else forms.costly
    if unit.is_declared and set(unit.symbols) <= {*RATIONED, "log_loss"}:
        name = WITNESSES[unit.reading]
        parameters = {RATIONED[key]: value for key, value in unit.also}
        parameters |= {"chunk": unit.chunk} if unit.chunk > 1 else {}
        parameters |= {"price": unit.price} if unit.price < 1 else {}
    elif unit.rho is not None:
        name, parameters = "recovery", {"rho": unit.rho}
    elif unit.quantity == "gap" and (unit.u is not None or unit.paid):
        u = horizon if unit.u is None else unit.u
        name, parameters = forms.charged, {"u": u, "J_star": unit.paid}
    if forms.reading.leaves_data:
        parameters["missing"] = unit.missing
    return name + ":" * bool(parameters) + ",".join(f"{key}={value}" for key, value in parameters.items())


def attained(setting: Setting, error: Fraction, horizon: int) -> tuple[str, Fraction]:
    """The extremal problem and what it attains, in exact arithmetic, once it is seen to be the worst case.

    Raises RuntimeError if the problem breaks a reading or misses the value that `bounds.extremes` gives.
    """
    if needs_a_drawn_action(setting):
        return attained_by_drawing(setting, error, horizon)
    name = extremal(setting, horizon)
    found = evaluate(problem(name, horizon, error), horizon)
    value = setting.scale * counted(found, setting.quantity, setting.gamma)
    if not meets(setting, error, found) or value != largest(setting, error, horizon):
        raise RuntimeError(f"{name} at epsilon = {error}, T = {horizon} attains {value} with error {found.epsilon}")
    return name, value


def meets(setting: Setting, error: Fraction, found: Evaluation) -> bool:
    """Whether what was measured keeps all budgets. An average over chunks counts each chunk, of k decisions or less;
    the errors of its decisions, added up, are at least its own.
    """
    chunks = -(-found.horizon // setting.chunk)
    measured, longer = dict(found.epsilon), Fraction(found.horizon, chunks)
    for key in ("time_averaged", "on_policy"):
        measured[key] *= longer
    measured["log_loss_averaged"] = 1 - (1 - measured["log_loss_averaged"]) ** ceil(longer)  # a loss is a sum, too
    return all(measured[key] <= allowed for key, allowed in setting.budgets(error).items())
