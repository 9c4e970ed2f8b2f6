"""L17: when a table obeys the brake light, what that costs, and when DAgger takes it back.

The obstacle changes with probability q, the windscreen is wrong with probability d, both at most 1/2; the light is the
learner's own last action. Given the obstacle, windscreen and light err independently of each other. So where they
contradict one another, data in which the light is wrong with probability W speak for the windscreen with margin W - d:
a majority table obeys whichever of the two is wrong less often *in its data*.

    the expert's data                W = q: the light is obeyed if and only if q < d
    who obeys the light              repeats its first action for ever; the light is wrong with probability w_t -> 1/2
    who obeys the windscreen         W = q (1 - d) + (1 - q) d >= d
    the light drawn at random        W = 1/2 >= d
    DAgger after n such rounds       W = (q + n C/T)/(n + 1), with C the cost of who obeys the light

All this is of a clone that takes the likelier action. One that draws its actions as often as the data have them is
not confused: obeying each sign in part, it errs with the light at most as often as without, 2 d (1 - d).
"""

from functools import cache

from sympy import And, Eq, Expr, Implies, Le, Lt, Min, Rational, floor

from tightrope.bounds.language.letter import NATURAL, PROBABILITY, REAL, Letter
from tightrope.bounds.language.letters import MOMENT, T, disagreement, epsilon, paid, rho, t
from tightrope.bounds.lecture.recovery import EXPECTED_COST, closed_form
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.tactics import by_induction, equations
from tightrope.bounds.proof.theorem import Theorem, arithmetic, assume, at_the_end, identity, rewrite

switch = Letter("q", PROBABILITY)  # that the obstacle changes from one decision to the next
blur = Letter("d", PROBABILITY)  # that the windscreen shows the wrong thing
light_error = Letter("W", PROBABILITY)  # that the light is wrong, averaged over some data
light_wrong = Letter("w_t", PROBABILITY, MOMENT)  # that it is, after t actions of who obeys it
parity = Letter("v_q", REAL, MOMENT, tex="(1-2q)^t")  # stands for (1 - 2 q)^t
n = Letter("n", NATURAL)  # rounds of DAgger

HALF = Rational(1, 2)

# Once the light is obeyed, every change of the obstacle makes it wrong or right again: the recovery chain with
# epsilon = rho = q, whose cost Kaariainen's lower bound has.
COPIER_COST = EXPECTED_COST.subs({epsilon: switch, rho: switch})
TRAINING_ERROR = Min(switch, blur)  # of the table on windscreen and light; without the light it is d

# Rounds of DAgger until the windscreen is obeyed, all weights equal: the least n with W > d. None if C <= d T.
ROUNDS = floor((blur - switch) / (light_error - blur)) + 1
ROUNDS_LONG = ROUNDS.subs(light_error, HALF)  # for T -> infinity, where C/T -> 1/2


def copier_closed_form() -> Expr:
    """T/2 - (1 - 2q)(1 - (1 - 2q)^T)/(4q), for q > 0."""
    return closed_form().subs({epsilon: switch, rho: switch})


HALVES = (Le(switch, HALF), Le(blur, HALF))
_clear = 1 - blur  # the windscreen is right
_contradicted = _clear * switch + blur * (1 - switch)  # the light differs from the windscreen, in the expert's data

_margin = Eq(_clear * light_error - blur * (1 - light_error), light_error - blur)
_agree, _differ = Min(_clear * (1 - switch), blur * switch), Min(_clear * switch, blur * (1 - switch))
_training = Eq(_agree + _differ, TRAINING_ERROR)
_obeyed = Implies(Lt(switch, blur), Lt(_clear * switch, blur * (1 - switch)))
_ignored = Implies(Le(blur, switch), Le(blur * (1 - switch), _clear * switch))

# Who obeys the light: what it is wrong about, and pays for.
_changed = light_wrong * (1 - switch) + (1 - light_wrong) * switch
COPIER = equations(
    {
        **{light_wrong.start: switch, light_wrong.next: _changed},
        **{paid.start: 0, paid.next: paid + light_wrong},
        **{parity.start: 1, parity.next: (1 - 2 * switch) * parity},
    }
)
AT_THE_END = equations({paid.end: disagreement, parity.end: (1 - 2 * switch) ** T})
_wrong = Eq(2 * light_wrong, 1 - (1 - 2 * switch) * parity)
_cost_so_far = Eq(4 * switch * paid, 2 * switch * t - (1 - 2 * switch) * (1 - parity))
_cost = Eq(4 * switch * disagreement, 2 * switch * T - (1 - 2 * switch) * (1 - (1 - 2 * switch) ** T))
_grows = Le(light_wrong, _changed)


@cache
def wrong_light() -> Theorem:
    """2 w_t = 1 - (1 - 2q)^(t + 1)."""
    return by_induction(_wrong, t, *COPIER)


@cache
def copier_cost() -> Theorem:
    """4 q C = 2 q T - (1 - 2q)(1 - (1 - 2q)^T)."""
    so_far = by_induction(_cost_so_far, t, *COPIER, wrong_light())
    return rewrite(_cost, at_the_end(so_far, t), *map(assume, AT_THE_END))


@cache
def never_falls() -> Theorem:
    """w <= w (1 - q) + (1 - w) q, because w <= 1/2."""
    half = by_induction(Le(light_wrong, HALF), t, *COPIER, HALVES[0])
    return arithmetic(_grows, half)


# The clone that draws its actions, when the light is wrong with probability w: its errors where the signs agree and
# differ.
_wrong_agreed = blur * switch / (_clear * (1 - switch) + blur * switch)
_wrong_light = _clear * switch / _contradicted
DRAWN_ERROR = (1 - light_wrong) * (_clear * _wrong_agreed + blur * _wrong_light) + light_wrong * (
    _clear * (1 - _wrong_light) + blur * (1 - _wrong_agreed)
)
WITHOUT_LIGHT = 2 * blur * _clear
_long_run = WITHOUT_LIGHT * (1 - switch) + (1 - WITHOUT_LIGHT) * switch
_drawn = Eq(DRAWN_ERROR.subs(light_wrong, _long_run), WITHOUT_LIGHT)

_stays = Le(blur, _contradicted)
_mean = switch + n * light_error  # (n + 1) W after n rounds of the copier, with C/T = light_error
_repaired = Implies(Lt(blur - switch, n * (light_error - blur)), Lt(blur * (n + 1), _mean))
_not_yet = Implies(Le(n * (light_error - blur), blur - switch), Le(_mean, blur * (n + 1)))
_never = Implies(And(Le(switch, blur), Le(light_error, blur)), Le(_mean, blur * (n + 1)))

DERIVATION = Derivation(
    key="causal-confusion",
    title="The brake light",
    means={
        switch: "the probability that the obstacle changes from one decision to the next",
        blur: "the probability that the windscreen shows the wrong thing",
        light_error: "the probability that the light is wrong, averaged over the data",
        light_wrong: "the probability that the light is wrong after t actions of who obeys it",
        parity: "(1 - 2 q)^t",
        n: "rounds of DAgger",
    },
    source="cs285lecture2",
    facts=(*COPIER, *AT_THE_END),
    assumes={"any": HALVES},
    steps=(
        Step(
            id="margin",
            lecture="L17",
            statement=_margin,
            scope="scalar",
            reason="where light and windscreen differ: the data's votes for the windscreen less those for the light",
            proofs={"any": lambda: identity(_margin)},
        ),
        Step(
            id="training-error",
            lecture="L17",
            statement=_training,
            scope="scalar",
            reason="each cell loses the rarer label; with the light never more than d, the error without it",
            proofs={"any": lambda: arithmetic(_training, *map(assume, HALVES))},
        ),
        Step(
            id="obeyed",
            lecture="L17",
            statement=_obeyed,
            scope="scalar",
            reason="if the obstacle changes more seldom than the windscreen errs, the light wins where they differ",
            proofs={"any": lambda: arithmetic(_obeyed)},
        ),
        Step(
            id="ignored",
            lecture="L17",
            statement=_ignored,
            scope="scalar",
            reason="otherwise it does not: history then does no harm at all",
            proofs={"any": lambda: arithmetic(_ignored)},
        ),
        Step(
            id="light-wrong",
            lecture="L17",
            statement=_wrong,
            scope="scalar",
            reason=(
                "who obeys the light is wrong when the obstacle has changed an odd number of times: q at first, 1/2 in "
                "the end"
            ),
            proofs={"any": wrong_light},
        ),
        Step(
            id="copier-cost",
            lecture="L17",
            statement=_cost,
            scope="scalar",
            reason="the sum of those probabilities, by induction",
            proofs={"any": copier_cost},
        ),
        Step(
            id="grows",
            lecture="L17",
            statement=_grows,
            scope="scalar",
            reason="it never falls, so there is one horizon from which on the light costs more than the windscreen",
            proofs={"any": never_falls},
        ),
        Step(
            id="drawn-actions",
            lecture="",
            statement=_drawn,
            scope="scalar",
            reason=(
                "drawing actions in proportion: at the fixed point of the light's errors, exactly the error without "
                "the light"
            ),
            proofs={"any": lambda: identity(_drawn)},
        ),
        Step(
            id="windscreen-stays",
            lecture="L17",
            statement=_stays,
            scope="scalar",
            reason="the light of who obeys the windscreen is wrong at least as often as the windscreen: no way back",
            proofs={"any": lambda: arithmetic(_stays, assume(HALVES[1]))},
        ),
        Step(
            id="repaired",
            lecture="L17",
            statement=_repaired,
            scope="scalar",
            reason="DAgger obeys the windscreen after n rounds if n (W - d) > d - q, where W = C/T",
            proofs={"any": lambda: arithmetic(_repaired)},
        ),
        Step(
            id="not-yet",
            lecture="L17",
            statement=_not_yet,
            scope="scalar",
            reason="and not before",
            proofs={"any": lambda: arithmetic(_not_yet)},
        ),
        Step(
            id="never",
            lecture="L17",
            statement=_never,
            scope="scalar",
            reason=(
                "if obeying the light costs no more than d T, DAgger keeps to it: it repairs what is worth repairing"
            ),
            proofs={"any": lambda: arithmetic(_never)},
        ),
    ),
)
