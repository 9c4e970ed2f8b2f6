"""The paradox: what data off the track are worth, however the learner divides its error."""

from sympy import Ge, Gt, Lt, Min

from tightrope.bounds.extremes.closed_forms import closed_forms
from tightrope.bounds.language.letters import T, epsilon, rho
from tightrope.bounds.lecture.paradox import LINEAR_CAP, NOT_SPLIT, OFF_ERROR, ON_ERROR, off_share, split
from tightrope.bounds.lecture.recovery import EXPECTED_COST
from tightrope.reports.publishing.toys.toy import BOUND, WORST, Case, Line, Sentence, Slider, Toy

ENOUGH = Ge(off_share, epsilon)
WITHOUT = closed_forms("pointwise").disagreement  # no data off the track: nobody returns

# The slider's x is of what can be spent off the track: with alpha < epsilon, that is not the whole error.
MOST = Min(1, off_share / epsilon)
ON, OFF = (error.subs(split, split * MOST) for error in (ON_ERROR, OFF_ERROR))
DIVIDED = EXPECTED_COST.subs({epsilon: ON, rho: rho * (1 - OFF)}, simultaneous=True)

CASE = Case(
    lines=(
        Line(label="without data off the track", role="bound", value=WITHOUT),
        Line(label="with them, the error divided by x", role="worst", value=DIVIDED),
        Line(label="with them, no error off the track", role="dagger", value=NOT_SPLIT),
        Line(label="εT/((1-α)ρ), never exceeded if α ≥ ε", role="ceiling", value=LINEAR_CAP, when=ENOUGH),
    ),
    sentences=(
        Sentence(words="The learner errs with probability {on} on the track and {off} off it."),
        Sentence(
            words="The share of recoveries is at least ε: however the error is divided, the cost is linear in T.",
            when=ENOUGH,
        ),
        Sentence(
            words="The share of recoveries is below ε: the learner can afford to be wrong at every decision off the "
            "track (x = 1), and then nobody returns.",
            when=Lt(off_share, epsilon),
        ),
        Sentence(words="Divided like this, the data off the track do not pay.", when=Gt(WORST, BOUND)),
    ),
    numbers={"on": ON, "off": OFF},
)

PARADOX = Toy(
    key="paradox-tried",
    title="Try it: recoveries in the data",
    sliders=(
        Slider(letter=off_share, sign="α", words="share of the data off the track", least=1e-3, most=0.5, start=0.005),
        Slider(
            letter=epsilon, sign="ε", words="error allowed, averaged over the data", least=1e-3, most=0.5, start=0.01
        ),
        Slider(
            letter=rho, sign="ρ", words="probability that the right action leads back", least=0.01, most=1, start=0.2
        ),
        Slider(letter=T, sign="T", words="decisions", least=1, most=400, start=100, steps="whole"),
        Slider(
            letter=split,
            sign="x",
            words="spent off the track, of what can be",
            least=0,
            most=1,
            start=0.5,
            scale="linear",
        ),
    ),
    cases={"": CASE},
    along=split,
    up="expected cost",
    scale="linear",
)
