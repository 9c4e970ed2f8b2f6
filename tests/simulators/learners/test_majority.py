"""The law of a fitted table agrees with going through every data set."""

from fractions import Fraction
from itertools import product
from math import prod

import pytest

from tightrope.simulators.learners.majority import UNSEEN, expected_error, least_error, table_law

TWO_CELLS = ((Fraction(1, 6), Fraction(1, 3)), (Fraction(1, 2), Fraction(0)))
THREE_CELLS = ((Fraction(1, 10), Fraction(1, 5)), (Fraction(1, 4), Fraction(1, 4)), (Fraction(1, 20), Fraction(3, 20)))


def by_enumeration(mass, examples):
    """Every sequence of examples, its table counted by hand."""
    kinds = [(cell, label) for cell in range(len(mass)) for label in (0, 1)]
    law = {}
    for data in product(kinds, repeat=examples):
        counts = [[data.count((cell, label)) for label in (0, 1)] for cell in range(len(mass))]
        table = tuple(UNSEEN if not any(row) else int(row[1] > row[0]) for row in counts)
        law[table] = law.get(table, 0) + prod(mass[cell][label] for cell, label in data)
    return {table: chance for table, chance in law.items() if chance}


@pytest.mark.parametrize("mass", [TWO_CELLS, THREE_CELLS])
@pytest.mark.parametrize("examples", [0, 1, 2, 5])
def test_the_law_is_that_of_all_data_sets(mass, examples):
    assert table_law(mass, examples) == by_enumeration(mass, examples)


def error_by_enumeration(mass, examples):
    """Over every sequence of examples, the error of its table, with a coin where a cell is undecided."""
    kinds = [(cell, label) for cell in range(len(mass)) for label in (0, 1)]
    total = Fraction(0)
    for data in product(kinds, repeat=examples):
        chance = prod(mass[cell][label] for cell, label in data)
        for cell, (zero, one) in enumerate(mass):
            ahead = data.count((cell, 1)) - data.count((cell, 0))
            total += chance * (zero if ahead > 0 else one if ahead < 0 else (zero + one) / 2)
    return total


@pytest.mark.parametrize("mass", [TWO_CELLS, THREE_CELLS, ((Fraction(0), Fraction(1)),)])
@pytest.mark.parametrize("examples", [0, 1, 2, 5])
def test_the_expected_error_is_that_over_all_data_sets(mass, examples):
    assert expected_error(mass, examples) == error_by_enumeration(mass, examples)


def test_the_error_with_much_data_is_that_of_the_rarer_label_and_not_less():
    error, least = expected_error(THREE_CELLS, 1000), least_error(THREE_CELLS)

    assert least == sum(map(min, THREE_CELLS))
    assert least < error < least + Fraction(1, 10**6)


def test_the_cells_are_not_independent():
    """With one example, one cell is seen and the others are not: a product of the cells' own laws would be wrong."""
    law = table_law(TWO_CELLS, 1)
    seen = [sum(chance for table, chance in law.items() if table[cell] != UNSEEN) for cell in (0, 1)]

    assert seen == [Fraction(1, 2), Fraction(1, 2)]
    assert sum(chance for table, chance in law.items() if UNSEEN not in table) == 0


def test_a_hundred_examples_still_sum_to_one_exactly():
    assert sum(table_law(THREE_CELLS, 100).values()) == 1


@pytest.mark.parametrize(
    ("mass", "examples", "words"),
    [
        (TWO_CELLS, -1, "number of examples"),
        (((Fraction(1, 2), Fraction(1, 4)),), 3, "sum to 1"),
        (((Fraction(1), Fraction(0), Fraction(0)),), 3, "two probabilities a cell"),
        (((Fraction(3, 2), Fraction(-1, 2)),), 3, "two probabilities a cell"),
    ],
)
def test_what_is_no_law_of_examples_is_refused(mass, examples, words):
    for ask in (table_law, expected_error):
        with pytest.raises(ValueError, match=words):
            ask(mass, examples)
