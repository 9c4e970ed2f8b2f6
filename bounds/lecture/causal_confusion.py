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

from sympy import And, Eq, Expr, Implies, Le, Lt, Min, Rational, floor

from tightrope.bounds.language.letters import (
    T,
    blur,
    disagreement,
    epsilon,
    light_error,
    light_wrong,
    n,
    paid,
    parity,
    rho,
    switch,
    t,
)
from tightrope.bounds.lecture.recovery import EXPECTED_COST, closed_form
from tightrope.bounds.proof.derivation import (
    Derivation,
    Step,
    at_the_end,
    ends,
    identity,
    induction,
    moves,
    scalar,
    starts,
)

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


_halves = (Le(switch, HALF), Le(blur, HALF))
_clear = 1 - blur  # the windscreen is right
_contradicted = _clear * switch + blur * (1 - switch)  # the light differs from the windscreen, in the expert's data

_margin = identity(Eq(_clear * light_error - blur * (1 - light_error), light_error - blur))
_agree, _differ = Min(_clear * (1 - switch), blur * switch), Min(_clear * switch, blur * (1 - switch))
_training = scalar(Eq(_agree + _differ, TRAINING_ERROR), *_halves)
_obeyed = scalar(Implies(Lt(switch, blur), Lt(_clear * switch, blur * (1 - switch))))
_ignored = scalar(Implies(Le(blur, switch), Le(blur * (1 - switch), _clear * switch)))

_changed = light_wrong * (1 - switch) + (1 - light_wrong) * switch
_start = {light_wrong: switch, paid: 0, parity: 1}
_next = {light_wrong: _changed, paid: paid + light_wrong, parity: (1 - 2 * switch) * parity}
_end = {paid: disagreement, parity: (1 - 2 * switch) ** T}
_chain = {"over": t, "start": _start, "following": _next}
_wrong = induction(Eq(2 * light_wrong, 1 - (1 - 2 * switch) * parity), **_chain)
_cost = induction(Eq(4 * switch * paid, 2 * switch * t - (1 - 2 * switch) * (1 - parity)), _wrong.statement, **_chain)
_half = induction(Implies(Le(switch, HALF), Le(light_wrong, HALF)), **_chain)
_grows = scalar(Le(light_wrong, _changed), _half.statement, Le(switch, HALF))

# The clone that draws its actions, when the light is wrong with probability w: its errors where the signs agree and differ.
_wrong_agreed = blur * switch / (_clear * (1 - switch) + blur * switch)
_wrong_light = _clear * switch / _contradicted
DRAWN_ERROR = (1 - light_wrong) * (_clear * _wrong_agreed + blur * _wrong_light) + light_wrong * (
    _clear * (1 - _wrong_light) + blur * (1 - _wrong_agreed)
)
WITHOUT_LIGHT = 2 * blur * _clear
_long_run = WITHOUT_LIGHT * (1 - switch) + (1 - WITHOUT_LIGHT) * switch
_drawn = identity(Eq(DRAWN_ERROR.subs(light_wrong, _long_run), WITHOUT_LIGHT))

_stays = scalar(Le(blur, _contradicted), *_halves)
_mean = switch + n * light_error  # (n + 1) W after n rounds of the copier, with C/T = light_error
_repaired = scalar(
    Implies(Lt(blur - switch, n * (light_error - blur)), Lt(blur * (n + 1), _mean)),
)
_not_yet = scalar(
    Implies(Le(n * (light_error - blur), blur - switch), Le(_mean, blur * (n + 1))),
)
_never = scalar(Implies(And(Le(switch, blur), Le(light_error, blur)), Le(_mean, blur * (n + 1))))

DERIVATION = Derivation(
    key="causal-confusion",
    title="The brake light",
    source="cs285lecture2",
    facts=(*starts(_start), *moves(_next), *ends(_end), *_halves),
    assumes={"any": ()},
    steps=(
        Step(
            id="margin",
            lecture="L17",
            statement=_margin.statement,
            scope="scalar",
            reason="where light and windscreen differ: the data's votes for the windscreen less those for the light",
            proofs={"any": (_margin,)},
        ),
        Step(
            id="training-error",
            lecture="L17",
            statement=_training.statement,
            scope="scalar",
            reason="each cell loses the rarer label; with the light never more than d, the error without it",
            proofs={"any": (_training,)},
        ),
        Step(
            id="obeyed",
            lecture="L17",
            statement=_obeyed.statement,
            scope="scalar",
            reason="if the obstacle changes more seldom than the windscreen errs, the light wins where they differ",
            proofs={"any": (_obeyed,)},
        ),
        Step(
            id="ignored",
            lecture="L17",
            statement=_ignored.statement,
            scope="scalar",
            reason="otherwise it does not: history then does no harm at all",
            proofs={"any": (_ignored,)},
        ),
        Step(
            id="light-wrong",
            lecture="L17",
            statement=_wrong.statement,
            scope="scalar",
            reason="who obeys the light is wrong when the obstacle has changed an odd number of times: q at first, 1/2 in the end",
            proofs={"any": (_wrong,)},
        ),
        Step(
            id="copier-cost",
            lecture="L17",
            statement=at_the_end(_cost, _end).statement,
            scope="scalar",
            reason="the sum of those probabilities, by induction",
            proofs={"any": (_wrong, _cost, at_the_end(_cost, _end))},
        ),
        Step(
            id="grows",
            lecture="L17",
            statement=_grows.statement,
            scope="scalar",
            reason="it never falls, so there is one horizon from which on the light costs more than the windscreen",
            proofs={"any": (_half, _grows)},
        ),
        Step(
            id="drawn-actions",
            lecture="",
            statement=_drawn.statement,
            scope="scalar",
            reason="drawing actions in proportion: at the fixed point of the light's errors, exactly the error without the light",
            proofs={"any": (_drawn,)},
        ),
        Step(
            id="windscreen-stays",
            lecture="L17",
            statement=_stays.statement,
            scope="scalar",
            reason="the light of who obeys the windscreen is wrong at least as often as the windscreen: no way back",
            proofs={"any": (_stays,)},
        ),
        Step(
            id="repaired",
            lecture="L17",
            statement=_repaired.statement,
            scope="scalar",
            reason="DAgger obeys the windscreen after n rounds if n (W - d) > d - q, where W = C/T",
            proofs={"any": (_repaired,)},
        ),
        Step(
            id="not-yet",
            lecture="L17",
            statement=_not_yet.statement,
            scope="scalar",
            reason="and not before",
            proofs={"any": (_not_yet,)},
        ),
        Step(
            id="never",
            lecture="L17",
            statement=_never.statement,
            scope="scalar",
            reason="if obeying the light costs no more than d T, DAgger keeps to it: it repairs what is worth repairing",
            proofs={"any": (_never,)},
        ),
    ),
)
