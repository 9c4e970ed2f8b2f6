"""An axis of a picture, and a row of a figure's data."""

from dataclasses import dataclass

SCALES = ("linear", "log")

Row = tuple[object, ...]


@dataclass(frozen=True, kw_only=True)
class Axis:
    """`label` names the quantity with its unit. Raises ValueError if it is empty, or the scale is not linear or log."""

    label: str
    scale: str = "linear"

    def __post_init__(self) -> None:
        if not self.label.strip():
            raise ValueError("an axis must say what it shows and in what unit; its label is empty")
        if self.scale not in SCALES:
            raise ValueError(f"the scale of an axis must be {' or '.join(SCALES)}; {self.label!r} has {self.scale!r}")
