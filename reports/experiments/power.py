"""What the checks of the catalogue can refute: every bound's false neighbours."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tightrope.bounds.catalogue import BOUNDS, bound
from tightrope.reports.evidence.measured_witnesses import meeting
from tightrope.reports.evidence.neighbours import LESS, REFUTED, Fate, fates
from tightrope.reports.publishing.experiment import Check, Experiment, Profile, Row, Study, for_each_cell
from tightrope.reports.publishing.prose import prose_of

EXPLICIT = ("inequality", "identity")  # what one problem can refute
UNMET = ("rgb11-dagger-loss", "discounted-cloning", "discounted-cloning-exact", "discounted-gail", "gcsl-deterministic")
WEAKER = "weaker reading"
CHANGES = (*LESS, "T - 1 for T", "one power of T less", WEAKER)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A bound of the catalogue by its key."""

    bound: str


CELLS = tuple(Cell(bound=one.key) for one in BOUNDS if one.kind in EXPLICIT and one.key not in UNMET)


def measure(cell: Cell, profile: Profile) -> dict[str, object]:
    """The fate of each neighbour, empty if the bound has no such neighbour; exact."""
    found = {WEAKER if fate.change.endswith("reading") else fate.change: fate for fate in fates(bound(cell.bound))}
    return {"bound": bound(cell.bound).title, **{change: _shown(found.get(change)) for change in CHANGES}}


def _shown(fate: Fate | None) -> str:
    """The witness that refutes it where that counts, with its epsilon and T; or else *true*,
    *at the edge* or *survives*.
    """
    if fate is None:
        return ""
    by = fate.witness
    return f"{by.key} ({by.error}, {by.horizon})" if by and fate.fate == REFUTED else f"*{fate.fate}*"


def shown_fates(row: Row) -> list[str]:
    """Refuted, true, at the edge or survives, of each neighbour that there is."""
    shown = [row[change] for change in CHANGES if row[change]]
    return [words.strip("*") if words.startswith("*") else REFUTED for words in shown]


def some_neighbour_is_refuted(cell: Cell, row: Row) -> tuple[bool, bool]:
    return REFUTED in shown_fates(row), True


def no_witness_meets(study: Study) -> Iterator[tuple]:
    for key in UNMET:
        yield key, [one.name for one, _ in meeting(bound(key))], []


def numbers(study: Study) -> dict[str, object]:
    return dict(sorted(Counter(fate for row in study.rows for fate in shown_fates(row)).items()))


EXPERIMENT = Experiment(
    key="power",
    prose=prose_of(__file__),
    cells=CELLS,
    measure=measure,
    numbers=numbers,
    checks=(
        Check(
            name="something false near each bound is refuted, or its check shows nothing",
            compared=for_each_cell(some_neighbour_is_refuted),
        ),
        Check(name="no witness meets the assumptions of a bound that is left out", compared=no_witness_meets),
    ),
)
