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

With more declared than one reading (another budget beside it, gamma, chunk, expert, or the quantities l1, first_error,
final), F_t itself has a largest value H_t, reached for all t together: F_t <= H_t; w_t F_t is added up, w_t >= 0. For
chunk number n = ceil(t/k) of N, cap c, per-step p, averaged a (1 where not given), B = min(n min(p, c), N a):
    these three              H_t = 1 - (1 - c)^i (1 - B + c i), i the whole part of B/c (0 if c = 0)
    a stochastic expert      H_n = min(H_{n-1} + min(p, c (1 - H_{n-1})), N a)
    one reading of the rest  as above;  w_t = gamma^(t-1) for disagreement and gap, else 1 for t = T alone, 2 for l1
A gap and a final cost count v = min(1, u) for 1. With costs in [0, R], u/R and J*/R stand for u and J*; R times all.

Each is a linear program: maximise c.x subject to A x <= b, x >= 0. A feasible x shows that the value c.x is reached.
Multipliers y >= 0 with A'y >= c show that it is not exceeded: c.x <= y.A x <= y.b for every feasible x.
"""

import json
import sys
from fractions import Fraction

LARGEST = 2**26  # characters of a certificate
LINEAR = ("pointwise", "per_step", "time_averaged")
CLASSICAL, LAST = ("disagreement", "gap", "tv"), ("tv", "l1", "first_error", "final")
PRICED = ("gap", "final")
READINGS = ("pointwise", "log_loss", "per_step", "log_loss_averaged", "time_averaged", "on_policy", "finite_data")
SAID = ("reading", "quantity", "epsilon", "horizon", "exact", "value", "evidence", "certificate", "witness")
ASSUMED = ("missing", "u", "J_star", "rho", "gamma", "R", "chunk", "expert", *READINGS)


def program(document: dict) -> tuple[list, list]:
    """c, and the constraints (row of A as {variable: coefficient}, limit) in the order of the lines above."""
    largest_cost = value_of(document, "R", 1)
    paid = {key: number(document[key]) / largest_cost for key in ("u", "J_star") if document.get(key) is not None}
    gains, constraints = (_declared if is_declared(document) else _of_one_reading)({**document, **paid})
    return [largest_cost * gain for gain in gains], constraints


def is_declared(document: dict) -> bool:
    """Whether more is declared than one reading and a quantity of old."""
    beside = any(document.get(key) is not None for key in (*READINGS, "gamma", "chunk", "expert"))
    return beside or document.get("quantity", "disagreement") not in CLASSICAL


def _declared(document: dict) -> tuple[list, list]:
    quantity, T = document.get("quantity", "disagreement"), document["horizon"]
    gamma, chunk, price = value_of(document, "gamma", 1), int(value_of(document, "chunk", 1)), Fraction(1)
    if quantity in PRICED:
        price = min(price, value_of(document, "u", 1))
    last = [Fraction(0)] * (T - 1) + [Fraction(2 if quantity == "l1" else 1)]
    gains = last if quantity in LAST else [gamma**t for t in range(T)]
    limits = _largest_shares(document, -(-T // chunk))
    return [price * gain for gain in gains], [({t: Fraction(1)}, limits[t // chunk]) for t in range(T)]


def _largest_shares(document: dict, chunks: int) -> list:
    """H of each chunk."""
    given = {key: number(document[key]) for key in READINGS if document.get(key) is not None}
    given[document["reading"]] = number(document["epsilon"])
    (first, epsilon), missing = next(iter(given.items())), value_of(document, "missing", 0)
    if first not in LINEAR:
        chance = [1 - (1 - missing) * (1 - epsilon) ** n for n in range(1, chunks + 1)]
        at_once = {"log_loss_averaged": chance[-1], "on_policy": min(Fraction(1), chunks * epsilon)}
        return [at_once[first]] * chunks if first in at_once else chance
    cap, step, averaged = (given.get(key, Fraction(1)) for key in LINEAR)
    each, altogether, found = min(step, cap), chunks * averaged, [Fraction(0)]
    for n in range(1, chunks + 1):
        spent = min(n * each, altogether)
        if document.get("expert") == "stochastic":
            found.append(min(found[-1] + min(each, cap * (1 - found[-1])), altogether))
        else:
            i = int(spent / cap) if cap else 0
            found.append(1 - (1 - cap) ** i * (1 - spent + cap * i))
    return found[1:]


def _of_one_reading(document: dict) -> tuple[list, list]:
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
    if reading not in READINGS or quantity not in (*CLASSICAL, *LAST) or type(T) is not int or T < 1:
        return [f"no program is known for {reading!s:.40}, {quantity!s:.40}, {T!s:.40}"]
    if unknown := set(document) - {*SAID, *ASSUMED}:
        return [f"nothing is known of {min(unknown)!s:.40}"]
    if senseless := _senseless(document):
        return [senseless]
    largest_cost = value_of(document, "R", 1)
    given |= {key: given[key] / largest_cost for key in ("u", "J_star") if key in given}
    u, chances = given.get("u", 0), (number(document["epsilon"]), given.get("missing", 0), given.get("rho", 0))
    if not all(0 <= x <= 1 for x in chances) or u < 0 or not 0 <= given.get("J_star", 0) <= T:
        return ["epsilon, missing and rho must lie in [0, 1], u must be at least 0, J_star at most T"]
    task, rho_alone = {"u", "rho", "J_star"} & set(given), reading == "pointwise" and not {"u", "J_star"} & set(given)
    if (given.get("missing") and reading != "finite_data") or (task and quantity not in PRICED):
        return ["missing goes with finite_data; u, rho and J_star go with gap"]
    if ("rho" in given and not rho_alone) or (reading == "on_policy" and 1 < u < T and u.denominator > 1):
        return ["rho goes with pointwise alone; of a broken u between 1 and T, on_policy, only an upper bound is known"]
    if reading.startswith("log_loss") and given.get("J_star"):
        return [f"{reading}: the worst gap is known for J_star = 0 only"]
    x, y = ([number(value) for value in document["certificate"][key]] for key in ("schedule", "multipliers"))
    if len(x) < T and (reading != "on_policy" or quantity not in PRICED + ("disagreement",)):
        return [f"{T} decisions need a variable each; got {len(x)} numbers"]
    gains, constraints = program(document)
    if len(x) != len(gains) or len(y) != len(constraints):
        return [f"{len(gains)} variables and {len(constraints)} constraints; got {len(x)} and {len(y)} numbers"]
    found = ["a probability or a multiplier is negative"] if min(x + y) < 0 else []
    covered, proved = [Fraction(0)] * len(gains), Fraction(0)
    reached = sum(c * v for c, v in zip(gains, x, strict=True))
    for j, ((row, limit), multiplier) in enumerate(zip(constraints, y, strict=True)):
        if sum(a * x[i] for i, a in row.items()) > limit:
            found.append(f"constraint {j + 1} is broken")
        proved += multiplier * limit
        for i, a in row.items() if multiplier else ():
            covered[i] += a * multiplier
    found += [f"variable {i + 1} is not covered" for i, gain in enumerate(gains) if covered[i] < gain]
    for value, what in ((reached, "the schedule reaches"), (proved, "the multipliers prove")):
        found += [f"{what} {value}, not {number(document['exact'])}"] if value != number(document["exact"]) else []
    if document.get("value") not in (None, float(number(document["exact"]))):
        found.append(f"the value {document['value']!s:.40} is not the float of {document['exact']!s:.40}")
    return found


def _senseless(document: dict) -> str:
    """What does not belong together of what is declared, or has no known largest share; empty if all is well."""
    reading, quantity = document["reading"], document.get("quantity", "disagreement")
    beside = [key for key in READINGS if document.get(key) is not None]
    gamma, R, chunk = (value_of(document, key, 1) for key in ("gamma", "R", "chunk"))
    drawn = document.get("expert") == "stochastic"
    if not 0 < gamma <= 1 or R <= 0 or chunk < 1 or chunk.denominator > 1:
        return "gamma must lie in (0, 1], R be above 0, chunk a whole number from 1 on"
    if (document.get("R") is not None and quantity not in PRICED) or (gamma < 1 and quantity in LAST):
        return "R goes with gap and final, gamma with disagreement and gap"
    if not all(0 <= number(document[key]) <= 1 for key in beside) or reading in beside:
        return "each reading has one epsilon in [0, 1]"
    if document.get("expert") not in (None, "deterministic", "stochastic"):
        return "an expert is deterministic or stochastic"
    if not is_declared(document):
        return ""
    linear = {reading, *beside} <= set(LINEAR)
    alone = not beside and not drawn and (chunk == 1 or reading == "log_loss")
    paid = value_of(document, "J_star", 0) or document.get("rho") is not None
    if paid or not (linear or alone) or (drawn and chunk > 1):
        return "no largest share is known for these assumptions together"
    if reading == "on_policy" and quantity not in ("tv", "l1", "first_error"):
        return "of on_policy, what is added up and the last cost have no largest share"
    cheap = value_of(document, "u", R) < R and (quantity == "final" or drawn)
    return "final, and a stochastic expert, need u of at least R" if cheap else ""


def value_of(document: dict, key: str, otherwise: int | Fraction) -> Fraction:
    """The number under a key; another one where nothing is given."""
    return Fraction(otherwise) if document.get(key) is None else number(document[key])


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
