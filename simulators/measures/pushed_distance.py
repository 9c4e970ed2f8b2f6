"""Total variation from an expert to the law of an increasing function F of z: integral of max(q - p, 0), over z.

    TV = integral of max(density of z - p(F(z)) F'(z), 0) dz

By the trapezoidal rule; the kinks leave an error of the order of the step squared, below 10^-4 with the steps here.
Where F is constant, a single action, TV is 1.
"""

import numpy as np

from tightrope.simulators.measures.law_distances import integral, nodes
from tightrope.simulators.model.laws import Mixture
from tightrope.simulators.model.pushed import Pushed

STEPS = 128  # in the narrowest standard deviation of z


def total_variation(expert: Mixture, law: Pushed, steps: int = STEPS) -> np.ndarray:
    """TV in each state, shape (S,)."""
    at = nodes(law.start, steps)
    action, slope = law.forward(at)
    return integral(np.maximum(law.start.density(at) - expert.density(action) * slope, 0), at)
