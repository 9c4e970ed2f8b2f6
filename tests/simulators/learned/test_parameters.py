"""Parameters as data: what is kept comes back to the number, in any shape, under a name that does not change."""

import json

import numpy as np
import pytest

from tightrope.simulators.learned.parameters import HERE, SCALE, fingerprint, keep, kept, network, whole


def test_arrays_of_any_shape_come_back_as_the_nearest_whole_numbers(tmp_path):
    given = {"a": np.random.default_rng(1).standard_normal((3, 4)), "b": np.array([2.5]), "c": np.ones((2, 1, 2))}
    keep("some", [whole(given)], tmp_path)
    found = kept("some", tmp_path)[0]

    assert {name: np.shape(value) for name, value in found.items()} == {"a": (3, 4), "b": (1,), "c": (2, 1, 2)}
    assert np.abs(found["a"] - given["a"]).max() <= 0.5 / SCALE
    assert whole(found) == whole(given)


@pytest.mark.parametrize("value", [np.nan, np.inf, 2.0**32, -(2.0**32)])
def test_what_is_no_parameter_is_not_kept(value):
    with pytest.raises(ValueError, match="finite and below 2.32; weight has others"):
        whole({"weight": np.array([0.0, value])})


@pytest.mark.parametrize("value", ["NaN", "1.5", "null", str(2**52), str(-(2**70)), '"1"'])
def test_a_file_that_was_edited_to_anything_but_whole_numbers_is_not_read(tmp_path, value):
    (tmp_path / "some.json").write_text(f'[{{"weight": [0, {value}]}}]')
    with pytest.raises(ValueError, match=r"some.json, weight: parameters are kept as whole numbers"):
        kept("some", tmp_path)


def test_a_number_without_an_axis_is_not_kept():
    with pytest.raises(ValueError, match="weight is one number"):
        whole({"weight": np.array(1.0)})


def test_the_largest_parameter_is_kept_exactly(tmp_path):
    largest = 2.0**32 - 1 / SCALE
    keep("some", [whole({"a": np.array([largest, -largest])})], tmp_path)

    assert network("some", tmp_path)["a"].tolist() == [largest, -largest]


def test_a_fingerprint_is_of_the_numbers_and_not_of_the_lines(tmp_path):
    (tmp_path / "one.json").write_text('[{"a": [1, 2]}]')
    (tmp_path / "two.json").write_text('[\n{"a": [1,\n 2]}\n]\n')
    (tmp_path / "three.json").write_text('[{"a": [1, 3]}]')

    one, two, three = (fingerprint(name, tmp_path) for name in ("one", "two", "three"))
    assert one == two != three


@pytest.mark.parametrize("path", sorted(HERE.glob("*.json")), ids=lambda path: path.stem)
def test_what_is_shipped_is_small_and_numbers_are_whole(path):
    assert path.stat().st_size < 100_000
    if path.stem != "training":
        for entry in json.loads(path.read_text()):
            assert all(np.asarray(value).dtype == np.int64 for value in entry.values() if isinstance(value, list))
