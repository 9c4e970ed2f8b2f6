"""The law of a table of majority labels fitted to N independent examples, exactly.

An example falls into cell c with label a with probability mass[c][a]. The numbers of examples in the cells depend on each
other only through their sum, so their joint law is read off a product of generating functions:

    P(table) = N! [z^N] prod_c G_c(z),   G_c(z) = sum over the counts n_a that give cell c its label of prod_a (mass[c][a] z)^{n_a} / n_a!

Labels are 0 and 1. A tie gives the lower label, as everywhere; a cell without examples has label -1.
Exact in rationals; N = 200 and four cells take some tenths of a second.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import factorial

from flint import fmpq, fmpq_poly

from simulators.arithmetic import fraction, rational

UNSEEN = -1


def table_law(mass: Sequence[Sequence[Fraction]], examples: int) -> dict[tuple[int, ...], Fraction]:
    """The probability of each table, the label of each cell, that N examples can give; they sum to 1.

    Raises ValueError unless each cell has two labels, the masses are probabilities that sum to 1, and examples >= 0.
    """
    if examples < 0:
        raise ValueError(f"the number of examples must be at least 0; got {examples}")
    if any(len(cell) != 2 or min(cell) < 0 for cell in mass) or sum(map(sum, mass)) != 1:
        raise ValueError(f"the masses must be two probabilities a cell that sum to 1 in all; got {list(mass)}")
    parts = [_generating(*map(rational, cell), examples) for cell in mass]
    law = {}
    for table in product(*(part.keys() for part in parts)):
        whole = fmpq_poly([1])
        for part, label in zip(parts, table, strict=True):
            whole = _cut(whole * part[label], examples)
        if whole[examples] != 0:
            law[table] = fraction(whole[examples] * factorial(examples))
    return law


def _generating(zero: fmpq, one: fmpq, most: int) -> dict[int, fmpq_poly]:
    """G of one cell for each label that it can get."""
    zeros, ones = ([x**n / factorial(n) for n in range(most + 1)] for x in (zero, one))
    votes = {UNSEEN: [fmpq(1)] + [fmpq(0)] * most, 0: [fmpq(0)] * (most + 1), 1: [fmpq(0)] * (most + 1)}
    for total in range(1, most + 1):
        for n in range(total + 1):
            votes[int(2 * n > total)][total] += zeros[total - n] * ones[n]
    return {label: fmpq_poly(terms) for label, terms in votes.items() if any(terms)}


def _cut(polynomial: fmpq_poly, most: int) -> fmpq_poly:
    return fmpq_poly(polynomial.coeffs()[: most + 1])
