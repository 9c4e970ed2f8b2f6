"""L13 with N labels and no more: a recovery shown is a label less for the track.

On the track one of m_on states is drawn afresh at each decision, off it one of m_off. A clone guesses among A actions
where it has no label. With M_on and M_off states labelled its cost is J(e, rho) of the recovery chain,

    e = (1 - 1/A)(1 - M_on/m_on),    rho = 1 - (1 - 1/A)(1 - M_off/m_off).

With many labels one state of the track at most is still missing, so k labels spent on recoveries multiply the cost by
(1 - 1/m_on)^(-k) and divide it by what the better way back is worth: the best k does not depend on N. The first
recovery helps just if J(u/m_on, rho_1) < (1 - 1/m_on) J(u/m_on, 1/A); for T to infinity, where J/T is e/(e + rho),
just if

    m_off < m_on (m_on - 1)(A - 1)/(A - 1 + m_on).
"""

from sympy import Eq, Expr, Lt, sign

from tightrope.bounds.language.letter import NONNEGATIVE, POSITIVE, PROBABILITY, Letter
from tightrope.bounds.language.letters import actions, epsilon, rho
from tightrope.bounds.lecture.recovery import closed_form
from tightrope.bounds.proof.derivation import Derivation, Step
from tightrope.bounds.proof.theorem import arithmetic, assume

track_states = Letter("m_on", POSITIVE)
off_states = Letter("m_off", POSITIVE)
labelled_on = Letter("M_on", NONNEGATIVE)
labelled_off = Letter("M_off", NONNEGATIVE)

_guess_wrong = 1 - 1 / actions
ERROR: Expr = _guess_wrong * (1 - labelled_on / track_states)
WAY_BACK: Expr = 1 - _guess_wrong * (1 - labelled_off / off_states)

_last = ERROR.subs(labelled_on, track_states - 1)  # one state of the track is missing
COST_OF_LAST: Expr = closed_form().subs(epsilon, _last)  # J(u/m_on, rho)
NO_RECOVERY: Expr = COST_OF_LAST.subs(rho, WAY_BACK.subs(labelled_off, 0))
ONE_RECOVERY: Expr = COST_OF_LAST.subs(rho, WAY_BACK.subs(labelled_off, 1))
FIRST_HELPS = Lt(ONE_RECOVERY, (1 - 1 / track_states) * NO_RECOVERY)

MOST_OFF_STATES: Expr = track_states * (track_states - 1) * (actions - 1) / (actions - 1 + track_states)
HELPS_IN_THE_LONG_RUN = Lt(off_states, MOST_OFF_STATES)

error = Letter("e", PROBABILITY)
back_none, back_one = Letter("rho_0", PROBABILITY), Letter("rho_1", PROBABILITY)
_error = Eq(error * actions * track_states, actions - 1)
_none = Eq(back_none * actions, 1)
_one = Eq((back_one - back_none) * actions * off_states, actions - 1)
FACTS = (_error, _none, _one)

# mu_1 < (1 - 1/m_on) mu_0 with mu = e/(e + rho), multiplied out.
_gain = (track_states - 1) * (error + back_one) - track_states * (error + back_none)
_long_run = Eq(
    sign(_gain), sign(track_states * (track_states - 1) * (actions - 1) - off_states * (actions - 1 + track_states))
)

DERIVATION = Derivation(
    key="data-budget",
    title="When the first recovery is worth a label of the track",
    means={
        track_states: "the number of states on the track",
        off_states: "the number of states off the track",
        error: "the probability of an error on the track where one state of it has no label",
        back_none: "the probability of coming back without a label off the track",
        back_one: "the probability of coming back with one label off the track",
    },
    source="cs285lecture2",
    facts=FACTS,
    assumes={"any": ()},
    steps=(
        Step(
            id="long-run",
            lecture="L13",
            statement=_long_run,
            scope="scalar",
            reason=(
                "for T to infinity: the sign of (m_on - 1)(e + rho_1) - m_on (e + rho_0), positive where the first "
                "recovery helps"
            ),
            proofs={"any": lambda: arithmetic(_long_run, *map(assume, FACTS))},
        ),
    ),
)
