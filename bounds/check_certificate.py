"""Check that a worst case is what it is said to be. Standard library only; reads no other file of this project.

    tightrope worst-case --reading per_step --epsilon 1/10 --horizon 5 --json | python -m bounds.check_certificate

Let f_t be the probability that the first error of an episode falls on decision t, F_t = f_1 + ... + f_t. After an error
everything may be lost: T - t + 1 decisions, F_1 + ... + F_T in all (disagreement, gap), or the whole distance, F_T (tv).
All variables are >= 0.

    pointwise, finite_data   F_t <= 1 - (1 - m)(1 - epsilon)^t for every t; m = 0 if pointwise; the F_t are the variables
    per_step                 f_t <= epsilon for every t;  F_T <= 1
    time_averaged            F_T <= epsilon T;  F_T <= 1.       on_policy, tv: the same
    on_policy                x <= epsilon T errors; a disagreement each, or together a gap g <= u x, g <= T - J*

With u < 1 or J* > 0 what is lost at decision t is g_t: at most v = min(1, u) for those who have erred, and T - J* in all,
since what the expert pays is no extra.

    per_step, time_averaged  g_t <= v F_t;  sum_t g_t <= T - J*
    pointwise, finite_data   chance decides who errs: of g_t <= v (1 - m) the share 1 - (1 - epsilon)^t is lost, of
                             h_t <= v m, outside the data, all;  sum_t (g_t + h_t) <= T - J*
    pointwise with rho       off_t <= (1 - rho) off_{t-1} + f_t;  f_t <= epsilon (1 - off_{t-1});  off_t is lost

Each is a linear program: maximise c.x subject to A x <= b, x >= 0. An x that meets the constraints shows that the value
c.x is reached. Multipliers y >= 0 with A'y >= c show that it is not exceeded: c.x <= y.A x <= y.b for every feasible x.
"""

import json
import sys
from fractions import Fraction


def program(document: dict) -> tuple[list, list, list]:
    """c, the rows of A as {variable: coefficient}, and b, in the order of the lines above."""
    number = {key: Fraction(document.get(key) or 0) for key in ("epsilon", "missing", "rho", "J_star")}
    epsilon, missing, J_star = number["epsilon"], number["missing"], number["J_star"]
    reading, quantity, T = document["reading"], document.get("quantity", "disagreement"), document["horizon"]
    u = T if document.get("u") is None else min(T, Fraction(document["u"]))
    decisions, v, room = range(T), min(Fraction(1), Fraction(u)), T - J_star
    chance = [1 - (1 - epsilon) ** (t + 1) for t in decisions]
    if document.get("rho") is not None:
        off = [({T + t: 1, t: -1} | ({T + t - 1: number["rho"] - 1} if t else {}), 0) for t in decisions]
        err = [({t: 1} | ({T + t - 1: epsilon} if t else {}), epsilon) for t in decisions]
        return _columns([0] * T + [1] * T, off + err)
    if reading == "on_policy" and quantity == "disagreement":
        return _columns([1], [({0: 1}, epsilon * T)])
    if reading == "on_policy" and quantity == "gap":
        return _columns([0, 1], [({0: 1}, epsilon * T), ({1: 1, 0: -u}, 0), ({1: 1}, room)])
    plain = quantity != "gap" or (v == 1 and J_star == 0)
    if reading in ("pointwise", "finite_data"):
        if plain:
            rows = [({t: 1}, 1 - (1 - missing) * (1 - chance[t])) for t in decisions]
            return _columns([int(quantity != "tv" or t == T - 1) for t in decisions], rows)
        rows = [({t: 1}, v * (1 - missing)) for t in decisions] + [({T + t: 1}, v * missing) for t in decisions]
        return _columns(chance + [1] * T, [*rows, (dict.fromkeys(range(2 * T), 1), room)])
    if reading == "per_step":
        rows = [({t: 1}, epsilon) for t in decisions] + [(dict.fromkeys(decisions, 1), 1)]
    else:
        rows = [(dict.fromkeys(decisions, 1), epsilon * T), (dict.fromkeys(decisions, 1), 1)]
    if plain:
        return _columns([1 if quantity == "tv" else T - t for t in decisions], rows)
    rows += [({T + t: 1} | dict.fromkeys(range(t + 1), -v), 0) for t in decisions]
    return _columns([0] * T + [1] * T, [*rows, ({T + t: 1 for t in decisions}, room)])


def errors(document: dict) -> list[str]:
    """What is wrong with the certificate of a worst case: empty if it proves the value in `exact`."""
    gains, rows, limits = program(document)
    x, y = ([Fraction(value) for value in document["certificate"][key]] for key in ("schedule", "multipliers"))
    if len(x) != len(gains) or len(y) != len(limits):
        return [f"{len(gains)} variables and {len(limits)} constraints; got {len(x)} and {len(y)} numbers"]
    found = ["a probability or a multiplier is negative"] if min(x + y) < 0 else []
    for j, row in enumerate(rows):
        if sum(a * x[i] for i, a in row.items()) > limits[j]:
            found.append(f"constraint {j + 1} is broken")
    covered = [Fraction(0)] * len(gains)
    for row, multiplier in zip(rows, y, strict=True):
        for i, a in row.items() if multiplier else ():
            covered[i] += a * multiplier
    found += [f"variable {i + 1} is not covered" for i, gain in enumerate(gains) if covered[i] < gain]
    for value, what in ((_dot(gains, x), "the schedule reaches"), (_dot(limits, y), "the multipliers prove")):
        if value != Fraction(document["exact"]):
            found.append(f"{what} {value}, not {document['exact']}")
    return found


def _dot(first: list, second: list) -> Fraction:
    return sum((a * b for a, b in zip(first, second, strict=True)), Fraction(0))


def _columns(gains: list, constraints: list) -> tuple[list, list, list]:
    return gains, [row for row, _ in constraints], [limit for _, limit in constraints]


if __name__ == "__main__":
    wrong = errors(json.load(sys.stdin))
    print("\n".join(wrong) or "the certificate proves the value")
    sys.exit(bool(wrong))
