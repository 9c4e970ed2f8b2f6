"""L30: what labels are worth in the world of fresh states, and DAgger against cloning as the number of labels grows.

n states on track, redrawn at each decision; A actions, of which one is right; off the track, one of them returns. With
M of the n states labelled and guesses elsewhere the learner errs on track with probability (1 - 1/A)(1 - M/n), and
costs what the recovery chain costs. Late in learning, all that counts is the rare event that one state is missing
still: its probability falls by (1 - 1/n) with every label on track. Labels that DAgger spends off the track, W of them
until n - 1 states are known, make it larger by the factor z^W, z = n/(n - 1). Against that stands that DAgger knows the
way back.
"""

from sympy import Expr, Integer, LambertW, Sum, exp

from tightrope.bounds.language.letter import Index
from tightrope.bounds.language.letters import T, actions, epsilon, known, samples, states
from tightrope.bounds.lecture.paradox import slope
from tightrope.bounds.lecture.recovery import closed_form

GUESS = 1 - 1 / actions  # the chance that a guess is wrong
ERROR = GUESS * (1 - known / states)

_last_missing = GUESS / states
_z = states / (states - 1)
_never_off = actions ** -(states - 1)  # every guess of the first n - 1 states was right by luck

# E[z^W]. The first excursion, after j lucky guesses, takes one label if a guess leads back, else two; the others one.
_j = Index("j")
_excursion = 1 / actions + GUESS * _z
WASTE = _never_off + Sum(
    actions**-_j * GUESS * (_z / actions + GUESS * _z**2) * _excursion ** (states - 2 - _j), (_j, 0, states - 2)
)

CLONE = closed_form(1 / actions).subs(epsilon, _last_missing)  # guesses off the track, with one state missing
KNOWS_BACK = closed_form(Integer(1)).subs(epsilon, _last_missing)

# The limit of DAgger's expected cost over cloning's, the episode in which labels are made being one without end.
LIMIT = (_never_off * CLONE + (WASTE - _never_off) * KNOWS_BACK) / CLONE
GAIN = CLONE / KNOWS_BACK  # the limit is below one if this exceeds WASTE, up to the chance never to have been off

# Conjecture: the same before the end, for many states and labels, `samples` of them, in one long run. What is known
# then does not vary: cloning lacks a share e^-b of the states, b = labels/states. A new state costs DAgger 1 + GUESS
# labels, so that with s labels on track for each state b = s + GUESS (1 - e^-s), and it errs with probability
# GUESS e^-s: w with w e^w = GUESS e^(GUESS - b). Late in learning that is e^GUESS, the waste, times cloning's error.
CLONING_ERROR: Expr = GUESS * exp(-samples / states)
DAGGER_ERROR: Expr = LambertW(GUESS * exp(GUESS - samples / states))
MANY_WASTE: Expr = exp(GUESS)
CLONING_MANY: Expr = closed_form(1 / actions).subs(epsilon, CLONING_ERROR)
DAGGER_MANY: Expr = closed_form(Integer(1)).subs(epsilon, DAGGER_ERROR)

# Late in learning DAgger is better if what one error costs without the way back, over what it costs with it, T,
# exceeds the waste.
MANY_GAIN: Expr = slope(1 / actions) / T
