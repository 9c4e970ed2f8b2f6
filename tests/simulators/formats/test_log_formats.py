"""Demonstrations in the layout of each format: all give the same data set, and what is none of them is refused."""

import json
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from tightrope.simulators.formats.demonstration_formats import read
from tightrope.simulators.formats.demonstrations import Demonstrations, demonstrate, save
from tightrope.simulators.formats.recorded import names_of, numbered
from tightrope.simulators.worlds.two_state_chain import noisy_labels, two_state_chain

h5py = pytest.importorskip("h5py")
pyarrow = pytest.importorskip("pyarrow")

CHAIN = two_state_chain(Fraction(1, 3), Fraction(1, 2))
PLAYED = demonstrate(CHAIN, noisy_labels(Fraction(1, 4)), 5, 12, seed=2)
LENGTHS = np.array([5, 3, 1, 5, 2, 4, 5, 5, 1, 2, 3, 5])
SHOWN = replace(
    PLAYED,
    states=np.where(np.arange(6) <= LENGTHS[:, None], PLAYED.states, -1),
    actions=np.where(np.arange(5) < LENGTHS[:, None], PLAYED.actions, -1),
    ended=LENGTHS < 5,
)
EPISODES = [
    (s[: n + 1], a[:n], end) for s, a, n, end in zip(SHOWN.states, SHOWN.actions, LENGTHS, SHOWN.ended, strict=True)
]


def write_minari(path):
    """As Minari's HDF5Storage lays it out."""
    with h5py.File(path, "w", track_order=True) as file:
        for i, (states, actions, end) in enumerate(EPISODES):
            group = file.create_group(f"episode_{i}")
            flags = np.arange(len(actions)) == len(actions) - 1
            arrays = {"observations": states, "actions": actions, "rewards": np.zeros(len(actions))}
            for name, array in {**arrays, "terminations": flags & end, "truncations": flags & ~end}.items():
                group.create_dataset(name, data=array, chunks=True, maxshape=(None,))
            infos = group.create_dataset("infos", (len(states),), h5py.special_dtype(vlen=str))
            infos[:] = ["{}"] * len(states)


def write_flat(path):
    """As D4RL does."""
    last = np.concatenate([np.arange(len(a)) == len(a) - 1 for _, a, _ in EPISODES])
    ended = np.concatenate([np.full(len(a), end) for _, a, end in EPISODES])
    with h5py.File(path, "w") as file:
        file["observations"] = np.concatenate([s[:-1] for s, _, _ in EPISODES])
        file["next_observations"] = np.concatenate([s[1:] for s, _, _ in EPISODES])
        file["actions"] = np.concatenate([a for _, a, _ in EPISODES])
        file["terminals"], file["timeouts"] = last & ended, last & ~ended


def write_arrow(folder, **changed):
    """As `datasets` does for imitation: an uncompressed stream, and the names of files in state.json."""
    folder.mkdir()
    columns = {
        "obs": pyarrow.array([s.tolist() for s, _, _ in EPISODES]),
        "acts": pyarrow.array([a.tolist() for _, a, _ in EPISODES]),
        "infos": pyarrow.array([["{}"] * len(a) for _, a, _ in EPISODES]),
        "terminal": pyarrow.array([bool(end) for _, _, end in EPISODES]),
    }
    table = pyarrow.table({name: changed.get(name, column) for name, column in columns.items()})
    with pyarrow.ipc.new_stream(
        folder / "data-00000-of-00001.arrow", table.schema, options=changed.get("options")
    ) as to:
        to.write_table(table)
    files = changed.get("files", [{"filename": "data-00000-of-00001.arrow"}])
    (folder / "state.json").write_text(json.dumps({"_data_files": files}), encoding="utf-8")


def write_csv(path, name=str):
    rows = ["episode,t,state,action,ended"]
    for i, (states, actions, end) in enumerate(EPISODES):
        rows += [f"run{i},{t},{name(s)},{a},{int(end)}" for t, (s, a) in enumerate(zip(states, actions, strict=False))]
        rows.append(f"run{i},{len(actions)},{name(states[-1])},,{int(end)}")
    path.write_text("\n".join(rows), encoding="utf-8")


def write_padded(path):
    np.savez(path, states=SHOWN.states, actions=SHOWN.actions, ended=SHOWN.ended)


def data(source, state_of=None):
    log = read(source, state_of)
    return log if isinstance(log, Demonstrations) else numbered(log, names_of([log], (0, 0)))


WRITERS = {
    "main_data.hdf5": write_minari,
    "flat.h5": write_flat,
    "saved": write_arrow,
    "log.csv": write_csv,
    "padded.npz": write_padded,
    "ours.npz": lambda path: save(SHOWN, path),
}


@pytest.mark.parametrize("name", WRITERS)
def test_each_format_gives_the_same_data_set(name, tmp_path):
    WRITERS[name](tmp_path / name)
    found = data(tmp_path / name)

    assert (found.states == SHOWN.states).all()
    assert (found.actions == SHOWN.actions).all()
    assert (found.ended == SHOWN.ended).all()


@pytest.mark.parametrize(
    "source",
    [
        [SimpleNamespace(obs=s, acts=a, terminal=bool(end)) for s, a, end in EPISODES],
        [SimpleNamespace(observations=s, actions=a, terminations=np.full(len(a), end)) for s, a, end in EPISODES],
        SimpleNamespace(
            iterate_episodes=lambda: (
                SimpleNamespace(observations=s, actions=a, terminations=np.full(len(a), end)) for s, a, end in EPISODES
            )
        ),
        {"states": SHOWN.states, "actions": SHOWN.actions, "lengths": LENGTHS, "ended": SHOWN.ended},
        [
            {"episode": i, "t": t + 1, "state": s[t], "action": a[t] if t < len(a) else None, "ended": end}
            for i, (s, a, end) in enumerate(EPISODES)
            for t in range(len(s))
        ],
    ],
    ids=["imitation", "minari", "minari's data set", "arrays", "rows"],
)
def test_objects_of_python_give_the_same_as_files(source):
    found = data(source)

    assert (found.states == SHOWN.states).all()
    assert (found.ended == SHOWN.ended).all()


def test_states_may_be_any_labels(tmp_path):
    write_csv(tmp_path / "log.csv", name=lambda s: ("left room", "right room")[s])
    found = data(tmp_path / "log.csv")

    assert found.state_names == ("left room", "right room")
    assert (found.states == SHOWN.states).all()
    grid = data([SimpleNamespace(obs=np.array([[2, 3], [0, 1]]), acts=[1])])
    assert grid.state_names == ("(0, 1)", "(2, 3)")


def test_whole_numbers_that_pandas_wrote_as_floats_are_whole_numbers(tmp_path):
    plain = "episode,t,state,action\n0,0,0,1\n0,1,1,0\n0,2,1,\n"
    (tmp_path / "plain.csv").write_text(plain)
    (tmp_path / "pandas.csv").write_text(plain.replace("0,1\n", "0,1.0\n").replace("1,0\n", "1,0.0\n"))
    (tmp_path / "other.csv").write_text(plain.replace("0,1\n", "0,1.5\n").replace("1,0\n", "1,0.0\n"))
    logs = [read(tmp_path / f"{name}.csv", None) for name in ("plain", "pandas", "other")]
    logs.append(
        read(
            [
                {"episode": 0, "t": 0, "state": 0, "action": 1.0},
                {"episode": 0, "t": 1, "state": 1, "action": float("nan")},
            ],
            None,
        )
    )

    actions = [names_of([log], (1, 1))[1] for log in logs]
    assert actions == [("0", "1"), ("0", "1"), ("0.0", "1.5"), ("0", "1")]


def test_an_array_that_is_not_read_is_named(tmp_path):
    np.savez(tmp_path / "log.npz", states=[[0, 1]], actions=[[1]], terminals=[[True]])
    with pytest.raises(ValueError, match="perhaps lengths, ended and labels; got states, actions, terminals"):
        read(tmp_path / "log.npz", None)


def test_a_problems_states_are_meant_by_name_or_by_place():
    rows = [{"episode": 0, "t": 0, "state": "2", "action": "b"}]
    for names, number in ((("2", "1"), 0), (("x", "y", "z"), 2)):
        assert numbered(read(rows, None), (names, ("a", "b"))).states[0, 0] == number
    with pytest.raises(ValueError, match="episode 0: at step 0 the state must be in 0 to 1; got '2'"):
        numbered(read(rows, None), (("x", "y"), ("a", "b")))
    with pytest.raises(ValueError, match="episode 0: at step 1 the action must be one of a, c; got 'b'"):
        numbered(read(rows, None), (("x", "y", "z"), ("a", "c")))


def test_minaris_observations_that_are_dicts_are_made_states_by_a_function(tmp_path):
    with h5py.File(tmp_path / "main_data.hdf5", "w") as file:
        group = file.create_group("episode_0/observations")
        group["goal/_index_0"], group["position"] = [7, 7, 7], [[0.2, 0.9], [0.7, 0.1], [0.9, 0.9]]
        file["episode_0/actions"] = [0, 1]

    with pytest.raises(ValueError, match="observations are dicts of goal, position; give state_of"):
        data(tmp_path / "main_data.hdf5")
    found = data(tmp_path / "main_data.hdf5", lambda o: (int(o["position"][0] > 0.5), int(o["goal"]["_index_0"])))
    assert found.state_names == ("(0, 7)", "(1, 7)")
    assert found.states.tolist() == [[0, 1, 1]]
    assert found.ended is None


@pytest.mark.parametrize(
    ("observations", "kind"),
    [(np.zeros((3, 84, 84, 3), np.uint8), "an image"), (np.zeros((3, 4)), "continuous"), (np.zeros(3), "continuous")],
)
def test_what_is_continuous_or_an_image_is_refused_with_what_to_do(observations, kind):
    with pytest.raises(ValueError, match=f"and not {kind}: give state_of, a function that makes a label"):
        read([SimpleNamespace(obs=observations, acts=[0, 1])], None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("episode,t,state\n0,0,1", "its columns must be episode, t, state, action"),
        ("episode,t,state,action,reward\n0,0,1,1,1", "its columns must be"),
        ("episode,t,state,action\n0,0,1,1\n0,2,1,1", "row 3: t must go up by one in each episode; got 2 .* after 0"),
        ("episode,t,state,action\n0,5,1,1", "row 2: t must begin with 0 or 1"),
        ("episode,t,state,action\n0,0,1,\n0,1,1,1", "row 3: episode '0' goes on after a row without an action"),
        (
            "episode,t,state,action,ended\n0,0,1,1,1\n0,1,1,1,0",
            "row 3: episode '0' goes on after a row that says .* ended",
        ),
        ("episode,t,state,action\n0,0,,1", "row 2: episode '0' has no state at t = 0"),
        ("episode,t,state,action\n0,x,1,1", "row 2: t must be a whole number"),
        ("episode,t,state,action\n0,0,1,1,1", "row 2: it has more cells than the header"),
        ("episode,t,state,action,ended\n0,0,1,1,maybe", "row 2: ended must be 1, true, 0 or false"),
        ("episode,t,state,action\n0,0,1,", "episode 0 must have an action at least"),
        ("episode,t,state,action\n0,0,0.5,1", "log.csv: .*"),
        ('episode,t,state,action\n0,0,"1,1', "cannot be read as a table of steps"),
        ("episode,t,state,action", "needs at least one row"),
        ("episode,t,state,action\n0,0," + "x" * 300 + ",1", "may have 200 characters at most"),
    ],
)
def test_a_table_that_is_no_log_is_refused(text, words, tmp_path):
    (tmp_path / "log.csv").write_text(text, encoding="utf-8")
    if "0.5" in text:  # a label like any other
        assert data(tmp_path / "log.csv").state_names == ("0.5",)
        return
    with pytest.raises(ValueError, match=f"log.csv.*{words}"):
        data(tmp_path / "log.csv")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"obs": pyarrow.array([[0.5] * (n + 1) for n in LENGTHS])}, "trajectory 0.* and not continuous"),
        ({"obs": pyarrow.array([1] * 12)}, "obs must be a list of whole numbers or texts"),
        ({"obs": pyarrow.array([[0] * n + [None] for n in LENGTHS])}, "and not continuous"),
        ({"terminal": pyarrow.array(["yes"] * 12)}, "terminal must be true or false"),
        ({"options": pyarrow.ipc.IpcWriteOptions(compression="lz4")}, "its arrays are packed"),
        (
            {"infos": pyarrow.array(["{}"] * 12).dictionary_encode()},
            "an Arrow stream of trajectories has a schema and rows",
        ),
        ({"files": [{"filename": "../other.arrow"}]}, "must list names of files beside it"),
        ({"files": []}, "must list 1 to 1000 files"),
        ({"files": [{"filename": "absent.arrow"}]}, "absent.arrow cannot be read"),
    ],
)
def test_a_stream_that_imitation_would_not_save_is_refused(changed, words, tmp_path):
    write_arrow(tmp_path / "saved", **changed)
    with pytest.raises(ValueError, match=words):
        data(tmp_path / "saved")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"terminals": [0, 2] * 20}, "terminals must be .* truth values"),
        ({"terminals": [0, 1]}, "terminals must be .* truth values"),
        ({"actions": [0, 1]}, "must be"),
        ({"terminals": None}, "there is no terminals"),
    ],
)
def test_flat_arrays_that_do_not_fit_are_refused(change, words, tmp_path):
    write_flat(tmp_path / "flat.h5")
    with h5py.File(tmp_path / "flat.h5", "a") as file:
        for name, array in change.items():
            del file[name]
            if array is not None:
                file[name] = array[: len(file["observations"])]
    with pytest.raises(ValueError, match=words):
        data(tmp_path / "flat.h5")


@pytest.mark.parametrize(
    ("arrays", "words"),
    [
        ({"states": [[0, 1]]}, "padded arrays are states and actions"),
        ({"states": [[0, 1]], "actions": [[0]], "reward": [[0]]}, "padded arrays are states and actions"),
        ({"states": [[0, 1]], "actions": [[0, 1, 1]]}, "as many columns as actions or one more"),
        ({"states": [[0, 1]], "actions": [[0]], "ended": [True, False]}, r"ended must have shape \(1,\)"),
        ({"states": [[0, 1]], "actions": [[0]], "lengths": [2]}, "lengths must be whole numbers in 1 to 1"),
        ({"states": [[0, 1, 1]], "actions": [[0, -1, 1]]}, "no gap before its end"),
        ({"states": [[0, -1, 1]], "actions": [[0, 1]]}, "a state is missing among them"),
        ({"states": [0, 1], "actions": [[0]]}, "states must have 2 dimensions"),
        ({"states": [[0.5, 1]], "actions": [[0]]}, "and not continuous"),
    ],
)
def test_arrays_that_make_no_episodes_are_refused(arrays, words):
    with pytest.raises(ValueError, match=words):
        data({name: np.array(array) for name, array in arrays.items()})


def test_what_is_no_format_says_what_is(tmp_path):
    (tmp_path / "log.pkl").write_bytes(b"")
    for source, words in (
        (tmp_path / "log.pkl", "may run code; save it as one of .npz, .csv"),
        (tmp_path / "log.txt", "must end in .npz, .csv, .hdf5, .h5, .arrow"),
        (tmp_path, "a folder that is not read: one that imitation saved holds state.json"),
        (tmp_path / "absent.csv", "absent.csv cannot be read"),
        (7, "demonstrations are a path"),
        ([SimpleNamespace(obs=[1])], "needs the attributes obs and acts"),
    ):
        with pytest.raises(ValueError, match=words):
            data(source)


@pytest.mark.parametrize("package", ["h5py", "pyarrow"])
def test_without_a_library_the_reader_says_what_to_install(package, tmp_path, monkeypatch):
    name = {"h5py": "main_data.hdf5", "pyarrow": "saved"}[package]
    WRITERS[name](tmp_path / name)
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(ValueError, match=r"install tightrope\[data\]"):
        data(tmp_path / name)
