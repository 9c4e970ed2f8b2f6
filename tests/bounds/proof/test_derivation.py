"""The rules: each proves what it should, and refuses or fails on something false nearby."""

from dataclasses import replace

import pytest
from sympy import Eq, Ge, Le, Symbol

from tightrope.bounds.catalogue import DERIVATIONS
from tightrope.bounds.language.letters import (
    T,
    cost,
    disagreement,
    e,
    epsilon,
    expert_total,
    g,
    p,
    power,
    q,
    survival,
    survival_next,
    t,
    to_come,
)
from tightrope.bounds.proof.bernoulli import BERNOULLI, INEQUALITY
from tightrope.bounds.proof.derivation import (
    Step,
    at_the_end,
    gaps,
    induction,
    later,
    moves,
    over_decisions,
    over_states,
    scalar,
    starts,
    written_out,
)

DECAY = {"over": t, "start": {power: 1}, "following": {power: (1 - epsilon) * power}}
STEPS = [(derivation, step) for derivation in DERIVATIONS for step in derivation.steps]


def verdicts(lemma):
    return [outcome.verdict for outcome in lemma.outcomes()]


def test_bernoulli_is_proved_by_induction_from_base_and_step():
    assert verdicts(BERNOULLI) == ["proved", "proved"]


def test_bernoullis_false_neighbours_fail():
    assert "refuted" in verdicts(induction(Ge(power, 1 - epsilon * t / 2), Le(epsilon, 1), **DECAY))
    assert "refuted" in verdicts(induction(Le(power, 1 - epsilon * t), Le(epsilon, 1), **DECAY))
    assert "refuted" in verdicts(induction(INEQUALITY, **DECAY))  # without epsilon <= 1 the step fails
    assert "refuted" in verdicts(induction(INEQUALITY, Le(epsilon, 1), **{**DECAY, "start": {power: 0}}))


def test_an_inequality_of_each_state_becomes_one_of_the_sums():
    lemma = over_states(Le(q * e, epsilon * q), Le(e, epsilon), totals={q * e: cost, q: 1})

    assert lemma.statement == Le(cost, epsilon)
    assert verdicts(lemma) == ["proved"]


@pytest.mark.parametrize("side", [q**2, q * p, q + 1])
def test_a_side_that_is_not_linear_in_the_totals_cannot_be_summed(side):
    with pytest.raises(ValueError, match=r"not linear|cannot be summed"):
        over_states(Le(side, 3 * p), totals={q: 1, p: 1})


def test_a_false_inequality_of_one_state_is_refuted():
    assert verdicts(over_states(Le(p, g), Le(g, p), totals={p: 1, g: survival})) == ["refuted"]


def test_only_a_bound_on_one_decision_can_be_added_up():
    assert over_decisions(Le(cost, epsilon * (t + 1))).given == (Le(cost, epsilon * (t + 1)),)
    with pytest.raises(ValueError, match="of one decision <= a function of t"):
        over_decisions(Le(survival, 1))


def test_one_decision_later_moves_every_letter_that_depends_on_time():
    survives = induction(Ge(survival, 1 - epsilon * t), over=t, start={survival: 1}, following={})
    moved = later(survives, {survival: survival_next})

    assert moved.statement == Ge(survival_next, 1 - epsilon * (t + 1))
    assert moves({survival: survival_next})[0] in moved.given
    with pytest.raises(ValueError, match="no value is given for S"):
        later(survives, {})


FALSE_PROOFS = {
    "an induction over a letter that has no meaning at the start": (
        Le(disagreement, 0),
        (induction(Le(disagreement, 0), over=t, start={disagreement: 0}, following={}),),
    ),
    "a sum over states with an invented total": (
        Le(disagreement, 0),
        (over_states(Le(p * e, p), Le(e, 1), totals={p * e: disagreement, p: 0}),),
    ),
    "an equality at the end with an invented value": (
        Eq(expert_total, 0),
        (
            scalar(Le(to_come, to_come + 1)),
            at_the_end(scalar(Eq(to_come, to_come, evaluate=False)), {to_come: expert_total}),
        ),
    ),
    "a letter that stands for something else": (
        Le(cost, 0),
        (scalar(Le(cost, power), Le(cost, 1)), written_out(scalar(Le(cost, power), Le(cost, 1)), {power: 0})),
    ),
}


@pytest.mark.parametrize("name", FALSE_PROOFS)
@pytest.mark.parametrize("derivation", DERIVATIONS, ids=lambda d: d.key)
def test_a_false_statement_cannot_be_proved_by_inventing_what_letters_mean(derivation, name):
    statement, lemmas = FALSE_PROOFS[name]
    for reading in derivation.assumes:
        step = Step(id="", lecture="", statement=statement, scope="episode", reason="", proofs={reading: lemmas})

        assert not derivation.proved(step, reading)


def test_a_bound_that_depends_on_survival_cannot_be_added_up():
    with pytest.raises(ValueError, match="a function of t"):
        over_decisions(Le(cost, 1 - survival))


def test_using_what_was_not_known_is_a_gap():
    assert gaps([scalar(Le(epsilon, 2), Le(epsilon, 1))], []) == [Le(epsilon, 1)]


def test_an_induction_may_use_its_statement_inside_its_step_only():
    inner = scalar(Le(power, 2), Le(power, 1))
    outer = induction(Le(power, 1), over=t, start={power: 0}, following={power: power / 2}, inside=(inner,))
    meanings = (*starts({power: 0}), *moves({power: power / 2}))

    assert gaps([outer], meanings) == []
    assert gaps([inner, outer], meanings) == [Le(power, 1)]
    assert set(gaps([outer], [])) == set(meanings)


@pytest.mark.parametrize(("derivation", "step"), STEPS, ids=[f"{d.key}:{s.id}" for d, s in STEPS])
def test_a_proof_without_its_first_lemma_or_for_another_line_does_not_count(derivation, step):
    for reading in derivation.assumes:
        lemmas = step.proof(reading)
        if not lemmas:
            continue
        assert derivation.proved(step, reading)
        other = replace(step, statement=Eq(Symbol("x"), 1))
        assert not derivation.proved(other, reading)
        for i in range(len(lemmas) - 1):
            shorter = replace(step, proofs={reading: (*lemmas[:i], *lemmas[i + 1 :])})
            assert not derivation.proved(shorter, reading), f"{reading}: lemma {i} is not needed"


@pytest.mark.parametrize(("derivation", "step"), STEPS, ids=[f"{d.key}:{s.id}" for d, s in STEPS])
def test_reversing_the_last_inequality_breaks_its_proof(derivation, step):
    for reading in derivation.assumes:
        lemmas = step.proof(reading)
        if (
            lemmas
            and not lemmas[-1].rule.startswith("induction")
            and lemmas[-1].obligations
            and step.statement.func in (Le, Ge)
        ):
            false = step.statement.reversedsign.func(step.statement.lhs, step.statement.rhs)
            lemma = replace(
                lemmas[-1],
                statement=false,
                obligations=tuple(replace(o, conclusion=_reverse(o.conclusion)) for o in lemmas[-1].obligations),
            )
            changed = replace(step, statement=false, proofs={reading: (*lemmas[:-1], lemma)})
            assert not derivation.proved(changed, reading)


def _reverse(relation):
    return Ge(relation.lhs, relation.rhs) if isinstance(relation, Le) else Le(relation.lhs, relation.rhs)


def test_the_horizon_is_a_whole_number_of_at_least_one_decision():
    assert T.is_integer
    assert T.is_positive
