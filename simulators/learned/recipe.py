"""How one network is trained, and what must be true of it: a recipe. Each train_NAME.py has its RECIPES.

    train(seed)          the parameters, or `Diverged`
    judged(parameters)   named numbers, computed from the parameters as they are kept
    bands                for some of these names the most or the least that every seed's network may have

What is kept in NAME.json is the network of the first seed, or those of the first so many: no seed is chosen by how well
it did.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tightrope.simulators.networks import Parameters


@dataclass(frozen=True)
class AtMost:
    limit: float

    def holds(self, value: float) -> bool:
        return value <= self.limit  # NaN is not

    def __str__(self) -> str:
        return f"at most {self.limit:g}"


@dataclass(frozen=True)
class AtLeast:
    limit: float

    def holds(self, value: float) -> bool:
        return value >= self.limit

    def __str__(self) -> str:
        return f"at least {self.limit:g}"


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """`name` is that of the file, `words` tell readers which network it is."""

    name: str
    words: str
    seeds: tuple[int, ...]
    kept: int = 1
    steps: int
    train: Callable[[int], Parameters]
    judged: Callable[[Parameters], Mapping[str, float]]
    bands: Mapping[str, AtMost | AtLeast] = field(default_factory=dict)

    def outside(self, numbers: Mapping[str, float]) -> list[str]:
        """Which bands these numbers do not keep to."""
        return [
            f"{what} is {numbers[what]:.4g}, not {band}"
            for what, band in self.bands.items()
            if not band.holds(numbers[what])
        ]
