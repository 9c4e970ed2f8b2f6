"""L31: labels that come some frames late. They are right while excursions are long, so they punish success."""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from tightrope.bounds.language.letters import epsilon, rho, to_latex
from tightrope.bounds.lecture.late_labels import LONGEST
from tightrope.reports.evidence.sampled import beside, each
from tightrope.reports.evidence.verdict import Answer, number
from tightrope.reports.publishing.experiment import Curve, Experiment, Figure, Panel, Profile, Result, curve
from tightrope.simulators.measures.confidence import Interval, betting
from tightrope.simulators.measures.occupancy import task_cost
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.policy import Policy
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.training.late_labels import drawn_votes, late_loop, late_votes
from tightrope.simulators.worlds.excursions import OFF, RETURN, STRAIGHT, driver, excursions

SLIP, LOST, BACK, HORIZON = Fraction(1, 20), Fraction(1, 20), Fraction(9, 10), 100
LATENCIES = (0, 1, 2, 3, 5, 7, 10, 12, 14, 15, 16, 18, 20)
SHOWN, ROUNDS = (0, 1, 5, 10, 20), 60
SAMPLED = (1, 5, 10, 20)
SETTINGS = ((Fraction(1, 20), Fraction(1, 20)), (Fraction(1, 50), Fraction(1, 20)), (Fraction(1, 20), Fraction(1, 10)))


@dataclass(frozen=True, kw_only=True)
class LongRun:
    """Frames off the track per decision, with the right label and in all, of the driver who never learned and of the taught one."""

    right: tuple[Fraction, Fraction]
    off: tuple[Fraction, Fraction]

    @property
    def good(self) -> Fraction:
        """The share of rounds, in the long run, whose driver returns.

        A round of the driver who never learned moves the votes towards `return` by gain, one of the taught driver away
        from it by loss; rounds alternate so that the votes stay near a tie.
        """
        gain = self.right[0] - self.off[0] / 2
        loss = self.off[1] / 2 - self.right[1]
        if gain <= 0:
            return Fraction(0)
        return Fraction(1) if loss <= 0 else gain / (gain + loss)


def run(profile: Profile) -> Result:
    """Shares of right labels, long-run costs, rounds; exact, with drawn episodes beside the shares."""
    world = excursions(BACK, LOST)
    never, taught = (_cost(world, returns) for returns in (False, True))
    runs = {latency: long_run(world, SLIP, latency) for latency in LATENCIES}
    means = {latency: found.good * taught + (1 - found.good) * never for latency, found in runs.items()}
    rows = tuple(_row(latency, runs[latency], means[latency]) for latency in LATENCIES)
    gone = first_without_gain(world, SLIP)
    thresholds = {
        f"slip {slip}, back untaught {lost}: {name}": value
        for slip, lost in SETTINGS
        for name, value in _thresholds(slip, lost).items()
    }
    answer = Answer(
        claim="L31",
        verdict="conditional",
        evidence="exact",
        because=(
            f"Labels one frame late leave {100 * float(rows[1]['rounds that return']['value']):.0f} % of DAgger's gain, ten frames late "
            f"{100 * float(rows[6]['rounds that return']['value']):.0f} %, and from {gone} frames on nothing is left. They are right "
            "while excursions are long and wrong once the driver returns fast, so the rounds forget and relearn for ever."
        ),
        condition=(
            "the latency is not small against the excursions: nothing is left once at most half of the unlearned driver's frames off the track were "
            f"off $k$ frames before; in the long run of an episode from $k = {to_latex(LONGEST)}$ on"
        ),
        numbers={"frames late without any gain": number(Fraction(gone))} | thresholds,
        figure="late-labels",
    )
    figures = (_cost_figure(world, runs, means, never, profile), _rounds_figure(world))
    return Result(answers=(answer,), figures=figures, table=rows)


def long_run(world: Problem, slip: Fraction, latency: int) -> LongRun:
    votes = [late_votes(world, _driver(slip, returns), HORIZON, latency)[OFF] for returns in (False, True)]
    return LongRun(
        right=tuple(fraction(vote[RETURN]) for vote in votes),
        off=tuple(fraction(vote[RETURN] + vote[STRAIGHT]) for vote in votes),
    )


def first_without_gain(world: Problem, slip: Fraction) -> int | None:
    """The smallest latency at which DAgger never learns to return; none if there is no such one up to the horizon."""
    return next((k for k in range(HORIZON + 1) if long_run(world, slip, k).good == 0), None)


def _thresholds(slip: Fraction, lost: Fraction) -> dict[str, object]:
    """In episodes of 100 decisions, and in the long run by the closed form, where mu < 1/2."""
    found = {"no gain from": number(Fraction(first_without_gain(excursions(BACK, lost), slip)))}
    if slip < lost:
        found["long run"] = number(float(LONGEST.subs({epsilon: slip, rho: lost})))
    return found


def _driver(slip: Fraction, returns: bool) -> Policy:
    return driver(slip, Fraction(1), Fraction(int(returns)))


def _cost(world: Problem, returns: bool) -> Fraction:
    return task_cost(world.mdp, _driver(SLIP, returns), HORIZON)


def _row(latency: int, found: LongRun, mean: Fraction) -> dict[str, object]:
    shares = [right / off for right, off in zip(found.right, found.off, strict=True)]
    return {
        "frames late": latency,
        "right labels, never learned": number(shares[0]),
        "right labels, taught": number(shares[1]),
        "rounds that return": number(found.good),
        "mean cost": number(mean),
    }


def _cost_figure(world: Problem, runs: dict, means: dict, never: Fraction, profile: Profile) -> Figure:
    shares = [[found.right[i] / found.off[i] for found in runs.values()] for i in (0, 1)]
    ends = (LATENCIES[0], LATENCIES[-1])
    labels = [
        curve("never learned to return", "problem", LATENCIES, shares[0]),
        curve("taught", "problem", LATENCIES, shares[1]),
        curve("half", "worst", ends, (Fraction(1, 2),) * 2),
        _sampled(world, runs, profile),
    ]
    costs = [
        curve("DAgger, mean of rounds", "dagger", LATENCIES, list(means.values())),
        curve("cloning", "problem", ends, (never, never)),
    ]
    return Figure(
        key="late-labels",
        see="Late labels are right while excursions are long: they teach the driver who is lost and mislead the one who is not.",
        caption=(
            f"A slip ($\\epsilon = 1/20$) leads off the track; the untaught driver returns with probability 1/20 a frame, the taught one with 9/10; $T = {HORIZON}$. Left: "
            "share of the frames off the track whose label, the expert's answer some frames before, is right. Right: expected cost of an episode, the "
            f"mean over DAgger's rounds in the long run. Exact; bars are {100 * profile.confidence:g} % intervals, for all at once, from {profile.episodes // 10:,} episodes."
        ),
        alt="Left, the share of right labels falls below a half at 16 frames; right, DAgger's cost rises to cloning's there.",
        panels=(
            _panel("Labels off the track", "share of right labels", labels, "upper right"),
            _panel("What is left of the gain", "expected cost per episode", costs, "upper left"),
        ),
    )


def _sampled(world: Problem, runs: dict, profile: Profile) -> Curve:
    """Right labels counted in episodes, per expected frame off the track."""
    intervals, level = [], each(profile.confidence, len(SAMPLED))
    for latency in SAMPLED:
        votes = drawn_votes(
            world, _driver(SLIP, False), HORIZON, latency, profile.episodes // 10, profile.seed + latency
        )
        intervals.append(_divided(betting(votes[:, OFF, RETURN], 1, level), float(runs[latency].off[0])))
    exact = [runs[latency].right[0] / runs[latency].off[0] for latency in SAMPLED]
    return beside("episodes", SAMPLED, exact, intervals)


def _divided(interval: Interval, by: float) -> Interval:
    return replace(interval, mean=interval.mean / by, lower=interval.lower / by, upper=interval.upper / by)


def _rounds_figure(world: Problem) -> Figure:
    strips = []
    for latency in SHOWN:
        good = [i for i, returns in enumerate(islice(late_loop(world, SLIP, HORIZON, latency), ROUNDS)) if returns]
        strips.append(curve(str(latency), "strip", good, [latency] * len(good)))
    return Figure(
        key="late-labels-rounds",
        see="With late labels DAgger learns to return, forgets it, and learns it again, for ever.",
        caption=(
            f"A block is a round whose driver returns from off the track; round 0 is the clone. Exact visits, equal weights, majorities; $T = {HORIZON}$."
        ),
        alt="Rows of blocks for five latencies: full at 0, with gaps from 1 frame on, empty at 20.",
        panels=(
            Panel(
                heading="Rounds whose driver returns",
                x_label="round of the loop",
                y_label="latency (frames)",
                x_scale="linear",
                y_scale="linear",
                curves=tuple(strips),
            ),
        ),
    )


def _panel(heading: str, y_label: str, curves: list[Curve], legend: str) -> Panel:
    return Panel(
        heading=heading,
        x_label="latency of the labels (frames)",
        y_label=y_label,
        x_scale="linear",
        y_scale="linear",
        curves=tuple(curves),
        legend=legend,
    )


EXPERIMENT = Experiment(
    key="late-labels",
    title="Labels that come late",
    question="What is left of DAgger's gain if the expert's labels come some frames late?",
    text=(
        "The expert answers what it sees, but the label is put to the frame $k$ later: what reaction time does to labels given while watching. Demonstrations never "
        "leave the track, so the clone does not know how to return. In DAgger's rounds a frame off the track is labelled *return* if the driver was off $k$ frames before as well. "
        "While it cannot return, excursions are long and most labels are right; once it can, they are short, and most labels say *straight*. "
        "The sum of all votes goes up in one kind of round and down in the other, and in the long run a fixed share of the rounds returns, $a/(a+b)$ with $a$ what a round of the first kind "
        "adds and $b$ what one of the second takes away. The contrast is $k = 0$, where every round after the first returns. "
        "`tightrope derive late-labels` proves the share of right labels in the long run, $\\mu + (1-\\mu)(1-\\epsilon-\\rho)^k$; where $\\mu \\geq 1/2$ the untaught driver's labels are "
        "mostly right at any latency, but for the first frames of an episode."
    ),
    claims=("L31",),
    run=run,
)
