"""The brake light: what it costs that a clone sees its own last action."""

from sympy import And, Gt, Le, Lt

from tightrope.bounds.language.letters import T
from tightrope.bounds.lecture.causal_confusion import COPIER_COST, ROUNDS, TRAINING_ERROR, blur, light_error, switch
from tightrope.reports.publishing.toys.toy import BOUND, Case, Line, Sentence, Slider, Toy

OBEYED = Lt(switch, blur)
WRONG = BOUND / T  # how often the light is, where it is obeyed

CASE = Case(
    lines=(
        Line(label="who obeys the light", role="bound", value=COPIER_COST),
        Line(label="who obeys the windscreen", role="worst", value=blur * T),
        Line(label="the clone's error on the expert's states, times T", role="dagger", value=TRAINING_ERROR * T),
        Line(label="all T decisions", role="ceiling", value=T),
    ),
    sentences=(
        Sentence(
            words="The clone obeys the light: in the expert's data it is wrong less often than the windscreen. On the "
            "expert's states it errs with probability {training}, on its own with {own}.",
            when=OBEYED,
        ),
        Sentence(
            words="The clone obeys the windscreen: in the expert's data it is wrong no more often than the light.",
            when=Le(blur, switch),
        ),
        Sentence(
            words="DAgger obeys the windscreen after this many rounds: {rounds}.",
            when=And(OBEYED, Gt(WRONG, blur)),
        ),
        Sentence(
            words="DAgger does not change that: in so few decisions the light is wrong less often than the windscreen.",
            when=And(OBEYED, Le(WRONG, blur)),
        ),
    ),
    numbers={"training": TRAINING_ERROR, "own": WRONG, "rounds": ROUNDS.subs(light_error, WRONG)},
)

BRAKE_LIGHT = Toy(
    key="brake-light-tried",
    title="Try it: the brake light",
    sliders=(
        Slider(
            letter=switch, sign="q", words="probability that the obstacle changes", least=0.001, most=0.5, start=0.05
        ),
        Slider(
            letter=blur, sign="d", words="probability that the windscreen is wrong", least=0.001, most=0.5, start=0.2
        ),
        Slider(letter=T, sign="T", words="decisions", least=1, most=400, start=40, steps="whole"),
    ),
    cases={"": CASE},
    along=T,
    up="expected disagreements",
)
