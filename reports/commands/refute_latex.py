"""The answer of `tightrope refute` as a sentence of LaTeX: what is claimed, of which points, and its fate."""

from fractions import Fraction

from sympy import Rational

from tightrope.bounds.extremes.open_setting import LARGEST, OPEN_LETTERS, Range
from tightrope.bounds.language.letters import to_latex
from tightrope.reports.evidence.deciding import as_it_counts
from tightrope.reports.evidence.finding import Counterexample, Finding
from tightrope.reports.evidence.question import AT_LEAST, Conjecture
from tightrope.simulators.model.arithmetic import exact_string
from tightrope.simulators.model.rounding import digits_above, digits_below

LONGEST_EXACT = 40  # characters of a fraction in a sentence


def sentence(found: Finding) -> str:
    """Whole by itself: it names the domain of epsilon and T, what is assumed, and the ranges of other letters."""
    asked, witness = found.conjecture, found.counterexample
    relation = "\\geq" if asked.relation == AT_LEAST else "\\leq"
    worst = "worst " * (asked.relation == AT_LEAST)
    claim = f"$\\text{{{worst}{_verbatim(asked.setting.quantity)}}} {relation} {_formula(asked)}$"
    claim += f" ({asked.setting.reading.replace('_', '-')} error at most $\\epsilon$) for {_domain(asked)}"
    if asked.asks_for_a_constant:
        return (
            f"The smallest $C$ with {claim}: {_smallest(found)} ({found.verdict}, {found.evidence}); {_because(found)}."
        )
    if not witness or asked.eventually or not witness.ran:
        return f"The conjecture {claim}: {found.verdict} ({found.evidence}); {_because(found)}."
    counts = as_it_counts(asked.setting).replace("gamma^(t-1)", r"$\gamma^{t-1}$").replace("[0, 1]", "$[0, 1]$")
    return f"The conjecture {claim} is false: {_fails(witness)}{counts}."


def _formula(asked: Conjecture) -> str:
    if asked.formula is not None and asked.known.everywhere:
        return to_latex(asked.formula)
    if asked.asked_in:
        return f"1 - (\\text{{\\texttt{{{_verbatim(asked.text)}}}}})"
    return f"\\text{{\\texttt{{{_verbatim(asked.text)}}}}}"


def _domain(asked: Conjecture) -> str:
    domain = asked.domain
    low, high = _number(domain.low), _number(domain.high)
    below = "\\leq" if domain.low else "<"
    errors = f"\\epsilon = {high}" if low == high else f"{low} {below} \\epsilon \\leq {high}"
    horizons = f"T \\geq {domain.first}" if domain.last is None else f"{domain.first} \\leq T \\leq {domain.last}"
    horizons = f"T = {domain.first}" if domain.last == domain.first else horizons
    all_of = [f"${errors}$", "large $T$" if asked.eventually else f"${horizons}$"]
    all_of += [f"${_range(one)}$" for one in asked.ranges]
    open_ones = {"missing" if one.name == "m" else one.name for one in asked.ranges}
    fixed = {name: value for name, value in asked.setting.assumed().items() if name not in open_ones}
    given = " and ".join(map(_assumption, fixed.items()))
    return f"all {', '.join(all_of)}{', where ' if given else ''}{given}"


def _assumption(given: tuple[str, str]) -> str:
    name, value = given
    if name == "expert":
        return f"the expert is {value}"
    return f"${_letter(name)} = {_number(Fraction(value))}$"


def _range(one: Range) -> str:
    letter, most = _letter(one.name), LARGEST[one.name] if one.high is None else one.high
    if most is None and one.name != "J_star":
        return f"{letter} \\geq {_number(one.low)}"
    return f"{_number(one.low)} \\leq {letter} \\leq {'T' if most is None else _number(most)}"


def _smallest(found: Finding) -> str:
    constant = found.constant
    if found.verdict == "refuted" or constant is None:
        return "there is none"
    if constant.lower == constant.upper and len(exact_string(constant.lower)) <= LONGEST_EXACT:
        return f"$C = {_number(constant.lower)}$"
    lower = f"{digits_below(constant.lower)} \\leq C"
    return f"${lower}$" if constant.upper is None else f"${lower} \\leq {_upper_end(constant.upper)}$"


def _upper_end(upper: Fraction) -> str:
    return _number(upper) if len(exact_string(upper)) <= LONGEST_EXACT else digits_above(upper)


def _because(found: Finding) -> str:
    said = _verbatim(found.because).replace("epsilon", r"$\epsilon$")
    return said.replace("<=", r"$\leq$").replace(">=", r"$\geq$")


def _fails(witness: Counterexample) -> str:
    exact = "" if witness.claimed.exact is None else exact_string(witness.claimed.exact)
    claimed = f"${exact}$" if 0 < len(exact) <= LONGEST_EXACT else f"at most {digits_above(witness.claimed.upper)}"
    point = f"$\\epsilon = {_number(witness.error)}$, $T = {witness.horizon}$"
    point += "".join(f", ${_letter(name)} = {_number(x)}$" for name, x in witness.values.items())
    attains = f"the problem \\texttt{{{_verbatim(witness.problem)}}} attains ${_number(witness.actual)}$"
    return f"at {point} it claims {claimed}, and {attains}"


def _letter(name: str) -> str:
    name = "m" if name == "missing" else name
    if name in OPEN_LETTERS:
        return to_latex(OPEN_LETTERS[name])
    return {"gamma": r"\gamma", "R": "R"}.get(name, f"\\text{{{name.replace('_', '-')}}}")


def _verbatim(text: str) -> str:
    return text.replace("_", r"\_")


def _number(value: Fraction) -> str:
    return to_latex(Rational(value.numerator, value.denominator))
