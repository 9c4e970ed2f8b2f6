"""Sweeps that the tests share."""

from pathlib import Path

SMALL = {
    "problem": "tightrope",
    "arithmetic": "float",
    "quantities": ["disagreement", "gap"],
    "axes": {"epsilon": "1/20:1/2:1/20", "horizon": "1:6"},
}


def asking(**changes):
    """SMALL with other keys; None takes one away."""
    return {key: value for key, value in {**SMALL, **changes}.items() if value is not None}


def with_axes(**axes):
    return asking(axes={**SMALL["axes"], **axes})


def content(store):
    """The bytes of each file of a store."""
    return {path.name: path.read_bytes() for path in Path(store).iterdir()}
