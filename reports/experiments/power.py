"""What the checks of the catalogue can refute: every bound's false neighbours."""

from collections import Counter

from tightrope.bounds.catalogue import BOUNDS
from tightrope.reports.evidence.neighbours import Fate, fates
from tightrope.reports.publishing.unconverted import Experiment, Profile, Result

EXPLICIT = ("inequality", "identity")  # what one problem can refute


def run(profile: Profile) -> Result:
    """The fate of each neighbour of each explicit bound that some witness meets. The profile changes nothing: it is exact."""
    found = {bound.key: fates(bound) for bound in BOUNDS if bound.kind in EXPLICIT}
    asked = {key: each for key, each in found.items() if each}
    powerless = [key for key, each in asked.items() if not any(one.fate == "refuted" for one in each)]
    if powerless:
        raise RuntimeError(f"nothing false near {', '.join(powerless)} is refuted: the check of it shows nothing")
    changes = list(dict.fromkeys(_column(one) for each in asked.values() for one in each))
    rows = tuple({"bound": key, **{change: _cell(each, change) for change in changes}} for key, each in asked.items())
    counts = Counter(one.fate for each in asked.values() for one in each)
    return Result(answers=(), table=rows, numbers=dict(sorted(counts.items())))


def _column(one: Fate) -> str:
    return "weaker reading" if one.change.endswith("reading") else one.change


def _cell(each: list[Fate], change: str) -> str:
    """Refuted by which witness, true, or surviving; empty if the bound has no such neighbour."""
    one = next((fate for fate in each if _column(fate) == change), None)
    if one is None:
        return ""
    return one.by.partition(",")[0] if one.fate == "refuted" else f"*{one.fate}*"


EXPERIMENT = Experiment(
    key="power",
    title="What these checks can refute",
    question="If a bound were a little wrong, would we notice?",
    text=(
        "A test that nothing can fail shows nothing. So every explicit bound of the catalogue is changed a little, and the "
        "changed bound is put to the same witnesses in exact arithmetic. A cell names the witness that refutes the changed bound; *true* "
        "says that it is proved, since the bound is loose; *survives* that neither is known. Bounds whose "
        "assumptions no problem of this kind meets are left out. A weaker reading is the next weaker one: the average for "
        "the pointwise error, the average over decisions for that, finite data for that; the expert's states for the learner's."
    ),
    claims=(),
    run=run,
)
