"""What the charged witnesses share: an error costs at most u, and the expert pays J_star.

What an error can cost is shared between decisions, and the expert's own cost is put where it takes nothing from the
extra cost: on the runs that never err, then, scaled down, on what an error leaves free. Each charged witness attains the
worst case of the gap in its reading, has recoverability at most u, and its expert pays J_star exactly.
"""

from fractions import Fraction

from tightrope.simulators.model.parameters import Number, Parameter

CHARGES = (Parameter("u", Number(0), Fraction(1)), Parameter("J_star", Number(0), Fraction(0)))


def check_charges(horizon: int, u: Fraction, J_star: Fraction) -> None:
    """Raises ValueError unless u >= 0 and the expert can pay J_star in that many decisions."""
    if u < 0 or not 0 <= J_star <= horizon:
        raise ValueError(f"u must be at least 0 and J_star lie between 0 and the horizon; got u={u}, J_star={J_star}")


def expert_share(cost: Fraction, room: Fraction) -> Fraction:
    """Which share of the room the expert pays for, so that it pays that cost in all."""
    return cost / room if room else Fraction(0)
