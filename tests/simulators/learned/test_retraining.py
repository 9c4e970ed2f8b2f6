"""Training again: bands are checked, what is shipped is never replaced, and what went wrong leaves no parameters."""

import json
from pathlib import Path

import numpy as np
import pytest

from tightrope.simulators.learned import __main__ as retraining_command
from tightrope.simulators.learned.parameters import SCALE, kept, network
from tightrope.simulators.learned.recipe import AtLeast, AtMost, Recipe
from tightrope.simulators.learned.retraining import WITHIN, retrain, retrained, spread, training
from tightrope.simulators.networks.adam import Diverged

pytest.importorskip("autograd")


def recipe(train=lambda seed: {"a": np.array([seed / 4])}, **other):
    whole = {
        "name": "some_network",
        "words": "some network",
        "seeds": (1, 2, 3),
        "steps": 7,
        "train": train,
        "judged": lambda parameters: {"a": float(parameters["a"][0])},
        "bands": {"a": AtMost(0.75)},
    }
    return Recipe(**whole | other)


def silent(line):
    pass


def left(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_new_network_is_that_of_the_first_seed_and_the_spread_is_told(tmp_path):
    assert retrain([recipe()], tmp_path, silent)

    (told,) = training(tmp_path)
    assert network("some_network", tmp_path)["a"].tolist() == [0.25]
    assert told["spread"] == {"a": [0.25, 0.5, 0.75]}
    assert told["bands"] == {"a": "at most 0.75"}
    assert [one["outcome"] for one in told["outcomes"]] == ["within"] * 3
    assert told["steps"] == 7 and set(told["versions"]) == {"python", "numpy", "autograd"}


@pytest.mark.parametrize("band", [AtMost(0.7), AtLeast(0.3)])
def test_one_seed_outside_of_its_band_and_no_parameters_are_written(tmp_path, band):
    assert not retrain([recipe(bands={"a": band})], tmp_path, silent)

    assert left(tmp_path) == ["training.json"]
    outside = [one["outcome"] for one in training(tmp_path)[0]["outcomes"] if one["outcome"] != "within"]
    assert len(outside) == 1 and outside[0].endswith(f"not {band}")


def test_a_run_that_diverges_is_told_and_leaves_no_parameters(tmp_path):
    def diverging(seed):
        if seed == 2:
            raise Diverged("training diverged at step 5")
        return {"a": np.array([0.5])}

    assert not retrain([recipe(diverging)], tmp_path, silent)

    assert left(tmp_path) == ["training.json"]
    assert training(tmp_path)[0]["outcomes"][1] == {"seed": 2, "outcome": "training diverged at step 5", "numbers": {}}
    assert training(tmp_path)[0]["spread"] == {"a": [0.5, 0.5, 0.5]}


def test_a_number_that_is_none_is_outside_of_every_band(tmp_path):
    assert not retrain([recipe(judged=lambda parameters: {"a": float("nan")})], tmp_path, silent)

    assert left(tmp_path) == ["training.json"]
    assert training(tmp_path)[0]["outcomes"][0]["outcome"] == "not finite: a"


@pytest.mark.parametrize("broken", ["train", "judged"])
def test_one_seed_that_makes_no_policy_is_told_and_ends_no_other_run(tmp_path, broken):
    def spoilt(one):
        if np.ravel(one if broken == "train" else one["a"])[0] == (2 if broken == "train" else 0.5):
            if broken == "judged":
                raise ValueError("the components of a mixture need finite means")
            return {"a": np.array([np.nan])}
        return {"a": np.array([one / 4])} if broken == "train" else {"a": 0.5}

    assert not retrain([recipe(**{broken: spoilt}), recipe(name="another")], tmp_path, silent)

    assert left(tmp_path) == ["another.json", "training.json"]
    told = {entry["name"]: [one["outcome"] for one in entry["outcomes"]] for entry in training(tmp_path)}
    assert told["another"] == ["within"] * 3
    first, second, third = told["some_network"]
    assert first == third == "within" and second.startswith("cannot be judged: ")


def test_a_run_killed_while_it_writes_leaves_what_was_there(tmp_path, monkeypatch):
    retrain([recipe()], tmp_path, silent)
    before = {name: (tmp_path / name).read_bytes() for name in left(tmp_path)}
    whole_text = Path.write_text

    def torn(path, text):
        whole_text(path, text[: len(text) // 2])
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", torn)
    for other in (recipe(steps=8), recipe(name="another")):
        with pytest.raises(KeyboardInterrupt):
            retrain([other], tmp_path, silent)

    assert {name: (tmp_path / name).read_bytes() for name in left(tmp_path)} == before


def test_two_runs_at_once_keep_each_others_entries(tmp_path):
    def meanwhile(seed):
        retrain([recipe(name="another")], tmp_path, silent)
        return {"a": np.array([0.5])}

    retrain([recipe(meanwhile)], tmp_path, silent)

    assert [entry["name"] for entry in training(tmp_path)] == ["another", "some_network"]


def test_an_old_failure_of_another_recipe_is_none_of_this_run(tmp_path):
    assert not retrain([recipe(name="another", bands={"a": AtMost(0)})], tmp_path, silent)
    assert retrain([recipe()], tmp_path, silent)


@pytest.mark.parametrize("new", [0.125, 0.25, 0.5])
def test_what_is_shipped_is_never_replaced_neither_by_better_nor_by_worse(tmp_path, new):
    retrain([recipe()], tmp_path, silent)
    shipped, said = (tmp_path / "some_network.json").read_bytes(), []
    retrained(recipe(lambda seed: {"a": np.array([new])}), tmp_path, said.append)

    assert (tmp_path / "some_network.json").read_bytes() == shipped
    again = "came out again, number by number" if new == 0.25 else "To take them, delete some_network.json"
    assert again in said[-1]


def test_judged_is_what_is_kept_and_not_what_was_trained(tmp_path):
    fine = recipe(lambda seed: {"a": np.array([0.5 + 0.1 / SCALE])})

    assert retrained(fine, tmp_path, silent)["spread"]["a"] == [0.5, 0.5, 0.5]


def test_the_networks_of_so_many_first_seeds_are_kept(tmp_path):
    retrain([recipe(kept=2)], tmp_path, silent)

    assert [one["a"].tolist() for one in kept("some_network", tmp_path)] == [[0.25], [0.5]]


def test_entries_of_other_recipes_stay(tmp_path):
    retrain([recipe()], tmp_path, silent)
    retrain([recipe(name="another")], tmp_path, silent)

    assert [entry["name"] for entry in training(tmp_path)] == ["another", "some_network"]


def test_a_name_that_is_no_recipe_is_told(capsys):
    assert retraining_command.main(["no_such_network"]) == 2
    assert "no such recipe: no_such_network" in capsys.readouterr().err


def test_every_recipe_has_its_parameters_and_they_are_within_its_bands():
    for one in retraining_command.RECIPES:
        networks = kept(one.name)
        assert len(networks) == one.kept
        assert [one.outside(one.judged(parameters)) for parameters in networks] == [[]] * one.kept


def test_every_recipe_was_trained_with_the_seeds_and_steps_that_it_has_now():
    told = {entry["name"]: entry for entry in json.loads(json.dumps(training()))}

    assert sorted(told) == sorted(one.name for one in retraining_command.RECIPES)
    for one in retraining_command.RECIPES:
        assert [outcome["seed"] for outcome in told[one.name]["outcomes"]] == list(one.seeds)
        assert told[one.name]["steps"] == one.steps
        assert told[one.name]["bands"] == {what: str(band) for what, band in one.bands.items()}


def test_what_is_told_of_the_seeds_follows_from_their_numbers():
    recipes = {one.name: one for one in retraining_command.RECIPES}
    for entry in training():
        numbers = [one["numbers"] for one in entry["outcomes"]]
        assert entry["spread"] == spread(numbers)
        outside = ["; ".join(recipes[entry["name"]].outside(one)) or WITHIN for one in numbers]
        assert [one["outcome"] for one in entry["outcomes"]] == outside
