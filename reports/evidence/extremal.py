"""The worst case as an answer: value, certificate and a problem that attains it, each checked against the others.

`bounds` knows the value and why nothing exceeds it, `simulators` the problem that attains it; here they meet.
"""

from dataclasses import dataclass
from fractions import Fraction

from sympy import Expr

from tightrope.bounds.check_certificate import errors
from tightrope.bounds.extremes.closed_forms import closed_forms
from tightrope.bounds.extremes.worst_case import Certificate, Setting, certificate, largest
from tightrope.bounds.language.letters import to_latex
from tightrope.simulators.measures.disagreement import Evaluation, evaluate
from tightrope.simulators.model.arithmetic import Number, exact_number, exact_string, probability, short, whole_number
from tightrope.simulators.model.html_table import Formula, html_table
from tightrope.simulators.names import problem

COUNTED = {
    "disagreement": lambda found: found.disagreement,
    "gap": lambda found: found.gap,
    "tv": lambda found: max(found.tv),
}
WORDS = {
    "disagreement": "expected number of disagreements",
    "gap": "task cost beyond the expert's",
    "tv": "distance TV(p_t, p*_t) from the expert's states",
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
        assumed = "".join(f", {key} = {value}" for key, value in self.setting.assumed().items())
        decisions = f"{self.horizon} decision{'s' * (self.horizon > 1)}"
        asked = f"largest {WORDS[self.setting.quantity]} in {decisions}"
        return f"{asked},\n{self.setting.reading} error {self.epsilon}{assumed}"

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


def worst_case(
    reading: str,
    epsilon: Number,
    horizon: Number,
    *,
    quantity: str = "disagreement",
    u: Number | None = None,
    J_star: Number | None = None,
    rho: Number | None = None,
    missing: Number | None = None,
) -> WorstCase:
    """The exact worst case over all finite problems whose error, as the reading says, is at most epsilon.

    `quantity` is disagreement, gap (of task costs) or tv. Of the task may be assumed: `u`, what one error costs at most
    if the expert takes over after it; `J_star`, what the expert pays; `rho`, how likely every decision off the expert's
    way brings the learner back. The reading finite_data needs `missing`. Numbers are exact:
    0.1 and "1/10" both mean 1/10.

    Raises ValueError for what is unknown, out of range, or a worst case that is not known.

    >>> worst_case("per_step", 0.1, 5).value
    Fraction(3, 2)
    """
    setting = asked(reading, quantity=quantity, u=u, J_star=J_star, rho=rho, missing=missing)
    return answer(setting, probability(epsilon, "epsilon"), whole_number(horizon, "the horizon"))


def asked(reading: str, *, quantity: str, missing: Number | None, **of_the_task: Number | None) -> Setting:
    """The setting that numbers of any kind mean.

    Raises ValueError unless `missing` comes with finite_data, and only then.
    """
    if closed_forms(reading).reading.leaves_data != (missing is not None):
        raise ValueError("missing, the mass that the data lacks, goes with the reading finite_data, which needs it")
    given = {"missing": missing, **of_the_task}
    numbers = {name: exact_number(value, name) for name, value in given.items() if value is not None}
    return Setting(reading=reading, quantity=quantity, **numbers)


def answer(setting: Setting, error: Fraction, horizon: int) -> WorstCase:
    """The worst case of a setting. Raises RuntimeError if value, witness and certificate do not agree."""
    proof = certificate(setting, error, horizon)
    witness, value = attained(setting, error, horizon)
    found = WorstCase(setting=setting, epsilon=error, horizon=horizon, value=value, witness=witness, certificate=proof)
    if wrong := errors(found.document()):
        raise RuntimeError(f"the certificate does not prove {value}: {wrong}")
    return found


def extremal(setting: Setting, horizon: int) -> str:
    """The witness's name with its parameters; epsilon is given to it as to the reading."""
    forms, parameters = setting.forms, {}
    name = forms.witness if setting.quantity == "disagreement" else forms.costly
    if setting.rho is not None:
        name, parameters = "recovery", {"rho": setting.rho}
    elif setting.quantity == "gap" and (setting.u is not None or setting.paid):
        u = horizon if setting.u is None else setting.u
        name, parameters = forms.charged, {"u": u, "J_star": setting.paid}
    if forms.reading.leaves_data:
        parameters["missing"] = setting.missing
    return name + ":" * bool(parameters) + ",".join(f"{key}={value}" for key, value in parameters.items())


def attained(setting: Setting, error: Fraction, horizon: int) -> tuple[str, Fraction]:
    """The extremal problem and what it attains, in exact arithmetic, once it is seen to be the worst case.

    Raises RuntimeError if the problem breaks the reading or misses the value that `bounds.extremes` gives.
    """
    name = extremal(setting, horizon)
    found = evaluate(problem(name, horizon, error), horizon)
    value, largest_error = counted(found, setting.quantity), found.epsilon[setting.reading]
    if largest_error > error or value != largest(setting, error, horizon):
        raise RuntimeError(f"{name} at epsilon = {error}, T = {horizon} attains {value} with error {largest_error}")
    return name, value


def counted(found: Evaluation, quantity: str) -> Fraction:
    """What the quantity's name means: disagreement, gap, or tv."""
    return COUNTED[quantity](found)
