"""The lecture's two arguments, line by line, under every reading of epsilon."""

from fractions import Fraction

from sympy.logic.boolalg import Boolean

from tightrope.bounds.extremes.closed_forms import closed_forms
from tightrope.bounds.extremes.worst_case import worst_case
from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, to_latex
from tightrope.bounds.lecture import distribution_shift, gaussian_likelihood, sharp_sums, tightrope
from tightrope.reports.evidence.lines import LineVerdict, judge
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.publishing.unconverted import Experiment, Profile, Result
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.worlds.witnesses import witness

ARGUMENT = distribution_shift.DERIVATION
READINGS = tuple(ARGUMENT.assumes)
MEANT = "per_step"
DEEPEST = 100  # decisions; the lecture's expression is nested as deep as the horizon

# Which line of the derivation answers which claim, and what is to be said once its verdict is known.
LINES = {
    "L8": ("mixture", "Under the average error the survivors are too few and not distributed like the expert."),
    "L9": ("distance-power", "Survival can be as small as $1 - \\epsilon t$, below $(1-\\epsilon)^t$."),
    "L10": (
        "distance-line",
        "Bernoulli's inequality is proved by induction, and the final $2 \\epsilon t$ survives L8 and L9.",
    ),
    "L11": (
        "split-equality",
        "The equality fails wherever the learner is less likely than the expert; with $\\leq$ it holds.",
    ),
    "L12": ("headline", "The bound holds although two lines of its proof do not."),
}


def run(profile: Profile) -> Result:
    """Judge every line under every reading; the tightrope's expression is compared with the problem itself."""
    table = tuple(
        {
            "line": f"$\\displaystyle {to_latex(step.statement)}$",
            "claim": step.lecture or "repair",
            **{reading: _word(judge(ARGUMENT, step.id, reading)) for reading in READINGS},
        }
        for step in ARGUMENT.steps
    )
    answers = [_tightrope(profile), _order(), _weaker(), _likelihood()]
    for claim, (line, because) in LINES.items():
        verdicts = {reading: judge(ARGUMENT, line, reading) for reading in READINGS}
        meant = verdicts[MEANT]
        answers.append(
            Answer(
                claim=claim,
                verdict=meant.verdict,
                evidence=meant.evidence,
                because=because + _witness_words(meant, ARGUMENT.step(line).statement),
                readings={reading: verdict.document() for reading, verdict in verdicts.items()},
                numbers=_looseness() if claim == "L12" else {},
                figure={"L10": "distance", "L9": "distance", "L12": "looseness"}.get(claim, ""),
            )
        )
    return Result(answers=tuple(answers), table=table)


def _word(verdict: LineVerdict) -> str:
    return f"[{verdict.verdict}]{{.verdict .{verdict.verdict}}}"


def _witness_words(verdict: LineVerdict, statement: Boolean) -> str:
    if verdict.verdict != "refuted":
        return ""
    w = verdict.witness
    if not w.problem:  # a line about numbers
        named = {str(letter): to_latex(letter) for letter in statement.free_symbols}
        shown = ", ".join(f"${named[name]} = {value}$" for name, value in w.letters.items())
        return f" With {shown} it would say ${w.left} = {w.right}$."
    return f" Witness: `{w.problem}` with $\\epsilon = {w.epsilon}$, $T = {w.horizon}$, where ${w.left}$ stands against ${w.right}$."


def _weaker() -> Answer:
    """L7: pointwise error at most epsilon implies the average, and not the other way round."""
    step = ARGUMENT.step("average-error")
    exam = evaluate(witness("exam").problem(Fraction(1, 10), 5), 5)
    strictly = exam.epsilon["per_step"] <= Fraction(1, 10) < exam.epsilon["pointwise"]
    holds = ARGUMENT.proved(step, "pointwise") and strictly
    return Answer(
        claim="L7",
        verdict="holds" if holds else "undecided",
        evidence="proved" if holds else "searched",
        because=(
            "The average assumption is weaker: it follows from the pointwise one, and on the exam the error is "
            "$\\epsilon$ on average and 1 in one state. The argument needs it at every decision; averaged over the "
            "decisions too, it does not give the line that is used."
        ),
        readings={reading: judge(ARGUMENT, step.id, reading).document() for reading in READINGS},
        numbers={"pointwise error of the exam at per-step error 1/10": number(exam.epsilon["pointwise"])},
    )


def _tightrope(profile: Profile) -> Answer:
    """L5: the nested expression, the recursion's solution and the problem's own cost are one number."""
    horizons = [horizon for horizon in profile.horizons if horizon <= DEEPEST]
    error = Fraction(1, 10)
    for horizon in horizons:
        problem_cost = evaluate(witness("tightrope").problem(error, horizon), horizon).disagreement
        nested = exact_value(tightrope.nested(horizon), {epsilon: error})
        if not problem_cost == nested == worst_case("pointwise", error, horizon):
            raise RuntimeError(f"the tightrope's cost is not the lecture's expression at T = {horizon}")
    line = judge(sharp_sums.DERIVATION, "pointwise", "pointwise")
    solved = all(tightrope.DERIVATION.proved(step, "pointwise") for step in tightrope.DERIVATION.steps)
    return Answer(
        claim="L5",
        verdict=line.verdict if solved else "undecided",
        evidence=line.evidence if solved else "searched",
        because=(
            f"No learner with pointwise error $\\epsilon$ costs more than $\\sum_t (1-(1-\\epsilon)^t)$. The recursion is $T - (1-\\epsilon)(1-(1-\\epsilon)^T)/\\epsilon$ in closed form; the two-state tightrope "
            f"costs exactly that, checked as fractions for {len(horizons)} horizons up to {horizons[-1]}."
        ),
        numbers={"cost at epsilon 1/10, T 5": number(worst_case("pointwise", error, 5))},
        figure="growth",
    )


def _order() -> Answer:
    """L6: the order from both sides."""
    steps = {step.id: tightrope.DERIVATION.proved(step, "pointwise") for step in tightrope.DERIVATION.steps}
    both = steps["triangle"] and steps["order-above"] and steps["lower"] and steps["order-below"]
    return Answer(
        claim="L6",
        verdict="attained" if both else "undecided",
        evidence="proved" if both else "searched",
        because=(
            "At most $\\epsilon T(T+1)/2$, and on the tightrope at least $\\epsilon T^2/3$ while $\\epsilon T \\leq 1$: "
            "the order is quadratic from both sides."
        ),
        figure="growth",
    )


def _likelihood() -> Answer:
    """L18: every step from the likelihood to least squares."""
    chain = gaussian_likelihood.DERIVATION
    proved = all(chain.proved(step, "any") for step in chain.steps if step.lecture == "L18")
    return Answer(
        claim="L18",
        verdict="holds" if proved else "undecided",
        evidence="proved" if proved else "searched",
        because=(
            "The logarithm of one density is a constant less the square over $2\\sigma^2$; added up over $n$ samples, a larger "
            "likelihood is a smaller sum of squares, and the other way round, for every fixed $\\sigma > 0$."
        ),
    )


def _looseness() -> dict[str, object]:
    """How many times the lecture's bound exceeds the exact worst case, at epsilon T = 1 and T = 100."""
    values = {epsilon: Fraction(1, 100), T: 100}
    bound = exact_value(epsilon * T + 2 * epsilon * T**2, values)
    return {
        f"lecture's bound / worst case ({reading}), epsilon 1/100, T 100": number(
            bound / exact_value(closed_forms(reading).disagreement, values)
        )
        for reading in ("pointwise", "per_step", "time_averaged")
    }


EXPERIMENT = Experiment(
    key="lecture-lines",
    title="The lecture's lines under every reading",
    question="Which lines of the lecture's proofs are true, and under which meaning of the error?",
    text=(
        "Each line is either proved, from the reading's assumption alone, by induction, by adding up inequalities over "
        "states and decisions, and by z3 for the scalar steps; or it is put to the witness problems in exact arithmetic, "
        "and one that meets the reading and breaks the line refutes it. *Attained* means proved, and an equality on a "
        "witness. Rows marked *repair* are not in the lecture: they replace the mixture by the mass that has not "
        "disagreed yet, and their last line is the sharp bound."
    ),
    claims=("L5", "L6", "L7", "L18", *LINES),
    run=run,
)
