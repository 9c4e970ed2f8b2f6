"""Side cameras: how wide, how strong and how mislabelled augmentation may be, and when it hurts."""

from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from tightrope.bounds.language.bound import exact_value
from tightrope.bounds.language.letters import T, epsilon, eta, gain, half_width, n, width
from tightrope.bounds.lecture import side_cameras as theory
from tightrope.bounds.lecture.majority import MAJORITY_WRONG
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.publishing.experiment import Curve, Experiment, Figure, Map, Panel, Profile, Result, curve
from tightrope.simulators.measures.confidence import betting, clopper_pearson
from tightrope.simulators.measures.episodes import rollouts
from tightrope.simulators.measures.occupancy import state_laws, task_cost
from tightrope.simulators.model.arithmetic import FLOAT, fraction
from tightrope.simulators.model.policy import Policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.lane import augmented, labelled, lane, steered

HALF_WIDTH, ERROR, HORIZON = 3, Fraction(1, 20), 60
FLIPPED, COIN = Fraction(1, 10), Fraction(1, 2)
SHOWN = (10, 20, 40, 60)  # decisions with a sampled bar
WIDE, WIDE_ERROR, WIDE_HORIZON = 6, Fraction(1, 10), 100  # the road of the map
GAINS = tuple(Fraction(i, 20) for i in range(-20, 61))
FRAMES = (1, 2, 3, 5, 7, 11, 15, 21, 31)
SHARES = (Fraction(3, 10), Fraction(9, 20), Fraction(1, 2), Fraction(11, 20))
DATA_SETS = 10  # times the profile's repetitions


def run(profile: Profile) -> Result:
    """Being off the road over time, over the share of flipped labels, over width and strength, and over the frames."""
    road = lane(HALF_WIDTH)
    rows = tuple(
        _row(road, *each)
        for each in (
            (0, None),
            (1, Fraction(0)),
            (1, FLIPPED),
            (2, FLIPPED),
            (3, FLIPPED),
            (1, COIN),
            (2, COIN),
            (3, COIN),
        )
    )
    thresholds = {w: _threshold(road, w) for w in (1, 2, 3)}
    percent = f"{100 * profile.confidence:g} % intervals, for all bars at once,"
    figures = (
        Figure(
            key="side-cameras",
            see="Side labels that point inward more often than not keep the car on the road; labels that tell nothing do not.",
            caption=(
                f"A lane of half width {HALF_WIDTH}, error 1/20 in the centre, exact. Left: a tenth of the side labels points outward, or "
                f"half of them (the contrast); bars are {percent} from {profile.episodes:,} episodes. Right: the same at "
                f"$T = {HORIZON}$, the clone steering at random where it has no data; where a curve crosses the "
                "dashed line, side cameras begin to hurt."
            ),
            alt="Left: probability of being off against time, plain highest, wide strips lowest. Right: it rises with the flipped share.",
            panels=(_time_panel(road, profile), _flipped_panel(road, thresholds)),
        ),
        Figure(
            key="side-cameras-strength",
            see="Safe for ever if w(1 - |1 - g|) ≥ 1. Labels twice too strong are as bad as labels that say straight on.",
            caption=(
                f"Left: probability of being off within $T = {WIDE_HORIZON}$ on a lane of half width {WIDE}, error 1/10 wherever there are "
                "labels, side labels $-g x$, steering at random beyond the strip; floats with a relative error below "
                "$10^{-10}$. Right: the clone takes the majority of $n$ frames at each offset, $w = 2$, "
                f"$T = {HORIZON}$, error 1/20, half width {HALF_WIDTH}, outward where it has no data: expectation over all data, exact; bars are "
                f"{percent} from {DATA_SETS * profile.repetitions} sampled data sets."
            ),
            alt="Left: map over strength and width with a tent-shaped boundary at strength one. Right: curves against frames.",
            panels=(_strength_panel(), _frames_panel(road, profile)),
        ),
    )
    return Result(
        answers=(_answer(rows, thresholds),),
        figures=figures,
        table=rows,
        numbers={f"share of flipped labels beyond which width {w} hurts": number(x) for w, x in thresholds.items()},
    )


def _answer(rows: tuple[dict, ...], thresholds: dict[int, float]) -> Answer:
    off = {(row["width w"], row["flipped"]): row["off within 60"]["value"] for row in rows}
    return Answer(
        claim="L14",
        verdict="conditional",
        evidence="exact",
        because=(
            f"On a lane of half width {HALF_WIDTH} the plain clone is off within {HORIZON} decisions with probability "
            f"{off[0, '-']:.3f}; with right side labels never, however narrow the strip; with a tenth of them flipped "
            f"{off[3, '1/10']:.4f}, with half of them {off[3, '1/2']:.3f}. Beyond a share of about "
            f"{min(thresholds.values()):.3f} they hurt a clone that steers at random where it has no data."
        ),
        condition=(
            "the side labels lead inward more often than outward, and their strength $g$ and width $w$ meet "
            "$w (1 - \\lvert 1 - g \\rvert) \\geq 1$"
        ),
        numbers={f"off within 60, width {w}, flipped {share}": number(value) for (w, share), value in off.items()},
        figure="side-cameras",
    )


def _row(road: Problem, w: int, flipped: Fraction | None) -> dict[str, object]:
    """Exact probability of being off, and the mean time in the strip by its formula; both checked where both are known."""
    off = _off(road, augmented(road, ERROR, w, flipped or Fraction(0), "outward"))
    if not w and off != exact_value(theory.PLAIN, {epsilon: ERROR, T: HORIZON, half_width: HALF_WIDTH}):
        raise RuntimeError(f"without side cameras the car is off with probability {off}, not as the formula says")
    if flipped == 0 and off:
        raise RuntimeError(f"with right labels the car is off with probability {off}")
    time = exact_value(theory.TIME_COVERED, {epsilon: ERROR, eta: flipped, width: w}) if w and flipped else None
    return {
        "width w": w,
        "flipped": "-" if flipped is None else str(flipped),
        "off within 60": number(off),
        "mean time in the strip": number(time) if time else ("for ever" if w else number(1 / ERROR)),
    }


def _off(road: Problem, clone: Policy, horizon: int = HORIZON) -> Fraction:
    return task_cost(road.mdp, clone, horizon)


def _time_panel(road: Problem, profile: Profile) -> Panel:
    cases = {
        "plain": augmented(road, ERROR, 0, Fraction(0), "outward"),
        "w = 3, half flipped": augmented(road, ERROR, 3, COIN, "outward"),
        "w = 1, a tenth flipped": augmented(road, ERROR, 1, FLIPPED, "outward"),
        "w = 2, a tenth flipped": augmented(road, ERROR, 2, FLIPPED, "outward"),
        "w = 3, a tenth flipped": augmented(road, ERROR, 3, FLIPPED, "outward"),
    }
    times, curves = range(HALF_WIDTH + 1, HORIZON + 1), []
    for label, clone in cases.items():
        exact = [fraction(law[-1]) for law in state_laws(road.mdp, clone, HORIZON)]
        curves.append(curve(label, "problem", times, [exact[t] for t in times]))
        if label.startswith("w = 1"):
            curves.append(_sampled(road, clone, exact, profile))
    return _panel("decisions taken", "probability of being off the road", curves, y_scale="log", legend="lower right")


def _sampled(road: Problem, clone: Policy, exact: list[Fraction], profile: Profile) -> Curve:
    """Episodes; raises RuntimeError if an interval misses the exact probability."""
    off = road.mdp.shape[0] - 1
    blocks = rollouts(road.with_learner(clone), HORIZON, profile.episodes, profile.seed)
    fallen = sum((block.states == off).sum(axis=0) for block in blocks)
    level = each(profile.confidence, len(SHOWN))
    intervals = [clopper_pearson(int(fallen[t]), profile.episodes, level) for t in SHOWN]
    return beside("episodes", SHOWN, [exact[t] for t in SHOWN], intervals)


def _flipped_panel(road: Problem, thresholds: dict[int, float]) -> Panel:
    shares = [Fraction(i, 40) for i in range(41)]
    curves = [
        curve(
            f"w = {w}: hurts beyond {thresholds[w]:.3f}",
            "problem",
            shares,
            [_off(road, augmented(road, ERROR, w, share, "uniform")) for share in shares],
        )
        for w in (1, 2, 3)
    ]
    plain = _off(road, augmented(road, ERROR, 0, Fraction(0), "uniform"))
    curves.append(curve("without side cameras", "bound", (0, 1), (plain, plain)))
    return _panel("share of side labels that point outward", f"probability of being off within {HORIZON}", curves)


def _threshold(road: Problem, w: int) -> float:
    """The share of flipped labels at which side cameras help as little as none, by bisection in floats."""
    plain = task_cost(road.mdp, augmented(road, ERROR, 0, Fraction(0), "uniform"), HORIZON, FLOAT)
    low, high = Fraction(0), Fraction(1)
    for _ in range(40):
        middle = (low + high) / 2
        helps = task_cost(road.mdp, augmented(road, ERROR, w, middle, "uniform"), HORIZON, FLOAT) < plain
        low, high = (middle, high) if helps else (low, middle)
    return float(low)


def _strength_panel() -> Panel:
    road = lane(WIDE, reach=4 * WIDE)
    widths = range(1, WIDE + 1)
    value = []
    for w in widths:
        clones = [steered(road, WIDE_ERROR, w, g, "uniform") for g in GAINS]
        value.append(tuple(_off_wide(road, clone) for clone in clones))
        for g, off in zip(GAINS, value[-1], strict=True):
            if (off == 0) != bool(theory.SAFE_FOR_EVER.subs({gain: g, width: w})):
                raise RuntimeError(f"w = {w}, g = {g}: off with probability {off}, against the condition of safety")
    tent = [Fraction(i, 200) for i in range(30, 371)]
    needed = [exact_value(theory.NEEDED_WIDTH, {gain: g}) for g in tent]
    harmful = [_harmful_gain(road, w) for w in widths]
    return Panel(
        heading="",
        x_label="g, strength of the side labels (right: 1)",
        y_label="w, offsets covered on either side",
        x_scale="linear",
        y_scale="linear",
        map=Map(
            x=tuple(map(float, GAINS)),
            y=tuple(map(float, widths)),
            value=tuple(value),
            unit=f"probability of being off within {WIDE_HORIZON}",
            scale="log",
        ),
        curves=(
            curve("w(1 - |1 - g|) = 1: safe for ever above", "bound", tent, needed),
            curve("too strong: as bad as no side cameras", "bound", harmful, widths),
            curve("too weak, its mirror image 2 - g", "bound", [2 - g for g in harmful], widths),
        ),
        notes=((1.0, 4.5, "safe\nfor ever"),),
    )


def _harmful_gain(road: Problem, w: int) -> float:
    """The strength above 1 at which the side cameras help as little as none, by bisection in floats."""
    plain = _off_wide(road, steered(road, WIDE_ERROR, 0, Fraction(1), "uniform"))
    low, high = Fraction(1), Fraction(4)
    for _ in range(20):
        middle = (low + high) / 2
        helps = _off_wide(road, steered(road, WIDE_ERROR, w, middle, "uniform")) < plain
        low, high = (middle, high) if helps else (low, middle)
    return float(low)


def _off_wide(road: Problem, clone: Policy) -> float:
    return float(task_cost(road.mdp, clone, WIDE_HORIZON, FLOAT))


def expected_off(road: Problem, w: int, wrong: Fraction) -> Fraction:
    """P(off) of the clone of one label an offset, each outward with probability `wrong`, in expectation; exact."""
    tables = product((True, False), repeat=2 * w)
    return sum(
        prod((1 - wrong) if inward else wrong for inward in table) * _off(road, _labelled(road, w, table))
        for table in tables
    )


def _labelled(road: Problem, w: int, table: tuple[bool, ...]) -> Policy:
    return labelled(road, ERROR, dict(zip(_side_offsets(w), table, strict=True)), "outward")


def _side_offsets(w: int) -> list[int]:
    return [x for x in range(-w, w + 1) if x]


def _frames_panel(road: Problem, profile: Profile) -> Panel:
    curves = []
    for share in SHARES:
        exact = [expected_off(road, 2, exact_value(MAJORITY_WRONG, {n: frames, eta: share})) for frames in FRAMES]
        curves.append(curve(f"{100 * float(share):g} % flipped", "problem", FRAMES, exact))
        if share == SHARES[0]:
            curves.append(_sampled_frames(road, share, exact, profile))
    return _panel("n, frames at each offset", f"expected probability of being off within {HORIZON}", curves)


def _sampled_frames(road: Problem, share: Fraction, exact: list[Fraction], profile: Profile) -> Curve:
    """Frames drawn, majorities taken, each table evaluated exactly; a tie is a coin's toss."""
    random = np.random.default_rng(profile.seed)
    sets, price, intervals = DATA_SETS * profile.repetitions, {}, []
    for frames in FRAMES:
        outward = random.binomial(frames, float(share), size=(sets, 4))
        coin = random.random((sets, 4)) < 0.5
        inward = np.where(2 * outward == frames, coin, 2 * outward < frames)
        values = []
        for table in map(tuple, inward.tolist()):
            if table not in price:
                price[table] = float(_off(road, _labelled(road, 2, table)))
            values.append(price[table])
        intervals.append(betting(np.array(values), 1, each(profile.confidence, len(FRAMES))))
    return beside("sampled data sets", FRAMES, exact, intervals)


def _panel(x_label: str, y_label: str, curves: list[Curve], **more: str) -> Panel:
    described = {"y_scale": "linear", "x_label": x_label, "y_label": y_label, **more}
    return Panel(heading="", x_scale="linear", curves=tuple(curves), **described)


EXPERIMENT = Experiment(
    key="side-cameras",
    title="Side cameras",
    question="Does it help to label the views of cameras to the left and right with the way back?",
    text=(
        "A car starts in the centre of its lane, where the expert always is, and errs there by a step to one side with "
        "probability $\\epsilon$. The plain clone has never seen another offset. Side cameras show the offsets up to a width $w$, "
        "labelled with a step inward. If all these labels are right the car never leaves the road, for any $\\epsilon$ "
        "and $T$, and $w = 1$ is enough: the strip has to cover one error. These "
        "frames are free: as many as the expert's own, without waiting for a mistake. If a share $\\eta$ of them is flipped, the mean time "
        "in the strip is $\\sum_{j=0}^{w} h_j$ with $h_0 = 1/\\epsilon$ and $h_j = (1 + (1 - \\eta) h_{j-1})/\\eta$, exponential "
        "in $w$ for $\\eta < 1/2$. The contrast has the same frames with labels that tell nothing, $\\eta = 1/2$: the time is "
        "$(w + 1)/\\epsilon + w (w + 1)$ and the gain is gone. Labels may also be too weak or too strong, $-g x$ at offset $x$, with an "
        "error at every offset: $\\lvert x \\rvert$ has the same law under $g$ and $2 - g$, and the car stays in the strip for ever if and "
        "only if $w (1 - \\lvert 1 - g \\rvert) \\geq 1$. A clone that takes the majority of many frames cleans its labels if they are right "
        "more often than wrong, and makes them all wrong if not."
    ),
    claims=("L14",),
    run=run,
)
