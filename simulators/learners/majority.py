"""Tables of majority labels fitted to N independent examples: their law and their expected error, exactly.

An example falls into cell c with label a with probability mass[c][a]. The numbers of examples in the cells depend on each
other only through their sum, so their joint law is read off a product of generating functions:

    P(table) = N! [z^N] prod_c G_c(z),   G_c(z) = sum over the counts n_a that give cell c its label of prod_a (mass[c][a] z)^{n_a} / n_a!

Labels are 0 and 1. In the law of the table a tie gives the lower label, as in `table`, and a cell without examples has
label -1; N = 100 and four cells take some tenths of a second. The error of a cell needs only the law of the difference
n_1 - n_0, which is a power of one polynomial; there a fair coin settles ties and cells without examples. N = 1000 and ten
thousand cells take a second if few of them differ in their masses.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import factorial

from flint import fmpq, fmpq_poly, fmpz_poly

from tightrope.simulators.model.arithmetic import fraction, rational

UNSEEN = -1


def table_law(mass: Sequence[Sequence[Fraction]], examples: int) -> dict[tuple[int, ...], Fraction]:
    """The probability of each table, the label of each cell, that N examples can give; they sum to 1.

    Raises ValueError unless each cell has two labels, the masses are probabilities that sum to 1, and examples >= 0.
    """
    _check(mass, examples)
    parts = [_generating(*map(rational, cell), examples) for cell in mass]
    law = {}
    for table in product(*(part.keys() for part in parts)):
        whole = fmpq_poly([1])
        for part, label in zip(parts, table, strict=True):
            whole = _cut(whole * part[label], examples)
        if whole[examples] != 0:
            law[table] = fraction(whole[examples] * factorial(examples))
    return law


def expected_error(mass: Sequence[Sequence[Fraction]], examples: int) -> Fraction:
    """P(the table's label is not that of one more example), over data and example; coins where the data do not decide.

    Raises ValueError as `table_law` does.
    """
    _check(mass, examples)
    kinds = Counter((min(cell), max(cell)) for cell in mass if any(cell))
    return fraction(sum(times * _cell_error(*map(rational, kind), examples) for kind, times in kinds.items()))


def least_error(mass: Sequence[Sequence[Fraction]]) -> Fraction:
    """The error with data without end: 1 - the sum over the cells of the largest mass. Any number of labels."""
    return 1 - sum(map(max, mass))


def _cell_error(rare: fmpq, common: fmpq, examples: int) -> fmpq:
    """rare P(the vote is for the common label) + common P(it is for the rare one), a coin deciding ties."""
    whole = int(rare.q) * int(common.q)
    few, many = int(rare * whole), int(common * whole)
    difference = (fmpz_poly([many, whole - few - many, few]) ** examples).coeffs()  # place N + n_rare - n_common
    above, tie = sum(difference[examples + 1 :]), difference[examples] if len(difference) > examples else 0
    wrong = (fmpq(above) + fmpq(tie) / 2) / fmpq(whole) ** examples
    return common * wrong + rare * (1 - wrong)


def _check(mass: Sequence[Sequence[Fraction]], examples: int) -> None:
    if examples < 0:
        raise ValueError(f"the number of examples must be at least 0; got {examples}")
    if any(len(cell) != 2 or min(cell) < 0 for cell in mass) or sum(map(sum, mass)) != 1:
        raise ValueError(f"the masses must be two probabilities a cell that sum to 1 in all; got {list(mass)[:8]}")


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
