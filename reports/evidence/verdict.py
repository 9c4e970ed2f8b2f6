"""What a report may say of a claim, and on what evidence.

Verdicts   attained (holds, and with equality somewhere), holds, conditional (with its condition), refuted, undecided,
           open (nobody has looked).
Evidence   proved (every step discharged), exact (rational arithmetic on stated problems), certified (a dual certificate
           checked in rationals), searched (nothing found, and what was searched),
           measured (episodes, with an interval).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

VERDICTS = ("attained", "holds", "conditional", "refuted", "undecided", "open")
EVIDENCE = ("proved", "exact", "certified", "searched", "measured", "none")
LONGEST_EXACT = 2**130  # denominators; a rational with a larger one is shown as a rounded value only


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an experiment says of one claim.

    `answer` is the answer in a few words, `because` what there is to say of it; `condition` belongs to a conditional
    verdict; `readings` maps other readings to {"verdict", "evidence", ...}; `numbers` are named values as `number`
    writes them.
    """

    claim: str
    verdict: str
    evidence: str
    because: str
    condition: str = ""
    answer: str = ""
    readings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    numbers: Mapping[str, object] = field(default_factory=dict)
    figure: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS or self.evidence not in EVIDENCE:
            raise ValueError(f"{self.claim}: no such verdict and evidence: {self.verdict}, {self.evidence}")
        if (self.verdict == "conditional") != bool(self.condition):
            raise ValueError(f"{self.claim}: a conditional verdict has a condition, and no other verdict has one")


def number(value: Fraction | float) -> dict[str, object]:
    """A number for a results file: the rational if it is short, and the value rounded to 10 significant digits."""
    shown: dict[str, object] = {"value": rounded(float(value))}
    if isinstance(value, Fraction) and value.denominator <= LONGEST_EXACT:
        shown["exact"] = str(value)
    return shown


def rounded(value: float) -> float:
    """To 10 significant digits: what is hashed must not depend on the last bits of a machine."""
    return float(f"{value:.10g}")
