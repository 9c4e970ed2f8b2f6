"""The published bounds side by side: how close the problems come to each, and which implies which."""

from fractions import Fraction

from tightrope.bounds.catalogue import BOUNDS
from tightrope.bounds.language.bound import Bound
from tightrope.bounds.language.letters import to_latex
from tightrope.bounds.proof.implication import Implication, implications
from tightrope.reports.evidence.applicability import claimed
from tightrope.reports.evidence.measured_witnesses import meeting
from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing.unconverted import Experiment, Figure, Graph, Panel, Profile, Result

LARGEST_EXACT = 10**9


def run(profile: Profile) -> Result:
    """Every bound of the catalogue asked of every witness; the implications between the explicit ones."""
    best = _closest()
    rows = tuple(_row(bound, best.get(bound.key)) for bound in BOUNDS)
    found = implications(BOUNDS)
    figure = Figure(
        key="dominance",
        see="Which bound implies which: the sharper one stands on the left, with the factor that the other loses.",
        caption=(
            "An arrow from a bound to one that it implies: same quantity, no more assumed, and never larger for "
            "$0 < \\epsilon \\leq 1$. The label is the range of the ratio on a grid of $\\epsilon$ and $T$; a star marks a "
            "comparison that z3 proved, the others were searched on the grid."
        ),
        alt="A graph of bounds with arrows from the sharper to the implied ones.",
        panels=(
            Panel(
                heading="",
                x_label="",
                y_label="",
                x_scale="linear",
                y_scale="linear",
                graph=Graph(columns=_columns(found), arrows=tuple((i.stronger, i.weaker, _label(i)) for i in found)),
            ),
        ),
    )
    return Result(answers=(), figures=(figure,), table=rows)


def _closest() -> dict[str, tuple[Fraction, str]]:
    """For each bound the largest share of it that a witness reaches. Raises RuntimeError if one exceeds it."""
    best: dict[str, tuple[Fraction, str]] = {}
    for bound in (one for one in BOUNDS if one.kind == "inequality"):
        for one, values in meeting(bound):
            value, actual = claimed(bound.expression, values), values[bound.quantity]
            if actual > value:
                raise RuntimeError(f"{bound.key} is exceeded by {one.name}")
            if value and actual / value > best.get(bound.key, (Fraction(-1), ""))[0]:
                best[bound.key] = (actual / value, one.key)
    return best


def _row(bound: Bound, best: tuple[Fraction, str] | None) -> dict[str, object]:
    return {
        "bound": f"$\\displaystyle {to_latex(bound.quantity)} {_sign(bound)} {to_latex(bound.expression)}$",
        "key": bound.key,
        "readings": ", ".join(reading.key for reading in bound.readings),
        "source": f"[@{bound.source.bibtex_key}], {bound.source.read}" if bound.source.bibtex_key else "this project",
        "largest share reached": _share(best[0]) if best else "",
        "by": best[1] if best else bound.kind,
    }


def _sign(bound: Bound) -> str:
    """How the statement compares: an order hides its constant, and some are from below."""
    if bound.kind == "order":
        return "\\gtrsim" if "LOWER" in bound.note else "\\lesssim"
    return "=" if bound.kind == "identity" else "\\leq"


def _share(share: Fraction) -> dict[str, object]:
    """Shares of bounds with roots or logarithms are enclosures: their digits are shown, not the rational that encloses."""
    return number(share if share.denominator < LARGEST_EXACT else float(share))


def _label(one: Implication) -> str:
    span = f"{float(one.least):.3g}" if one.least == one.most else f"{float(one.least):.3g} to {float(one.most):.3g}"
    return f"x {span}" + (" *" if one.evidence == "proved" else "")


def _columns(found: list[Implication]) -> tuple[tuple[str, ...], ...]:
    """Columns from the left: a bound stands right of all that imply it. Of two equal ones the first stands left."""
    names = list(dict.fromkeys(name for i in found for name in (i.stronger, i.weaker)))
    depth = dict.fromkeys(names, 0)
    for _ in names:
        for i in found:
            if not (i.least == i.most == 1 and names.index(i.weaker) < names.index(i.stronger)):
                depth[i.weaker] = max(depth[i.weaker], min(depth[i.stronger] + 1, len(names)))
    return tuple(tuple(n for n in names if depth[n] == level) for level in sorted(set(depth.values())))


EXPERIMENT = Experiment(
    key="catalogue",
    title="The bounds side by side",
    question="How do the published bounds compare, and how close does any problem come to each?",
    text=(
        "Every bound of the catalogue is a value with assumptions that can be evaluated: it was asked of every witness at "
        "several $\\epsilon$ and $T$, with $\\epsilon$ as measured in the bound's own reading. The table shows the largest share of the bound that "
        "was reached: 1 is sharp, and more than 1 would refute it. Where there is no share the last column says why: the "
        "statement is an order with unknown constants, holds with a probability over data, or speaks of quantities that these problems do not have. "
        "A source is *read* there, known from a *secondary* one, or *recalled* and to be checked."
    ),
    claims=(),
    run=run,
)
