"""The lines of a `.drn` file, as Storm reads them, into a model; every error names its line."""

import re
from collections.abc import Iterator, Mapping

import numpy as np

from tightrope.simulators.formats.door import most_values
from tightrope.simulators.formats.storm_model import Model, numbers_of
from tightrope.simulators.model.terminal import line, quoted

LABEL = re.compile(r'\s*(?:"([^"]+)"|(\((?:[^()"]|\((?:[^()"]|\([^()"]*\))*\))*\))|([^\s"]+))')
TYPES = ("MDP", "DTMC")


class _Lines:
    """The lines that say something, with their numbers, for errors."""

    def __init__(self, lines: list[str]) -> None:
        self.number, self._lines = 0, lines

    def __iter__(self) -> Iterator[str]:
        while self.number < len(self._lines):
            self.number += 1
            text = self._lines[self.number - 1]
            if text and not text.startswith("//"):
                yield text

    def next_line(self) -> str:
        self.number += 1
        return self._lines[self.number - 1].strip() if self.number <= len(self._lines) else ""

    def wrong(self, words: str) -> ValueError:
        return ValueError(f"line {self.number}: {words}")


def parsed_model(lines: list[str]) -> Model:
    """The model that the lines say. Raises ValueError with the number of the line that is wrong."""
    reader = _Lines(lines)
    header = _header(reader)
    return _model(reader, header)


def _header(reader: _Lines) -> dict[str, str]:
    """What stands before @model, by its key; placeholders by theirs, with the dollar."""
    found: dict[str, str] = {}
    for text in reader:
        key, colon, value = text.partition(":")
        if text.strip() == "@model":
            break
        if text.startswith("$") and colon:
            found[key.strip()] = value.strip()
        elif key in ("@type", "@value_type") and colon:
            found[key] = value.strip()
        elif text.strip() in ("@parameters", "@reward_models", "@nr_states", "@nr_choices"):
            found[text.strip()] = reader.next_line()
        elif text.strip() != "@placeholders":
            raise reader.wrong(f"before @model stand keys such as @type: MDP; got {quoted(text)}")
    else:
        raise ValueError("it has no line @model")
    if found.get("@type", "").upper() not in TYPES:
        raise ValueError(f"@type must be one of {', '.join(TYPES)}; got {quoted(found.get('@type', 'nothing'))}")
    if found.get("@value_type", "double").lower() not in ("double", "rational") or found.get("@parameters"):
        raise ValueError("its numbers must be doubles or rationals: parameters and intervals are not read")
    if not found.get("@nr_states", "").isdecimal() or not 0 < int(found["@nr_states"][:20]) <= most_values():
        raise ValueError(f"@nr_states must be a number from 1 to {most_values()}")
    return found


def _model(reader: _Lines, header: Mapping[str, str]) -> Model:
    model = Model(size=int(header["@nr_states"]))
    texts: list[str] = []
    names = header.get("@reward_models", "").split()
    paid: tuple[dict, dict] = ({}, {})  # of states, of choices: by name, texts by number
    state, most = -1, most_values()
    for text in reader:
        words = text.strip()
        if words.startswith("state "):
            state += 1
            _check_choices(model, state - 1, reader)
            rest = _state(words, state, model, reader)
            rest = _rewards(rest, names, paid[0], state, reader)
            for match in LABEL.finditer(rest):
                label = next(filter(None, match.groups()))
                model.labels.setdefault(label, []).append(state)
        elif words.startswith("action"):
            name, _, rest = words[len("action") :].strip().partition(" ")
            if state < 0 or not name:
                raise reader.wrong("an action belongs to a state and has a name or a number")
            _rewards(rest, names, paid[1], len(model.state), reader)
            model.state.append(state)
            model.name.append(f"a{name}" if name.isdecimal() else name)
            model.starts.append(model.starts[-1])
        else:
            _entry(words, model, texts, state, reader)
        if len(texts) + len(model.state) > most:
            raise ValueError(f"it has more than {most} numbers")
    _check_choices(model, state, reader)
    if state + 1 != model.size:
        raise ValueError(f"@nr_states says {model.size} states; there are {state + 1}")
    if header.get("@nr_choices", str(len(model.state))) != str(len(model.state)):
        raise ValueError(f"@nr_choices says {line(header['@nr_choices'])} choices; there are {len(model.state)}")
    model.values = _numbers(texts, header)
    for into, found, many in zip(
        (model.state_rewards, model.choice_rewards), paid, (model.size, len(model.state)), strict=True
    ):
        for name, values in found.items():
            whole = ["0"] * many
            for place, value in values.items():
                whole[place] = value
            into[name] = _numbers(whole, header)
    return model


def _check_choices(model: Model, state: int, reader: _Lines) -> None:
    if model.starts[-1] != len(model.successor):
        model.starts[-1] = len(model.successor)
    if state >= 0 and (not model.state or model.state[-1] != state):
        raise reader.wrong(f"state {state} has no action: Storm gives one that stays to a state without any")


def _state(words: str, state: int, model: Model, reader: _Lines) -> str:
    """The rest of a line that begins with `state` and its number."""
    number, _, rest = words[len("state ") :].strip().partition(" ")
    if number != str(state) or state >= model.size:
        raise reader.wrong(f"states come in order, from 0 to {model.size - 1}; got {quoted(number)} for {state}")
    if rest.startswith(("!", "{")):
        raise reader.wrong("rates and observations are not read")
    return rest


def _rewards(text: str, names: list[str], into: dict[str, dict[int, str]], place: int, reader: _Lines) -> str:
    """Puts [1, 1/2] under the models' names; returns what stands behind it."""
    if not text.startswith("["):
        return text
    inside, end, rest = text[1:].partition("]")
    if not end:
        raise reader.wrong("] is missing")
    for i, value in enumerate(inside.split(",")):
        into.setdefault(names[i] if i < len(names) else f"rew{i}", {})[place] = value.strip()
    return rest


def _entry(words: str, model: Model, texts: list[str], state: int, reader: _Lines) -> None:
    to, colon, value = words.partition(":")
    to = to.strip()
    if not colon or not to.isdecimal() or len(to) > 18 or int(to) >= model.size or not model.state:
        raise reader.wrong(f"a move is written STATE : NUMBER with a state below {model.size}; got {quoted(words)}")
    if model.state[-1] != state:
        raise reader.wrong("a move belongs to an action")
    model.successor.append(int(to))
    texts.append(value.strip())
    model.starts[-1] = len(model.successor)


def _numbers(texts: list[str], header: Mapping[str, str]) -> np.ndarray:
    """Exact where the file says rational or holds a fraction, else floats."""
    known = [header[text] if text.startswith("$") and text in header else text for text in texts]
    return numbers_of(known, "a number of a .drn file", header.get("@value_type", "double").lower())
