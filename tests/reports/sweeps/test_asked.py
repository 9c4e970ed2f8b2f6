"""What a sweep asks: read from TOML or a dict, refused in words, and addressed by its content."""

import json
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from itertools import islice
from time import monotonic

import pytest
import rfc8785

from tests.reports.sweeps.sweeps import asking, with_axes
from tightrope.reports.experiments import ALL
from tightrope.reports.sweeps import asked as asking_module
from tightrope.reports.sweeps.asked import OF_A_LEARNER, asked
from tightrope.reports.sweeps.code import ROOT, _files, code_version
from tightrope.reports.sweeps.fields import KIND, domains_of, made, names_of
from tightrope.reports.sweeps.quantities import COUNTED
from tightrope.reports.sweeps.question import SEED, plain
from tightrope.simulators.formats.problem_json import save
from tightrope.simulators.names import FAMILIES
from tightrope.simulators.names import problem as named_problem

FILE = """
problem = "recovery"
arithmetic = "ball"
quantities = ["disagreement", "epsilon_per_step"]

[axes]
epsilon = [0.01, "1/10"]
horizon = "10:30:10"
rho = "1/5,1/3"
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "sweep.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_a_file_means_what_the_same_dict_means(written):
    axes = {"epsilon": ["1/100", Fraction(1, 10)], "horizon": [10, 20, 30], "rho": ["1/5", Fraction(1, 3)]}
    same = {
        "problem": "recovery",
        "arithmetic": "ball",
        "quantities": ["disagreement", "epsilon_per_step"],
        "axes": axes,
    }

    assert list(asked(written(FILE))) == list(asked(same))
    assert len(asked(same)) == 12


def test_a_key_is_the_hash_of_canonical_json_of_all_that_is_asked():
    grid = asked(with_axes(horizon=[2, 3]))
    cell = list(grid)[5]
    values = {name: plain(value) for name, value in zip(grid.names, cell.values, strict=True)}
    document = {"asked": grid.question.document(), "cell": values}

    assert values == {"epsilon": "3/20", "horizon": 3}
    assert cell.key == sha256(rfc8785.dumps(document)).hexdigest()[:32]


def test_no_two_cells_have_the_same_key_and_the_others_do_not_matter():
    few, many = asked(with_axes(horizon="2:3")), asked(with_axes(horizon="1:9", epsilon="1/40:1/2:1/40"))
    keys = {cell.key for cell in many}

    assert len(keys) == len(many) == 180
    assert {cell.key for cell in few} < keys


@pytest.mark.parametrize(
    "other",
    [
        {"problem": "recovery"},
        {"arithmetic": "exact"},
        {"quantities": ["gap", "disagreement"]},
        {"quantities": ["disagreement", "estimate"], "estimate": {"episodes": 10, "seeds": 1}},
        {"quantities": ["disagreement", "estimate"], "estimate": {"episodes": 11, "seeds": 1}},
        {"quantities": ["disagreement", "estimate"], "estimate": {"episodes": 10, "seeds": 2}},
    ],
)
def test_whatever_is_asked_otherwise_is_another_cell(other):
    assert not {cell.key for cell in asked(asking())} & {cell.key for cell in asked(asking(**other))}


def test_another_version_of_the_code_is_another_cell():
    grid = asked(asking())

    assert not {cell.key for cell in grid} & {cell.key for cell in grid.with_code("0" * 32)}


def test_a_parameter_at_its_default_is_the_same_cell_as_one_that_is_named():
    axes = {"epsilon": "1/10", "horizon": 5}
    default = list(asked({"problem": "recovery", "axes": axes}))

    assert default == list(asked({"problem": "recovery:rho=1/5", "axes": axes}))
    assert set(default) < set(asked({"problem": "recovery", "axes": {**axes, "rho": ["1/5", "1/4"]}}))


def test_a_file_of_a_problem_counts_by_its_content(tmp_path):
    axes = {"horizon": [2, 3]}
    keys = []
    for name, epsilon in (("one.json", "1/5"), ("two.json", "1/5"), ("three.json", "1/4")):
        save(named_problem("exam", 6, Fraction(epsilon)), tmp_path / name)
        keys.append([cell.key for cell in asked({"problem": str(tmp_path / name), "axes": axes})])

    assert keys[0] == keys[1] != keys[2]


def test_the_version_of_the_code_changes_with_what_measures_and_with_nothing_else(monkeypatch):
    of_problems, of_experiments = set(_files("problem")), set(_files("experiment"))

    assert {"simulators/measures/disagreement.py", "bounds/catalogue.py", "reports/sweeps/measuring.py"} <= of_problems
    assert "simulators/learned/latent_variable.json" in of_problems
    assert {"reports/experiments/growth.py", "reports/publishing/experiment.py"} <= of_experiments - of_problems
    assert "reports/experiments/measured_costs.json" in of_experiments
    assert not any("pictures" in path or "commands" in path or path.endswith(".md") for path in of_experiments)
    assert all((ROOT / path).is_file() for path in of_experiments)
    assert code_version("problem") != code_version("experiment")


def test_no_parameter_of_a_family_is_called_as_something_else_in_a_row():
    taken = {*COUNTED, "cell", "problem", "failure", *(name for name in OF_A_LEARNER if name != "missing")}

    assert not taken & {parameter.name for family in FAMILIES for parameter in family.parameters}
    assert not {"cell", "experiment", "failure", KIND, SEED} & {name for one in ALL for name in domains_of(one.cells)}


@pytest.mark.parametrize("experiment", ALL, ids=lambda one: one.key)
def test_every_experiment_has_its_cells_as_a_grid(experiment):
    grid = asked({"experiment": experiment.key, "profile": "quick"})

    assert [made(experiment.cells, dict(zip(grid.names, cell.values, strict=True))) for cell in grid] == list(
        dict.fromkeys(experiment.cells)
    )


@pytest.mark.parametrize("experiment", ALL, ids=lambda one: one.key)
def test_every_field_of_an_experiment_can_be_an_axis(experiment):
    for name in domains_of(experiment.cells):
        having = [cell for cell in experiment.cells if name in names_of(type(cell))]
        if values := [value for value in dict.fromkeys(getattr(cell, name) for cell in having) if value is not None]:
            grid = asked({"experiment": experiment.key, "axes": {name: values}})
            assert len(grid) == len({replace(cell, **{name: value}) for cell in having for value in values})


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"problem": None}, "one problem or one experiment; got neither"),
        ({"experiment": "growth"}, "one problem or one experiment; got problem and experiment"),
        ({"problem": "exma"}, "did you mean exam"),
        ({"problem": "nothing.json"}, "nothing.json"),
        ({"problem": 5}, "problem is a text; got 5"),
        (
            {"experiment": "late-lables", "problem": None, "arithmetic": None, "quantities": None},
            "did you mean late-labels",
        ),
        ({"quantity": ["gap"]}, "a sweep has no key 'quantity' .did you mean quantities"),
        ({"quantities": ["disagrement"]}, "no quantity is called 'disagrement' .did you mean disagreement"),
        ({"quantities": ["lectur_ratio"]}, "did you mean lecture_ratio"),
        ({"quantities": []}, "at least one"),
        ({"quantities": "gap"}, "quantities is a list of names"),
        ({"arithmetic": "exakt"}, "did you mean exact"),
        ({"arithmetic": "ball", "quantities": ["lecture"]}, "rationals or floats"),
        ({"axes": []}, "axes is a table"),
        ({"axes": {"epsilom": 1, "horizon": 1}}, "tightrope has no axis 'epsilom' .did you mean epsilon"),
        ({"axes": {"horizon": 5}}, "tightrope needs the axis epsilon"),
        ({"axes": {"epsilon": 0}}, "tightrope needs the axis horizon"),
        (
            {"problem": "garnet:states=3,actions=2", "axes": {"epsilon": 0, "horizon": 1}},
            "needs the axis branching and seed",
        ),
        ({"problem": "garnet:states=3,actions=2,branching=1,seed=1", "axes": {"horizon": 1}}, "needs the axis epsilon"),
        (
            {"problem": "recovery:rho=1/5", "axes": {"epsilon": 0, "horizon": 1, "rho": 1}},
            "rho is fixed by recovery:rho=1/5",
        ),
        ({"problem": "recovery:rho=7", "axes": {"epsilon": 0, "horizon": 1}}, "rho must be a probability"),
        ({"problem": "recovery:rh=1/7", "axes": {"epsilon": 0, "horizon": 1}}, "no parameter 'rh' .did you mean rho"),
        ({"problem": "exam:horizon=7", "axes": {"epsilon": 0}}, "exam has no parameter 'horizon'"),
        ({"axes": {"epsilon": 2, "horizon": 1}}, "epsilon must be a probability, a number from 0 to 1; got 2"),
        ({"axes": {"epsilon": [], "horizon": 1}}, "the axis epsilon has no values"),
        (
            {"problem": "gymnasium:FrozenLake-v1", "axes": {"epsilon": 0, "horizon": 1, "map_name": "\ud800"}},
            "map_name must be a name",
        ),
        ({"axes": {"epsilon": 0, "horizon": 1, "reading": "per_stp"}}, "reading must be .*did you mean per_step"),
        ({"quantities": ["estimate"]}, "belong together"),
        ({"estimate": {"seeds": 1}}, "belong together"),
        ({"quantities": ["estimate"], "estimate": {"seeds": 1}}, "either a precision or a number of episodes"),
        ({"quantities": ["estimate"], "estimate": {"episodes": 9}}, "an estimate needs seeds"),
        ({"quantities": ["estimate"], "estimate": {"episodes": 0, "seeds": 1}}, "episodes >= 1"),
        ({"quantities": ["estimate"], "estimate": {"episodes": 10**24, "seeds": 1}}, "at most 1000000000000"),
        ({"quantities": ["estimate"], "estimate": {"precision": "1e-400", "seeds": 1}}, "a precision > 0"),
        (
            {"quantities": ["estimate"], "estimate": {"precision": 1, "confidence": f"0.{'9' * 30}", "seeds": 1}},
            "between 0 and 1, as floats",
        ),
        (
            {"quantities": ["hard_regime_ratio"]},
            "hard_regime_ratio has no meaning: hard-regime is known but for a constant",
        ),
        ({"quantities": ["estimate"], "estimate": {"episodes": 9, "seeds": -1}}, "estimate_seed must be"),
        ({"quantities": ["estimate"], "estimate": {"episodes": 9, "seed": 1}}, "did you mean seeds"),
        ({"quantities": ["estimate"], "estimate": 1}, "estimate is a table"),
    ],
)
def test_what_is_asked_wrongly_is_refused_with_the_nearest_name(other, words):
    with pytest.raises(ValueError, match=words):
        asked(asking(**other))


@pytest.mark.parametrize("name", ["NoSuch-v1", "FrozenLake-v1,colour=3"])
def test_an_environment_that_cannot_be_made_is_refused_before_it_fails_in_every_cell(name):
    pytest.importorskip("gymnasium")
    axes = {"epsilon": 0, "horizon": 1}

    with pytest.raises(ValueError, match="NoSuch|colour"):
        asked({"problem": f"gymnasium:{name}", "axes": axes})
    assert len(asked({"problem": "gymnasium:FrozenLake-v1,map_name=8x8", "axes": axes})) == 1


def test_a_bound_whose_own_name_ends_as_a_share_does_is_asked_for_like_any_other():
    assert asked(asking(quantities=["density_ratio", "density_ratio_ratio"])).question.quantities


def test_an_experiment_that_cannot_be_measured_here_says_what_to_install(monkeypatch):
    monkeypatch.setattr(asking_module, "find_spec", lambda name: None)

    with pytest.raises(ValueError, match=r"growth needs gymnasium: pip install 'tightrope\[gym\]'"):
        asked({"experiment": "growth"})


def test_what_is_no_file_and_no_dict_is_a_type_error():
    with pytest.raises(TypeError, match="a TOML file or a dict; got a value of type int"):
        asked(5)


@pytest.mark.parametrize(
    ("axes", "words"),
    [
        (
            {"horizon": "1:1000000000000000000"},
            r"10,000,000,000,000,000,000 cells \(epsilon 10, horizon 1,000,0.*of years",
        ),
        ({"horizon": "1:1e300"}, r"about 10\^301 cells .*thousands of years"),
        ({"horizon": "1:2000000"}, "20,000,000 cells .* one core would take 5.56 hours"),
        ({"horizon": "1:1e300:x1.0000001"}, "cells"),
    ],
)
def test_a_grid_that_is_far_too_large_is_refused_at_once_with_its_size_and_the_time(axes, words):
    started = monotonic()

    with pytest.raises(ValueError, match=words):
        asked(with_axes(**axes))
    assert monotonic() - started < 1


def test_a_million_cells_are_addressed_in_seconds_and_none_is_kept():
    grid = asked(with_axes(horizon="1:10000", epsilon="1/200:1/2:1/200"))
    started = monotonic()

    assert len(grid) == 1_000_000
    assert sum(1 for _ in islice(grid, 20_000)) == 20_000
    assert monotonic() - started < 2


HOSTILE = {
    "nothing": b"",
    "no TOML": b"problem = ",
    "no UTF-8": b'problem = "\xff"',
    "a key twice": b'problem = "exam"\nproblem = "exam"',
    "a zero": b"\0",
    "a long number": b"problem = 'exam'\naxes.horizon = " + b"9" * 100_000,
    "a long hexadecimal number": b"problem = 'exam'\naxes.epsilon = 0\naxes.horizon = 0x" + b"f" * 60_000,
    "a far exponent": b"problem = 'exam'\naxes.horizon = 1e999999999",
    "infinity": b"problem = 'exam'\naxes.horizon = inf",
    "a date": b"problem = 'exam'\naxes.horizon = 2024-01-01",
    "deep arrays": b"axes = " + b"[" * 100_000,
    "deep tables": b"axes = " + b"{a=" * 100_000,
    "a long dotted key": b".".join([b"a"] * 60_000) + b" = 1",
    "a long dotted table": b"[" + b" . ".join([b'"a"'] * 20_000) + b"]",
    "many quotes": b"'\"" * 60_000,
    "words without end": b"x" * 60_000 + b"." + b"y" * 60_000,
    "many tables": b"".join(b"[a%d]\n" % i for i in range(12_000)),
    "a long text": b'problem = "' + b"x" * 120_000 + b'"',
    "a long key": b"x" * 120_000 + b" = 1",
    "many values": b"problem = 'exam'\naxes.horizon = [" + b"1," * 30_000 + b"]",
    "more than enough": b"#" * (2**17 + 1),
    "escapes": b'problem = "\\u001b[31m"',
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_quickly_in_one_line(kind, written):
    started = monotonic()

    with pytest.raises(ValueError) as refused:
        asked(written(HOSTILE[kind]))
    assert monotonic() - started < 3
    assert "\x1b" not in str(refused.value)
    assert len(str(refused.value)) < 2000


def test_a_file_comes_in_by_the_door(tmp_path, written, monkeypatch):
    monkeypatch.setenv("TIGHTROPE_LARGEST_FILE", "1")

    with pytest.raises(ValueError, match="cannot be read"):
        asked(tmp_path)
    with pytest.raises(ValueError, match="No such file"):
        asked(str(tmp_path / "none.toml"))
    with pytest.raises(ValueError, match="has 2 MiB, more than 1"):
        asked(written(b"#" * (2**20 + 1)))


def test_rows_are_json():
    assert json.dumps(asked(asking()).question.document())
