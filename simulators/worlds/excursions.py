"""On the track or off it: a slip leads off, and how fast a driver returns depends on what it was taught (L31).

States    on, off; start on. The expert goes straight on the track and returns off it; it never slips, and is never off.
Actions   straight stays on the track; return leaves it. Off it, return gets back with probability `back`, straight with
          probability `lost`.
Cost      1 for each decision after which the driver is off.
Driver    `driver`: it slips on the track with probability `slip`, whatever it was taught.
"""

from fractions import Fraction

import numpy as np

from tightrope.simulators.model.family import Family
from tightrope.simulators.model.mdp import tabular_mdp
from tightrope.simulators.model.parameters import PROBABILITY, Parameter, require
from tightrope.simulators.model.policy import Table, policy
from tightrope.simulators.model.problem import Problem

ON, OFF = 0, 1
STRAIGHT, RETURN = 0, 1
PARAMETERS = (Parameter("back", PROBABILITY), Parameter("lost", PROBABILITY))


def excursions(back: Fraction, lost: Fraction) -> Problem:
    """The world above. Raises ValueError unless 0 <= lost <= back <= 1."""
    require(*PARAMETERS, back=back, lost=lost)
    if lost > back:
        raise ValueError(f"lost must be at most back, {back}: who returns gets back more often; got {lost}")
    mdp = tabular_mdp(
        states=("on", "off"),
        actions=("straight", "return"),
        start=(1, 0),
        transition=[
            [[{ON: Fraction(1)}, {OFF: Fraction(1)}], [{ON: chance, OFF: 1 - chance} for chance in (lost, back)]]
        ],
        cost=((0, 1), (1 - lost, 1 - back)),
    )
    return Problem(name="excursions", mdp=mdp, expert=np.array([[STRAIGHT, RETURN]]))


def driver(slip: Fraction, straight: Fraction, returns: Fraction) -> Table:
    """Means to go straight on the track, and to return off it, with these probabilities; slips if it goes straight."""
    keeps = straight * (1 - slip)
    return policy([[[keeps, 1 - keeps], [1 - returns, returns]]])


FAMILY = Family(
    key="excursions",
    words="a track with a way back that must be learned; no learner",
    parameters=PARAMETERS,
    build=lambda horizon, **values: excursions(**values),
    examples=("excursions:back=9/10,lost=1/20",),
)
