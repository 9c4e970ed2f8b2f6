"""How the commands show numbers: exact strings beside values."""

import json
import sys
from fractions import Fraction

from tightrope.simulators.model.arithmetic import exact_string


def number(value: Fraction) -> dict[str, object]:
    return {"exact": exact_string(value), "value": nearest_float(value)}


def nearest_float(value: Fraction) -> float:
    """The finite float that is nearest: beyond the largest one, the largest."""
    most = sys.float_info.max
    return float(max(Fraction(-most), min(Fraction(most), value)))


def short(number: dict | None) -> str:
    if number is None:
        return "-"
    exact = number.get("exact", "")
    return f"{exact} = {number['value']:.6g}" if 0 < len(exact) <= 16 and "/" in exact else f"{number['value']:.6g}"


def print_json(document: dict) -> int:
    print(json.dumps(document, ensure_ascii=False, allow_nan=False))
    return 0
