"""Check that a worst case is what it is said to be. Standard library only; reads no other file of this project.

  tightrope worst-case --reading per_step --epsilon .1 --horizon 5 --json | python -m tightrope.bounds.check_certificate

Let f_t be the probability that the first error of an episode falls on decision t, F_t = f_1 + ... + f_t. After an error
all may be lost: T - t + 1 decisions, F_1 + ... + F_T in all (disagreement, gap), or the whole distance, F_T (tv).

    pointwise, finite_data   F_t <= 1 - (1 - m)(1 - epsilon)^t for every t; m = 0 but for finite_data; F_t are variables
    log_loss                 as pointwise (Jensen: those who agree are (1 - epsilon)^t at least);  J* = 0
    log_loss_averaged        F_T <= 1 - (1 - epsilon)^T;                                           J* = 0
    per_step                 f_t <= epsilon for every t;  F_T <= 1
    time_averaged            F_T <= epsilon T;  F_T <= 1.       on_policy, tv: the same
    on_policy                x <= epsilon T errors; a disagreement each, or together a gap g <= u x, g <= T - J*
With u < 1 or J* > 0 what is lost at decision t is g_t: at most v = min(1, u) for those who have erred, T - J* in all.
    per_step, both averaged  g_t <= v F_t;  sum_t g_t <= T - J*
    pointwise and the like   chance decides who errs: of g_t <= v (1 - m) the share 1 - (1 - epsilon)^t is lost, of
                             h_t <= v m, outside the data, all;  sum_t (g_t + h_t) <= T - J*
    pointwise with rho       off_t <= (1 - rho) off_{t-1} + f_t;  f_t <= epsilon (1 - off_{t-1});  off_t is lost

Each is a linear program: maximise c.x subject to A x <= b, x >= 0. A feasible x shows that the value c.x is reached.
Multipliers y >= 0 with A'y >= c show that it is not exceeded: c.x <= y.A x <= y.b for every feasible x.
"""

import json
import sys
from fractions import Fraction

LARGEST = 2**26  # characters of a certificate
READINGS = ("pointwise", "log_loss", "per_step", "log_loss_averaged", "time_averaged", "on_policy", "finite_data")


def program(document: dict) -> tuple[list, list]:
    """c, and the constraints (row of A as {variable: coefficient}, limit) in the order of the lines above."""
    epsilon, missing, rho, J_star = (number(document.get(key) or 0) for key in ("epsilon", "missing", "rho", "J_star"))
    reading, quantity, T = document["reading"], document.get("quantity", "disagreement"), document["horizon"]
    u = T if document.get("u") is None else min(T, number(document["u"]))
    decisions, v, room = range(T), min(Fraction(1), Fraction(u)), T - J_star
    if document.get("rho") is not None:
        off = [({T + t: 1, t: -1} | ({T + t - 1: rho - 1} if t else {}), 0) for t in decisions]
        err = [({t: 1} | ({T + t - 1: epsilon} if t else {}), epsilon) for t in decisions]
        return [0] * T + [1] * T, off + err
    if reading == "on_policy" and quantity == "disagreement":
        return [1], [({0: 1}, epsilon * T)]
    if reading == "on_policy" and quantity == "gap":
        return [0, 1], [({0: 1}, epsilon * T), ({1: 1, 0: -u}, 0), ({1: 1}, room)]
    plain = quantity != "gap" or (v == 1 and J_star == 0)
    chance = [1 - (1 - epsilon) ** (t + 1) for t in decisions]
    if reading in ("pointwise", "log_loss", "finite_data"):
        if plain:
            rows = [({t: 1}, 1 - (1 - missing) * (1 - chance[t])) for t in decisions]
            return [int(quantity != "tv" or t == T - 1) for t in decisions], rows
        rows = [({t: 1}, v * (1 - missing)) for t in decisions] + [({T + t: 1}, v * missing) for t in decisions]
        return chance + [1] * T, [*rows, (dict.fromkeys(range(2 * T), 1), room)]
    all_errors = dict.fromkeys(decisions, 1)
    rows = [({t: 1}, epsilon) for t in decisions] if reading == "per_step" else [(all_errors, epsilon * T)]
    rows = [(all_errors, chance[-1])] if reading == "log_loss_averaged" else [*rows, (all_errors, 1)]
    if plain:
        return [1 if quantity == "tv" else T - t for t in decisions], rows
    lost = [({T + t: 1} | dict.fromkeys(range(t + 1), -v), 0) for t in decisions]
    return [0] * T + [1] * T, [*rows, *lost, ({T + t: 1 for t in decisions}, room)]


def errors(document: dict) -> list[str]:
    """What is wrong with the certificate of a worst case or its question: empty if it proves the value in `exact`."""
    given = {key: number(document[key]) for key in ("missing", "u", "rho", "J_star") if document.get(key) is not None}
    reading, quantity, T = document["reading"], document.get("quantity", "disagreement"), document["horizon"]
    if reading not in READINGS or quantity not in ("disagreement", "gap", "tv") or type(T) is not int or T < 1:
        return [f"no program is known for {reading!s:.40}, {quantity!s:.40}, {T!s:.40}"]
    u, chances = given.get("u", 0), (number(document["epsilon"]), given.get("missing", 0), given.get("rho", 0))
    if not all(0 <= x <= 1 for x in chances) or u < 0 or not 0 <= given.get("J_star", 0) <= T:
        return ["epsilon, missing and rho must lie in [0, 1], u must be at least 0, J_star at most T"]
    task, rho_alone = {"u", "rho", "J_star"} & set(given), reading == "pointwise" and not {"u", "J_star"} & set(given)
    if (given.get("missing") and reading != "finite_data") or (task and quantity != "gap"):
        return ["missing goes with finite_data; u, rho and J_star go with gap"]
    if ("rho" in given and not rho_alone) or (reading == "on_policy" and 1 < u < T and u.denominator > 1):
        return ["rho goes with pointwise alone; of a broken u between 1 and T, on_policy, only an upper bound is known"]
    if reading.startswith("log_loss") and given.get("J_star"):
        return [f"{reading}: the worst gap is known for J_star = 0 only"]
    x, y = ([number(value) for value in document["certificate"][key]] for key in ("schedule", "multipliers"))
    if len(x) < T and (reading != "on_policy" or quantity == "tv"):
        return [f"{T} decisions need a variable each; got {len(x)} numbers"]
    gains, constraints = program(document)
    if len(x) != len(gains) or len(y) != len(constraints):
        return [f"{len(gains)} variables and {len(constraints)} constraints; got {len(x)} and {len(y)} numbers"]
    found = ["a probability or a multiplier is negative"] if min(x + y) < 0 else []
    covered, reached, proved = (
        [Fraction(0)] * len(gains),
        sum(c * v for c, v in zip(gains, x, strict=True)),
        Fraction(0),
    )
    for j, ((row, limit), multiplier) in enumerate(zip(constraints, y, strict=True)):
        if sum(a * x[i] for i, a in row.items()) > limit:
            found.append(f"constraint {j + 1} is broken")
        proved += multiplier * limit
        for i, a in row.items() if multiplier else ():
            covered[i] += a * multiplier
    found += [f"variable {i + 1} is not covered" for i, gain in enumerate(gains) if covered[i] < gain]
    for value, what in ((reached, "the schedule reaches"), (proved, "the multipliers prove")):
        found += [f"{what} {value}, not {number(document['exact'])}"] if value != number(document["exact"]) else []
    return found


def number(value: object) -> Fraction:
    """Raises ValueError unless it is a whole number or a text p/q: 1e999999999 would fill the memory."""
    if isinstance(value, int | Fraction) or (isinstance(value, str) and "e" not in value.lower()):
        return Fraction(value)
    raise ValueError(f"a number must be whole, or a text p/q; got {value!r:.40}")


def once(pairs: list[tuple[str, object]]) -> dict:
    """An object of JSON. Raises ValueError if a key stands twice."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError(f"a key stands twice among {[key for key, _ in pairs]!r:.80}")
    return dict(pairs)


if __name__ == "__main__":
    try:
        wrong = errors(json.loads(sys.stdin.read(LARGEST), object_pairs_hook=once))
    except Exception as error:  # whatever it stumbles over, it is no certificate
        wrong = [f"this is no certificate: {type(error).__name__} {error}"]
    print(
        "\n".join("".join(filter(str.isprintable, line))[:200] for line in wrong) or "the certificate proves the value"
    )
    sys.exit(bool(wrong))
