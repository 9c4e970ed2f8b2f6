"""Every family of problems and every format of files: what is true of one is true of all, the next one included."""

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

from tightrope import simulators
from tightrope.simulators import names
from tightrope.simulators.learners.within_reading import epsilon_learner
from tightrope.simulators.measures.disagreement import evaluate
from tightrope.simulators.measures.readings import KEYS
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.family import MOST_ENTRIES
from tightrope.simulators.model.parameters import Number, OneOf, Whole
from tightrope.simulators.names import FAMILIES, FORMATS, examples, is_witness, problem
from tightrope.simulators.strategies import members

ERROR, HORIZON = Fraction(1, 4), 4
EXAMPLES = [(one, name) for one in FAMILIES for name in one.examples]
WITNESSES = [one for one in FAMILIES if one.reading]
PARAMETERS = [(one, parameter) for one in FAMILIES for parameter in one.parameters]
ROOT = Path(simulators.__file__).parent


def made(family, name):
    if family.key == "gymnasium":
        pytest.importorskip("gymnasium")
    return problem(name, HORIZON, ERROR if family.reading else None)


def written(family):
    """The parameters of the first example, as text."""
    rest = family.examples[0].partition(":")[2]
    pairs = [part.partition("=") for part in rest.split(",") if part]
    return {key if equals else family.bare: value if equals else key for key, equals, value in pairs}


def outside(domain):
    """Values just outside the domain, far outside it, and of another kind."""
    match domain:
        case Whole(least=least, most=most):
            beyond = [] if most is None else [str(most + 1), "9" * 50]
            return ["x", "1/2", "-1", "", 0.5, Fraction(1, 2), *([str(least - 1)] if least else []), *beyond]
        case Number(least=least, most=most):
            beyond = [] if most is None else [str(most + 1)]
            return ["x", "1/0", "nan", float("nan"), str(least - Fraction(1, 100)), *beyond]
        case OneOf(choices=choices):
            return [choices[0] + "x", ""]
        case _:
            return [""]


def name_of(family, values):
    parts = [value if key == family.bare else f"{key}={value}" for key, value in values.items()]
    return family.key + ":" * bool(parts) + ",".join(parts)


@pytest.mark.parametrize(("family", "name"), EXAMPLES, ids=[name for _, name in EXAMPLES])
def test_an_example_is_a_problem_that_can_be_evaluated_and_is_called_by_its_name(family, name):
    one = made(family, name)
    learned = one if one.learner is not None else epsilon_learner(one, "pointwise", ERROR, HORIZON)
    found = evaluate(learned, HORIZON)

    assert one.name == name
    assert 0 <= found.disagreement <= HORIZON
    assert min(one.mdp.exact_cost.flat) >= 0


@pytest.mark.parametrize("family", [one for one in FAMILIES if not one.bare], ids=lambda family: family.key)
def test_any_member_can_be_evaluated_and_its_expert_never_disagrees_with_itself(family):
    @settings(max_examples=15)
    @given(members(family, HORIZON))
    def check(one):
        expert = evaluate(one.with_learner(one.expert_table), HORIZON)

        assert expert.disagreement == 0
        assert expert.expert_task == expert.learner_task
        assert one.learner is None or 0 <= evaluate(one, HORIZON).disagreement <= HORIZON

    check()


@pytest.mark.parametrize(("family", "name"), EXAMPLES, ids=[name for _, name in EXAMPLES])
def test_the_name_of_a_problem_leads_to_the_same_problem(family, name):
    one = made(family, name)

    assert content_hash(made(family, one.name)) == content_hash(one)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)
def test_a_family_says_what_it_is_and_its_values_lie_in_their_domains(family):
    assert family.words and "\n" not in family.words
    assert family.examples and all(name.partition(":")[0] == family.key for name in family.examples)
    assert written(family).keys() == {one.name for one in family.parameters} or family.bare
    for parameter in family.parameters:
        assert parameter.default is None or parameter.value(parameter.default) == parameter.default


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)
def test_numbers_and_their_text_make_the_same_problem(family):
    if family.key == "gymnasium":
        pytest.importorskip("gymnasium")
    text = written(family)
    values = {one.name: one.value(text[one.name]) for one in family.parameters if one.name in text}
    error = ERROR if family.reading else None

    assert content_hash(family.problem(error, HORIZON, **values)) == content_hash(
        family.problem(error, HORIZON, **text)
    )


@pytest.mark.parametrize(("family", "parameter"), PARAMETERS, ids=[f"{f.key}-{p.name}" for f, p in PARAMETERS])
def test_a_parameter_outside_its_domain_is_refused_by_name_and_nothing_is_built(family, parameter):
    for value in outside(parameter.domain):
        if isinstance(value, str) and value:
            name = name_of(family, {**written(family), parameter.name: value})
            with pytest.raises(ValueError, match=rf"^{parameter.name} must be .*; got .*, in {family.key}:"):
                problem(name, HORIZON, ERROR)
        with pytest.raises(ValueError, match=rf"^{parameter.name} must be .*; got"):
            family.problem(ERROR, HORIZON, **{**written(family), parameter.name: value})


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)
def test_an_unknown_parameter_is_refused_with_the_known_ones(family):
    for name in ("unheard", "horizon", "epsilon", "self"):
        refused = f"^({family.key} has no parameter|Gymnasium cannot make).*{name}"
        with pytest.raises(ValueError, match=refused):
            problem(name_of(family, {**written(family), name: "1"}), HORIZON, ERROR)
    for one in () if family.others else family.parameters:
        with pytest.raises(ValueError, match=rf"has no parameter {one.name}s \(did you mean {one.name}\?\)"):
            family.problem(ERROR, HORIZON, **{**written(family), f"{one.name}s": "1"})


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)
def test_what_must_be_given_is_asked_for(family):
    needed = [one.name for one in family.parameters if one.default is None]
    if needed:
        with pytest.raises(ValueError, match=f"^{family.key} needs {', '.join(needed)}; got nothing"):
            family.problem(ERROR, HORIZON)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)
def test_a_table_that_fills_the_memory_is_refused_before_it_is_built(family):
    """At the largest numbers that the domains allow, the family's own size speaks up, or there is nothing large."""
    largest = {
        one.name: one.domain.most
        for one in family.parameters
        if isinstance(one.domain, Whole) and one.domain.most is not None
    }
    text = {**written(family), **largest}
    values = {one.name: one.value(text.get(one.name, one.default)) for one in family.parameters}
    first = (Fraction(1, 10**9), 10**9) if family.reading else (HORIZON,)
    if family.size(*first, **values) > MOST_ENTRIES:
        with pytest.raises(ValueError, match=f"^{family.key} would have .* table entries, more than the"):
            family.problem(first[0] if family.reading else None, first[-1], **text)
    elif not family.reading:
        assert made(family, name_of(family, {key: str(value) for key, value in text.items()}))


@pytest.mark.parametrize("family", WITNESSES, ids=lambda family: family.key)
def test_a_witness_has_a_learner_that_meets_its_reading_and_needs_epsilon(family):
    one = problem(family.key, HORIZON, ERROR)

    assert family.reading in KEYS
    assert evaluate(one, HORIZON).epsilon[family.reading] <= ERROR
    with pytest.raises(ValueError, match=f"{family.key} is a family of problems in epsilon"):
        problem(family.key, HORIZON)
    with pytest.raises(ValueError, match="^epsilon must be a probability"):
        problem(family.key, HORIZON, Fraction(-1, 2))
    with pytest.raises(ValueError, match="^horizon must be a whole number >= 1; got 0"):
        problem(family.key, 0, ERROR)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)
def test_a_misspelt_family_is_suggested(family):
    with pytest.raises(ValueError, match=rf"did you mean {family.key}\?"):
        problem(f"{family.key[:-1]}:x=1", HORIZON)


def test_keys_and_suffixes_are_unique_and_what_is_listed_is_everything():
    keys, suffixes = [one.key for one in FAMILIES], [one.suffix for one in FORMATS]

    assert (len(set(keys)), len(set(suffixes))) == (len(keys), len(suffixes))
    assert examples() == [name for _, name in EXAMPLES] + [f"FILE{suffix}" for suffix in suffixes]
    assert [one.key for one in WITNESSES] == [key for key in keys if is_witness(key)]


def test_every_family_and_format_of_a_file_is_listed():
    """Who writes FAMILY = ... or FORMAT = ... in a file has one line to add, in names.py; it is not forgotten."""
    declared = {
        kind: sum(path.read_text(encoding="utf-8").count(f"\n{kind} = ") for path in ROOT.rglob("*.py"))
        for kind in ("FAMILY", "FORMAT")
    }

    assert declared == {"FAMILY": len(FAMILIES), "FORMAT": len(FORMATS)}


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.suffix)
@pytest.mark.parametrize("name", ["exam", "unseen-start", "recovery:rho=1/3", "swap-trap"])
def test_what_is_saved_is_loaded_as_the_same_problem_by_its_name(one, name, tmp_path):
    """Or it is refused with a format that holds it: Storm's have one table for all decisions, in floats or not."""
    before, path = problem(name, HORIZON, ERROR), tmp_path / f"problem{one.suffix}"
    try:
        one.save(before, path)
    except ValueError as error:
        assert one.suffix in (".drn", ".tra")
        assert re.search(r"write a \.(json|drn)", str(error))
        return
    after = problem(str(path), HORIZON)

    assert after.name == str(path)
    assert (after.mdp.exact_probability == before.mdp.exact_probability).all()
    assert (after.mdp.exact_cost == before.mdp.exact_cost).all()
    assert content_hash(after) == content_hash(one.held(before))
    if one.held(before).learner is not None:
        assert (after.learner.probability == before.learner.probability).all()


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.suffix)
def test_a_file_that_is_none_or_not_there_is_refused_with_its_name(one, tmp_path):
    broken = tmp_path / f"broken{one.suffix}"
    broken.write_bytes(b"\x00 no problem")
    for path in (broken, tmp_path / f"nowhere{one.suffix}"):
        with pytest.raises(ValueError, match=path.name):
            problem(str(path), HORIZON)


def test_a_file_of_another_kind_is_told_which_kinds_there_are(tmp_path):
    path = tmp_path / "problem.txt"
    path.write_text("")
    with pytest.raises(ValueError, match=r"\.txt is not read: problems are files that end in .*\.json"):
        names.problem(str(path), HORIZON)
