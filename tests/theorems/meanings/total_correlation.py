"""Of an action in two parts: the expert's table, heads and a chain. Probabilities are rational, divergences balls."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from flint import arb

from tests.theorems.truth import World
from tightrope.bounds.language.evaluation import BALLS
from tightrope.bounds.lecture import total_correlation as parts

DERIVATIONS = (parts.DERIVATION,)


def worlds(count: int, seed: int) -> Iterator[World]:
    """Tables of 1 to 3 rows and columns, some of them of independent parts, some copied by heads and chain."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        rows, columns = rng.integers(1, 4, size=2).tolist()
        table = rng.integers(0, 4, size=(rows, columns))
        if i % 4 == 0:
            table = np.outer(rng.integers(1, 4, size=rows), rng.integers(1, 4, size=columns))
        table[0, 0] += 1
        yield world(i, [[Fraction(int(p), int(table.sum())) for p in row] for row in table], rng, copied=i % 3 == 0)


def world(i: int, table: list[list[Fraction]], rng: np.random.Generator, copied: bool) -> World:
    rows, columns = range(len(table)), range(len(table[0]))
    m, n = [sum(table[i]) for i in rows], [sum(table[i][j] for i in rows) for j in columns]
    pairs = [(i, j) for i in rows for j in columns if table[i][j]]
    k = {(i, j): table[i][j] / m[i] for i, j in pairs}
    q, r = (m, n) if copied else (_law(rng, len(m)), _law(rng, len(n)))
    c = k if copied else {(i, j): law[j] for i in rows for law in [_law(rng, len(n))] for j in columns}
    of_pair = {
        **{parts.pair: lambda i, j: table[i][j], parts.first: lambda i, j: m[i], parts.second: lambda i, j: n[j]},
        **{parts.given: lambda i, j: k[i, j], parts.chained: lambda i, j: c[i, j]},
        **{parts.head: lambda i, j: q[i], parts.other_head: lambda i, j: r[j]},
        **{parts.first_ratio: lambda i, j: q[i] / m[i], parts.second_ratio: lambda i, j: r[j] / n[j]},
        **{parts.log_heads: lambda i, j: _log(table[i][j]) - _log(q[i]) - _log(r[j])},
        **{parts.log_dependence: lambda i, j: _log(table[i][j]) - _log(m[i]) - _log(n[j])},
        **{parts.log_first: lambda i, j: _log(m[i]) - _log(q[i]), parts.log_second: lambda i, j: _log(n[j] / r[j])},
        **{parts.log_chain: lambda i, j: _log(table[i][j]) - _log(q[i] * c[i, j])},
        **{parts.log_given: lambda i, j: _log(k[i, j]) - _log(c[i, j])},
    }
    heads, chain = ([[q[i] * r[j] for j in columns] for i in rows], {pair: q[pair[0]] * c[pair] for pair in pairs})
    of_all = {
        parts.heads_loss: _divergence((table[i][j], heads[i][j]) for i, j in pairs),
        parts.dependence: _divergence((table[i][j], m[i] * n[j]) for i, j in pairs),
        parts.first_loss: _divergence((m[i], q[i]) for i in rows if m[i]),
        parts.second_loss: _divergence((n[j], r[j]) for j in columns if n[j]),
        parts.chain_loss: _divergence((table[i][j], chain[i, j]) for i, j in pairs),
        parts.given_loss: sum(
            (_ball(m[i]) * _divergence((k[i, j], c[i, j]) for j in columns if table[i][j]) for i in rows if m[i]),
            arb(0),
        ),
        parts.first_mass: sum(q[i] for i in rows if m[i]),
        parts.second_mass: sum(r[j] for j in columns if n[j]),
    }
    return World(
        name=f"an action in two parts, number {i}",
        last={},
        means=lambda letter, place: _as_ball(of_pair[letter](*place["pair"]) if letter in of_pair else of_all[letter]),
        individuals={"pair": tuple(pairs)},
        arithmetic=BALLS,
        families={"over the pairs": lambda place: ({**place, "pair": one} for one in pairs)},
    )


def _law(rng: np.random.Generator, size: int) -> list[Fraction]:
    weights = rng.integers(1, 6, size=size)
    return [Fraction(int(one), int(weights.sum())) for one in weights]


def _divergence(pairs) -> arb:
    return sum((_ball(p) * _log(p / q) for p, q in pairs), arb(0))


def _log(number: Fraction) -> arb:
    return _ball(number).log()


def _as_ball(number: Fraction | arb) -> arb:
    return number if isinstance(number, arb) else _ball(Fraction(number))


def _ball(number: Fraction) -> arb:
    return arb(number.numerator) / number.denominator
