"""What a letter is: its domain, what it is of, where it ends; the rules know no more of it."""

import copy
import pickle

import pytest
from sympy import And, Ge, Le, Or

from tightrope.bounds.language.letter import COUNT, NONNEGATIVE, PROBABILITY, REAL, Domain, Index, Letter, Scope
from tightrope.bounds.language.letters import DECISION, MOMENT, STATE, cost, disagreement, epsilon, power, survival, t
from tightrope.bounds.proof.statements import AddedUp
from tightrope.bounds.proof.tactics import all_decisions
from tightrope.bounds.proof.theorem import arithmetic, within


def test_letters_are_the_same_only_if_all_of_them_is_the_same():
    w = Letter("w", PROBABILITY, MOMENT)
    assert w == power
    different = (
        Letter("w", COUNT),
        Letter("w", PROBABILITY),
        Letter("w", NONNEGATIVE, MOMENT),
        Letter("w", PROBABILITY, STATE),
        Letter("w", PROBABILITY, DECISION),
        Letter("w", PROBABILITY, MOMENT, home="elsewhere"),
        Letter("w", PROBABILITY, Scope(words=MOMENT.words, index=Index("t", last=Letter("H", COUNT)))),
        w.start,
        w.next,
        w.end,
    )
    assert len({w, *different}) == 1 + len(different)
    assert pickle.loads(pickle.dumps(w.next)) == w.next
    assert copy.deepcopy(t) == t


def test_what_belongs_to_a_decision_has_no_value_after_the_last():
    for place in ("next", "end"):
        with pytest.raises(ValueError, match="has no value"):
            getattr(cost, place)
    with pytest.raises(ValueError, match="has no value"):
        _ = survival.next.next
    assert epsilon.next == epsilon.end == epsilon


def test_conditions_and_cases_reach_the_solver():
    assert arithmetic(Or(Le(epsilon, power), Le(power, epsilon))).facts() == set()
    assert arithmetic(And(Ge(epsilon + 1, 1), Le(epsilon, 1))).facts() == set()
    assert AddedUp(t, cost) == all_decisions(cost, disagreement, t).lhs


def test_a_domain_tells_no_more_than_it_says():
    with pytest.raises(ValueError, match="a domain begins at"):
        Domain(words="a correlation", least=-1, most=1)


def test_the_last_value_of_an_index_is_a_constant():
    k = Index("k")
    with pytest.raises(ValueError, match="constant letter"):
        Index("t", last=Letter("N", COUNT, Scope(words="at k", index=k)))


def test_a_letter_does_not_change_and_a_value_of_it_elsewhere_is_made_from_it_alone():
    with pytest.raises(AttributeError, match="does not change"):
        epsilon.domain = REAL
    with pytest.raises(TypeError):
        Letter("S'", PROBABILITY, MOMENT, place="next", of=survival)
    with pytest.raises(ValueError, match="only what changes"):
        Scope(words="of no index", before_last=True)


def test_letters_that_print_alike_live_in_one_formula():
    mine, theirs = Letter("w", PROBABILITY, home="mine"), Letter("w", PROBABILITY, home="theirs")

    assert mine - theirs != 0
    assert len((mine + theirs).free_symbols) == 2


def test_an_index_does_not_change_where_it_ends_and_one_that_never_ends_has_no_end():
    with pytest.raises(AttributeError, match="where it ends"):
        t.last = None
    with pytest.raises(ValueError, match="no last value"):
        within(Index("k"))
