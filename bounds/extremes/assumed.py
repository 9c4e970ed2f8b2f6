"""The names of what can be assumed beside a reading, with words; what they mean is said in `setting`. Imports nothing
heavy.
"""

from tightrope.bounds.language.readings import KEYS

OF_THE_TASK = {
    "u": "what one error can cost at most, if the expert takes over after it",
    "J_star": "what the expert pays",
    "rho": "how likely every decision off the expert's way brings the learner back",
    "R": "the largest cost of a decision; 1 if nothing is said",
    "R_max": "the largest size of a reward: costs are R_max minus it, so R = 2 R_max",
}
ELSE = {
    "gamma": "the discount: decision t counts gamma^(t-1)",
    "chunk": "how many decisions are taken at once",
    "expert": "deterministic or stochastic",
}
ASSUMED = (*OF_THE_TASK, *ELSE, *KEYS)
