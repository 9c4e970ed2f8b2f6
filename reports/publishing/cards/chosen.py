"""Which picture each claim's card has. A claim that is about no number has none."""

from collections.abc import Mapping
from functools import partial

from tightrope.reports.publishing.cards.picture import Choice, Numbers, Part, Picture, Sides
from tightrope.reports.publishing.figure import Figure

HORIZON, DECISION = "horizon T", "decision t"
OFF, HITS, TREE = "off within 60, width ", "hits a tree, five ways, ", "one-tree, s = 0, "
DRAWN = partial(Part, along=HORIZON)

CHOSEN: dict[str, Choice] = {
    "L1": Numbers(
        title="log-likelihood of an action (0 is best)",
        keys={
            "cloned": "log-likelihood of an action, cloned",
            "cloned, 1 added": "log-likelihood of an action, cloned, 1 added to each count",
            "demonstrator": "log-likelihood of an action, the demonstrator",
            "uniform guess": "log-likelihood of an action, uniform guess",
        },
    ),
    "L2": Numbers(
        title="independent samples that 50 steps are worth",
        keys={
            "for labels": "worth of 50 steps for labels",
            "for coverage": "worth of 50 steps for coverage",
            "for averages": "worth of 50 steps for averages",
        },
    ),
    "L3": Part(
        title="distance of the state laws (TV)",
        along=DECISION,
        figure="distance",
        number=0,
        labels={
            "exam": "exam (per step)",
            "tightrope": "tightrope (pointwise)",
            "recovery chain": "recovery chain, ρ = 1/5",
        },
    ),
    "L4": Numbers(
        title="error on own states / on the expert's",
        keys={
            "trap": "ratio on the trap",
            "tightrope": "ratio on the tightrope",
            "Reset-Cliff": "ratio on Reset-Cliff, 64 demonstrations",
        },
    ),
    "L5": Numbers(
        title="cost of the tightrope, ε = 1/10",
        keys={f"T = {horizon}": f"cost at epsilon 1/10, T {horizon}" for horizon in (1, 5, 10, 20)},
    ),
    "L6": DRAWN(
        title="expected disagreements, ε = 1/1000",
        figure="growth",
        number=1,
        labels={
            "εT + 2εT²": "lecture: εT + 2εT²",
            "CliffWalking": "CliffWalking, restarting",
            "DAgger": "DAgger on CliffWalking",
        },
    ),
    "L7": Sides(
        title="error at a decision, ε = 1/2 over both",
        claimed="L7: at most",
        found="in the trap",
        reading="time_averaged",
    ),
    "L8": Sides(
        title="chance of s1 after one decision",
        claimed="L8: at least",
        found="on the cycle",
    ),
    "L9": Sides(title="the laws differ by", claimed="L9: at most", found="in the exam"),
    "L10": Sides(title="the laws differ by", claimed="L10: at most", found="in the exam"),
    "L11": Sides(title="the learner's cost in one state", claimed="L11: equal to", found="there"),
    "L12": DRAWN(
        title="expected disagreements, ε = 1/100",
        figure="headline",
        number=0,
        labels={
            "εT + 2εT²": "lecture: εT + 2εT²",
            "exact worst": "cloning, exact worst case",
            "all T": "all T decisions",
        },
    ),
    "L13": Part(
        title="worst cost of an episode, ε = 1/100",
        along="share of data off the track",
        figure="paradox",
        number=1,
        labels={"T = 400": "T = 400", "T = 100": "T = 100", "T = 20": "T = 20"},
    ),
    "L14": Numbers(
        title="chance to leave the road within 60",
        keys={
            "no side cameras": f"{OFF}0, flipped -",
            "width 1, half flipped": f"{OFF}1, flipped 1/2",
            "width 1, a tenth": f"{OFF}1, flipped 1/10",
            "width 2, a tenth": f"{OFF}2, flipped 1/10",
        },
    ),
    "L15": Numbers(
        title="least error of a policy without memory",
        keys={
            "lag 3, λ = 0": "lag 3, λ = 0",
            "lag 3, λ = 1/2": "lag 3, λ = 1/2",
            "hidden mode": "hidden mode, no cue",
            "with three cues": "hidden mode, three cues, η = 3/10",
            "Markovian expert": "lag 0, the contrast: a Markovian expert",
        },
    ),
    "L16": Numbers(
        title="examples for an error of 5 %",
        keys={f"expert looks back {k}": f"examples for 5 %, table, lag {k}" for k in (0, 1, 2, 4, 6)},
    ),
    "L17": Part(
        title="probability of a wrong action",
        along=DECISION,
        figure="brake-light",
        number=1,
        labels={
            "with the light": "with light, own states",
            "without it": "no light, all states: d",
            "in the data": "with light, expert's: q",
        },
    ),
    "L19": Numbers(
        title="probability of hitting a tree",
        keys={
            "squared error, 1 tree": "one-tree, sigma 3/20, squared error collides",
            "the expert, 1 tree": "one-tree, sigma 3/20, the expert collides",
            "squared error, 4 trees": "four-trees, sigma 1/10, squared error collides",
            "the expert, 4 trees": "four-trees, sigma 1/10, the expert collides",
        },
    ),
    "L20": Numbers(
        title="probability of hitting a tree, five ways",
        keys={f"K = {k}": f"{HITS}K = {k}, s = 0" for k in range(1, 6)},
    ),
    "L21": Numbers(
        title="probability of hitting the tree",
        keys={
            f"noise {noise}": f"one-tree, d = {noise}: hits a tree" for noise in ("1/20", "3/20", "3/10", "3/5", "9/10")
        },
    ),
    "L22": Numbers(
        title="probability of hitting the tree",
        keys={
            "1 step": f"{TREE}1 step of the flow: hits a tree",
            **{f"{n} steps": f"{TREE}{n} steps of the flow: hits a tree" for n in (2, 4, 10, 50)},
        },
    ),
    "L23": Part(
        title="lost by the policy, in nats",
        along="parts of the action",
        figure="discretised-parts",
        number=0,
        labels={"independent": "independent heads", "a chain": "a chain"},
    ),
    "L24": Numbers(
        title="chance to reach the goal",
        keys={
            "grid": "grid, steps told",
            "slippery grid": "slippery grid, steps told",
            "grid, steps untold": "grid, steps not told",
        },
    ),
    "L25": Part(
        title="share of states that know the way",
        along="number of goals",
        figure="goal-coverage",
        number=0,
        labels={
            "400 pairs": "N = 400 pairs",
            "100 pairs": "N = 100 pairs",
            "50 pairs": "N = 50 pairs",
            "one goal": "one goal",
        },
    ),
    "L26": Numbers(
        title="chance to reach 2 from 0",
        keys={
            "run 0-1-2-3": "run 0-1-2-3, meant for 3",
            "0-1 and 1-2": "pieces 0-1 and 1-2",
            "only 3-2-1-0": "runs 3-2-1-0 only",
        },
    ),
    "L27": Numbers(
        title="size of the shift",
        keys={
            "certain, 1st shift": "grid, steps told, first shift",
            "certain, 2nd shift": "grid, steps told, second shift",
            "lock, 1st shift": "lock, chances 1 and 2/5, first shift",
            "lock, 2nd shift": "lock, chances 1 and 2/5, second shift",
        },
    ),
    "L28": Part(
        title="from the data to the learner (TV)",
        along="data sets",
        figure="aggregation",
        number=0,
        labels={"shared, majority": "majority", "own labels": "own labels", "frequencies": "frequencies, s = 0.5"},
    ),
    "L29": DRAWN(
        title="task cost beyond the expert's",
        figure="recoverability",
        number=0,
        labels={
            "no way back": "DAgger, tightrope",
            "with a way back": "DAgger, recovery chain",
            "bound uεT": "u εT, recovery chain",
        },
    ),
    "L30": Numbers(
        title="expected cost of an episode",
        keys={
            "DAgger, 3 labels": "DAgger, 3 labels",
            "cloning, 3 labels": "cloning, 3 labels",
            "DAgger, no way back": "DAgger, 20 labels, no way back",
            "cloning, no way back": "cloning, 20 labels, no way back",
        },
    ),
    "L31": Part(
        title="expected cost of an episode",
        along="frames that labels are late",
        figure="late-labels",
        number=1,
        labels={"DAgger": "DAgger, mean of rounds", "cloning": "cloning"},
    ),
}
HERO = DRAWN(
    title="Expected disagreements in an episode, ε = 1/100",
    figure="headline",
    number=0,
    labels={
        "lecture’s bound": "lecture: εT + 2εT²",
        "all T decisions": "all T decisions",
        "cloning, at worst": "cloning, exact worst case",
        "DAgger": "DAgger: εT",
    },
)


def picture_of(claim: Mapping, figures: Mapping[str, Figure]) -> Picture | None:
    """What the claim's card shows; None if that is not in the report."""
    choice = CHOSEN.get(claim["id"])
    return None if choice is None else choice.of(claim, figures)
