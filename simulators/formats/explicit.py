"""Explicit files of Storm and PRISM: moves in NAME.tra, and beside it labels in NAME.lab, rewards in NAME.rew.

    NAME.tra            0 0 1 0.5       state, choice, next state, probability; without the choice in a chain
    NAME.lab            0 init done     state, labels (Storm); 0="init" 1="done" and 0: 0 1 (PRISM)
    NAME.state.rew      0 1.5           state, reward; also NAME.rew, NAME.srew; of the model coins NAME.coins.state.rew
    NAME.trans.rew      0 0 1 2         state, choice, next state, reward; also NAME.trew

A first line of a word (mdp) or of counts, and lines that begin with #, are passed over. Numbers: floats, fractions.
What the expert wants says `formats.storm_model`. Written files are Storm's, with rewards `cost` and `return`, which
together are read as a problem of ours; names, policies, and actions that are not the first of their state have no place
in them, and what floats cannot hold is not written.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from tightrope.simulators.formats.door import most_values, read_bytes, reading
from tightrope.simulators.formats.rewards import check_aim
from tightrope.simulators.formats.storm_model import OPTIONS, Model, numbers_of, problem_of
from tightrope.simulators.formats.storm_written import written_problem
from tightrope.simulators.model.arithmetic import fraction
from tightrope.simulators.model.content import content_hash
from tightrope.simulators.model.family import Format
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.model.terminal import line, quoted
from tightrope.simulators.model.weights import Numbered

REWARD_ENDS = (".state.rew", ".trans.rew", ".rew", ".srew", ".trew")
DECLARED = re.compile(r'(\d{1,18})="([^"]*)"')
BEFORE = "before_the_first"

Row = tuple[int, list[str]]  # the number of a line and its words


def load(path: Path, **given: str) -> Problem:
    """Read a problem; `given` are options of `storm_model`. Raises ValueError naming file and line."""
    model, numbers = _moves(path)
    _labels(path.with_suffix(".lab"), model)
    for beside in _beside(path):
        _rewards(beside, _called(beside, path), model, numbers)
    with reading(path, "an explicit model"):
        if not given and {"cost", "return"} <= set(model.rewards):
            extra = {"before": BEFORE in model.labels, "actions": _actions(model)}
            return written_problem(model, extra, str(path))
        return problem_of(model, str(path), given)


def _actions(model: Model) -> list[str]:
    """a0, a1, ..., as many as there are choices in a state at most."""
    return [f"a{i}" for i in range(int(np.bincount(model.state).max()))]


def _rows(path: Path, widths: tuple[int, ...], size: int | None = None) -> Iterator[Row]:
    """The lines of numbers, each of one of these widths; `size` is the number of states, once it is known."""
    content = read_bytes(path)
    with reading(path, "an explicit file"):
        lines = content.decode("utf-8").splitlines()
        if len(lines) > most_values():
            raise ValueError(f"it has more than {most_values()} lines")
        found = [(i, text.split()) for i, text in enumerate(lines, 1) if text.strip() and not text.startswith("#")]
        for i, words in found[_is_header([words for _, words in found], size) :]:
            if len(words) not in widths:
                raise ValueError(f"line {i} must have {' or '.join(map(str, widths))} numbers; got {quoted(words)}")
            yield i, words


def _is_header(lines: list[list[str]], size: int | None) -> bool:
    """Whether the first line is a word, or PRISM's counts: shorter than the others, or of all states."""
    if not lines or not lines[0][0][0].isdigit():
        return bool(lines)
    first = lines[0]
    if not all(word.isdecimal() for word in first):
        return False
    return (len(lines) > 1 and len(first) < len(lines[1])) or first == [str(size), str(len(lines) - 1)]


def _moves(path: Path) -> tuple[Model, dict[tuple[int, ...], int]]:
    """The model without labels and rewards, and the number of each move by its states and choice."""
    moves: list[tuple[int, int, int]] = []
    texts, named, chain = [], {}, False
    for i, words in _rows(path, (3, 4, 5)):
        chain = chain or len(words) == 3
        if chain and len(words) != 3:
            raise ValueError(f"{line(path)}: line {i} has a choice, those before it have none")
        s, *k, to = _whole(words[: 2 if chain else 3], i, path)
        moves.append((s, k[0] if k else 0, to))
        texts.append(words[2 if chain else 3])
        named[moves[-1][:2]] = words[4] if len(words) == 5 else f"a{moves[-1][1]}"
    if not moves:
        raise ValueError(f"{line(path)} has no moves")
    order = sorted(range(len(moves)), key=lambda place: moves[place])
    size = 1 + max(max(s, to) for s, _, to in moves)
    if size > most_values():
        raise ValueError(f"{line(path)} has more than {most_values()} states")
    model, numbers, before = Model(size=size), {}, (-1, -1)
    for place in order:
        s, k, to = moves[place]
        if before != (s, k):
            before = (s, k)
            model.state.append(s)
            model.name.append(named[before])
            model.starts.append(model.starts[-1])
        move = (s, to) if chain else (s, k, to)
        if move in numbers:
            raise ValueError(f"{line(path)}: the move {' '.join(map(str, move))} is there twice")
        numbers[move] = len(model.successor)
        model.successor.append(to)
        model.starts[-1] += 1
    model.values = _numbers([texts[place] for place in order], path)
    return model, numbers


def _whole(words: list[str], i: int, path: Path) -> list[int]:
    if not all(word.isdecimal() and word.isascii() and len(word) <= 9 for word in words):
        raise ValueError(f"{line(path)}: line {i} must begin with numbers of states and choices; got {quoted(words)}")
    return [int(word) for word in words]


def _numbers(texts: list[str], path: Path) -> np.ndarray:
    return numbers_of(texts, f"{line(path)}: a number", "double")


def _labels(path: Path, model: Model) -> None:
    """Puts the labels of a .lab file into the model, if there is one."""
    if not path.exists():
        return
    content = read_bytes(path)
    with reading(path, "an explicit file of labels"):
        lines = [text.strip() for text in content.decode("utf-8").splitlines() if text.strip()]
        declared = dict(DECLARED.findall(lines[0])) if lines else {}
        inside = bool(lines) and lines[0] == "#DECLARATION"
        for i, text in enumerate(lines, 1):
            if text.startswith("#") or inside or (declared and i == 1):
                inside = inside and text != "#END"
                continue
            number, *words = text.replace(":", " ").split()
            if not number.isdecimal() or len(number) > 9 or int(number) >= model.size:
                raise ValueError(f"line {i} must begin with a state, 0 to {model.size - 1}; got {quoted(text)}")
            for word in words:
                if declared and word not in declared:
                    raise ValueError(f"line {i} has the label {quoted(word)}, which the first line does not declare")
                model.labels.setdefault(declared.get(word, word), []).append(int(number))


def _beside(path: Path) -> list[Path]:
    """The files of rewards that belong to a .tra file. Raises ValueError if nobody may look for them."""
    if not path.parent.is_dir():
        return []
    try:
        there = list(path.parent.iterdir())
    except OSError as error:
        raise ValueError(f"{line(path.parent)} cannot be read: {error.strerror}") from error
    return sorted(one for one in there if one.name.startswith(f"{path.stem}.") and _is_reward(one))


def _is_reward(path: Path) -> bool:
    return path.name.endswith(REWARD_ENDS)


def _called(beside: Path, path: Path) -> str:
    """NAME.coins.state.rew holds the rewards coins."""
    rest = beside.name[len(path.stem) :]
    end = next(end for end in REWARD_ENDS if rest.endswith(end))
    return rest.removesuffix(end).strip(".") or "rewards"


def _rewards(path: Path, name: str, model: Model, numbers: dict[tuple[int, ...], int]) -> None:
    """Puts a file of rewards into the model: of states if its lines have two numbers, else of moves."""
    places, texts, of_states = [], [], None
    for i, words in _rows(path, (2, 3, 4), model.size):
        of_states = len(words) == 2 if of_states is None else of_states
        if of_states != (len(words) == 2):
            raise ValueError(
                f"{line(path)}: line {i} must have as many numbers as those before it; got {quoted(words)}"
            )
        whole = tuple(_whole(words[:-1], i, path))
        if of_states and whole[0] >= model.size or not of_states and whole not in numbers:
            raise ValueError(f"{line(path)}: line {i} is about {quoted(whole)}, which is not in the .tra file")
        places.append(whole[0] if of_states else numbers[whole])
        texts.append(words[-1])
    found = _numbers(texts, path)
    values = np.zeros(model.size if of_states else len(model.successor), dtype=found.dtype)
    values[places] = found
    into = model.state_rewards if of_states else model.move_rewards
    if name in into:
        raise ValueError(f"{line(path)}: the rewards {line(name)} are there twice")
    into[name] = values


def save(problem: Problem, path: Path) -> None:
    """Write the files. Raises ValueError for what they cannot hold."""
    check_aim(problem)
    mdp = problem.mdp
    if mdp.layers > 1 or mdp.available is not None:
        raise ValueError(
            "explicit files hold one table for all decisions, with the same actions: write a .json or .npz"
        )
    for end, text in _written(problem).items():
        path.with_name(f"{path.stem}{end}").write_text(text, encoding="utf-8")
    if content_hash(load(path)) != content_hash(held(problem)):
        raise ValueError("these numbers cannot be told from their floats, which explicit files hold: write a .drn")


def held(problem: Problem) -> Problem:
    """What such files hold of it: neither names, policies nor a data set."""
    mdp = problem.mdp
    said = replace(mdp, states=Numbered("s", len(mdp.states)), actions=tuple(f"a{i}" for i in range(len(mdp.actions))))
    return replace(problem, mdp=said, expert=None, learner=None, data=None)


def _written(problem: Problem) -> dict[str, str]:
    """What stands in each file, by the end of its name."""
    mdp = problem.mdp
    first, (size, choices) = np.flatnonzero(mdp.start), mdp.shape
    before = len(first) > 1
    whole, totals = int(mdp.start.sum()), np.add.reduceat(mdp.weight, mdp.indptr[:-1])
    moves, paid = ["mdp"], {"cost": [], "return": []}
    for s in range(size):
        for a in range(choices if mdp.decides[s] else 1):
            row = s * choices + a
            for i in range(mdp.indptr[row], mdp.indptr[row + 1]):
                move = f"{s} {a} {mdp.successor[i]}"
                moves.append(f"{move} {int(mdp.weight[i]) / int(totals[row])!r}")
                paid["cost"].append(f"{move} {int(mdp.cost_numerator[s, a]) / mdp.cost_denominator!r}")
                if "return" in problem.totals:
                    paid["return"].append(f"{move} {float(fraction(problem.totals['return'][s, a]))!r}")
    if before:
        moves += [f"{size} 0 {s} {int(mdp.start[s]) / whole!r}" for s in first]
    labels = ["#DECLARATION", "init" + f" {BEFORE}" * before, "#END"]
    labels += [f"{size} init {BEFORE}" if before else f"{first[0]} init"]
    files = {".tra": moves, ".lab": labels}
    files |= {f".{name}.trans.rew": lines for name, lines in paid.items() if lines}
    return {end: "\n".join(lines) + "\n" for end, lines in files.items()}


FORMAT = Format(
    suffix=".tra",
    words="explicit files of Storm or PRISM, with NAME.lab and NAME.rew beside it; options as for a .drn",
    load=load,
    save=save,
    options=OPTIONS,
    held=held,
)
