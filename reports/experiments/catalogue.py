"""The published bounds side by side: how close the problems come to each, and which implies which."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.bounds.language.bound import Bound
from tightrope.bounds.language.letters import to_latex
from tightrope.bounds.proof.implication import Implication, implications
from tightrope.reports.evidence.measured_witnesses import Share, shares
from tightrope.reports.evidence.verdict import number
from tightrope.reports.publishing import experiment
from tightrope.reports.publishing.experiment import Check, Experiment, Profile
from tightrope.reports.publishing.figure import Graph
from tightrope.reports.publishing.prose import prose_of

LARGEST_EXACT = 10**9


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A bound of the catalogue by its key."""

    bound: str

    @property
    def reached(self) -> tuple[Share, ...]:
        """What the witnesses reach of it; nothing if it is no inequality."""
        one = bound(self.bound)
        return shares(one) if one.kind == "inequality" else ()


CELLS = tuple(Cell(bound=one.key) for one in BOUNDS)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The bound, and the largest share of it that a witness reaches where it is meant; the first witness of those;
    exact.
    """
    one = bound(cell.bound)
    best = max((each for each in cell.reached if each.counts), key=lambda each: each.share, default=None)
    return {
        "bound": f"$\\displaystyle {to_latex(one.quantity)} {_sign(one)} {to_latex(one.expression)}$",
        "key": one.key,
        "readings": ", ".join(reading.key for reading in one.readings),
        "source": f"[@{one.source.bibtex_key}], {one.source.read}" if one.source.bibtex_key else "this project",
        "largest share reached": _share(best.share) if best else "",
        "by": best.witness.key if best else one.kind,
        "at": best.witness.point if best else "",
    }


def _sign(one: Bound) -> str:
    """How the statement compares: an order hides its constant, and some are from below."""
    if one.kind == "order":
        return "\\gtrsim" if one.from_below else "\\lesssim"
    return "=" if one.kind == "identity" else "\\leq"


def _share(share: Fraction) -> dict[str, object]:
    """Shares of bounds with roots or logarithms are enclosures: their digits are shown,
    not the rational that encloses.
    """
    return number(share if share.denominator < LARGEST_EXACT else float(share))


@dataclass(frozen=True, kw_only=True)
class Study(experiment.Study):
    @cached_property
    def implied(self) -> list[Implication]:
        return implications(tuple(bound(cell.bound) for cell in self.cells))


def exceeded(study: Study) -> Iterator[tuple]:
    for cell in study.cells:
        yield cell, [each.witness.name for each in cell.reached if each.share > 1], []


def pictures(study: Study) -> dict[str, tuple]:
    arrows = tuple((one.stronger, one.weaker, _label(one)) for one in study.implied)
    return {"dominance": (Graph(columns=_columns(study.implied), arrows=arrows),)}


def _label(one: Implication) -> str:
    span = f"{float(one.least):.3g}" if one.least == one.most else f"{float(one.least):.3g} to {float(one.most):.3g}"
    return f"× {span}" + (" *" if one.evidence == "proved" else "")


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
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    study=Study,
    pictures=pictures,
    checks=(Check(name="no witness exceeds a bound whose assumptions it meets", compared=exceeded),),
)
