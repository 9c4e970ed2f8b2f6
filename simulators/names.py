"""A problem by the name that the command line uses.

tightrope, exam, cycle, trap, recovery:rho=1/5, ...     a witness with its learner; epsilon has the witness's reading
gymnasium:FrozenLake-v1, ...,restart=true               a table of Gymnasium; the expert is optimal in one episode
garnet:states=20,actions=3,branching=2,seed=1           a random problem; the expert is the exact optimum
side-cameras:half=3,width=2,error=1/20,flipped=1/10     a lane and the clone that also learned from side cameras
lag:symbols=4,delay=3,order=1,stay=1/4                  an expert with a memory and the best table of that order
brake-light:switch=1/20,blur=1/5,sees=light             an obstacle and the best table of the view, or view and light
reset-cliff:states=20,actions=4,demonstrations=16       fresh states and the clone, averaged over its data
windy-path:length=12,half=2,wind=1/20                   a path in the wind; no learner
fresh-states:states=6,actions=4,known=3                 fresh states, a way back, and a table that guesses in the others
excursions:back=9/10,lost=1/20                          a track with a way back that must be learned; no learner
path/to/problem.json                                    a file; its learner, if it has one
"""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from tightrope.simulators.formats.gymnasium_tables import environment_problem
from tightrope.simulators.formats.problem_json import load
from tightrope.simulators.learners.guessing import guessing_table
from tightrope.simulators.learners.table import TableLearner
from tightrope.simulators.measures.occupancy import state_laws
from tightrope.simulators.measures.planning import optimal_expert
from tightrope.simulators.model.arithmetic import exact_number
from tightrope.simulators.model.policy import deterministic
from tightrope.simulators.model.problem import Problem
from tightrope.simulators.worlds.brake_light import SEES_BOTH, SEES_VIEW, brake_light
from tightrope.simulators.worlds.excursions import excursions
from tightrope.simulators.worlds.fresh_states import fresh_states
from tightrope.simulators.worlds.garnet import garnet
from tightrope.simulators.worlds.lag import lag, sees_last
from tightrope.simulators.worlds.lane import augmented, lane
from tightrope.simulators.worlds.reset_cliff import expected_clone, uniform_cliff
from tightrope.simulators.worlds.windy_path import windy_path
from tightrope.simulators.worlds.witnesses import WITNESSES, witness

GYMNASIUM = ("FrozenLake-v1", "FrozenLake8x8-v1", "CliffWalking-v1", "Taxi-v4")


def is_witness(name: str) -> bool:
    """Whether the name is a witness's: then epsilon is needed to build it and has the witness's reading."""
    return name.partition(":")[0] in {one.key for one in WITNESSES}


def problem(name: str, horizon: int, epsilon: Fraction | None = None) -> Problem:
    """The problem of that name. A witness comes with its learner, a file with the one it carries, others with none.

    Raises ValueError that names what is unknown, malformed or missing.
    """
    family, _, rest = name.partition(":")
    if is_witness(name):
        if epsilon is None:
            raise ValueError(f"{family} is a family of problems in epsilon: give --epsilon")
        parameters = {key: exact_number(value, key) for key, value in _parameters(rest, name).items()}
        return witness(family).problem(epsilon, horizon, **parameters)
    if family == "gymnasium":
        environment, _, options = rest.partition(",")
        return _gymnasium(name, environment, _parameters(options, name), horizon)
    if family == "garnet":
        numbers = {key: _whole(key, value) for key, value in _parameters(rest, name).items()}
        if sorted(numbers) != ["actions", "branching", "seed", "states"]:
            raise ValueError(f"garnet needs states, actions, branching and seed; got {', '.join(numbers) or 'nothing'}")
        mdp = garnet(**numbers)
        return Problem(name=name, mdp=mdp, expert=optimal_expert(mdp, horizon))
    if family == "brake-light":
        return _brake_light(name, _parameters(rest, name), horizon)
    if family == "lag":
        return _lag(name, _parameters(rest, name), horizon)
    if family == "side-cameras":
        return _side_cameras(name, _parameters(rest, name))
    if family == "reset-cliff":
        return _reset_cliff(name, _parameters(rest, name))
    if family == "windy-path":
        return _windy_path(name, _parameters(rest, name))
    if family == "fresh-states":
        return _fresh_states(name, _parameters(rest, name))
    if family == "excursions":
        return _excursions(name, _parameters(rest, name))
    if Path(name).suffix == ".json":
        return load(Path(name))
    known = ", ".join(one.key for one in WITNESSES)
    raise ValueError(
        f"no problem is called {name!r}; there are {known}, gymnasium:NAME, garnet:..., side-cameras:..., lag:..., brake-light:..., reset-cliff:..., windy-path:..., fresh-states:..., excursions:..., and FILE.json"
    )


def _gymnasium(name: str, environment: str, options: dict[str, str], horizon: int) -> Problem:
    unknown = sorted(set(options) - {"restart"})
    if unknown:
        raise ValueError(f"a Gymnasium table has the parameter restart only; got {', '.join(unknown)}")
    restart = options.get("restart", "false")
    if restart not in ("true", "false"):
        raise ValueError(f"restart must be true or false; got {restart!r}")
    return environment_problem(environment, restart == "true", horizon, name)


def _brake_light(name: str, options: dict[str, str], horizon: int) -> Problem:
    _check_names(name, options, "switch", "blur", "sees")
    if options["sees"] not in ("view", "light"):
        raise ValueError(f"sees must be view or light; got {options['sees']!r}")
    road = brake_light(*(exact_number(options[key], key) for key in ("switch", "blur")))
    return _cloned(road, SEES_BOTH if options["sees"] == "light" else SEES_VIEW, horizon, name)


def _lag(name: str, options: dict[str, str], horizon: int) -> Problem:
    _check_names(name, options, "symbols", "delay", "order", "stay")
    symbols, delay, order = (_whole(key, options[key]) for key in ("symbols", "delay", "order"))
    depth = max(delay, order)
    world = lag(symbols, delay, depth, exact_number(options["stay"], "stay"))
    return _cloned(world, sees_last(symbols, depth, order), horizon, name)


def _cloned(world: Problem, cells: np.ndarray, horizon: int, name: str) -> Problem:
    """With the majority table of those cells as learner, fitted to the expert's own visits, infinitely many."""
    weight = state_laws(world.mdp, deterministic(world.expert, world.mdp.shape[1]), horizon)[:-1]
    return world.with_learner(TableLearner(cell=cells, floor=Fraction(0)).fit(world, weight), name)


def _side_cameras(name: str, options: dict[str, str]) -> Problem:
    _check_names(name, options, "half", "width", "error", "flipped")
    road = lane(_whole("half", options["half"]))
    error, flipped = (exact_number(options[key], key) for key in ("error", "flipped"))
    return road.with_learner(augmented(road, error, _whole("width", options["width"]), flipped, "outward"), name)


def _reset_cliff(name: str, options: dict[str, str]) -> Problem:
    _check_names(name, options, "states", "actions", "demonstrations")
    states, actions, shown = (_whole(key, options[key]) for key in ("states", "actions", "demonstrations"))
    cliff = uniform_cliff(states, actions)
    return cliff.with_learner(expected_clone(cliff, shown), name)


def _windy_path(name: str, options: dict[str, str]) -> Problem:
    _check_names(name, options, "length", "half", "wind")
    length, half = (_whole(key, options[key]) for key in ("length", "half"))
    return replace(windy_path(length, half, exact_number(options["wind"], "wind")), name=name)


def _fresh_states(name: str, options: dict[str, str]) -> Problem:
    _check_names(name, options, "states", "actions", "known")
    states, actions, known = (_whole(key, options[key]) for key in ("states", "actions", "known"))
    if known > states:
        raise ValueError(f"known must be at most the number of states, {states}; got {known}")
    world = fresh_states(states, actions)
    return world.with_learner(guessing_table(world, np.arange(states + 1) < known), name)


def _excursions(name: str, options: dict[str, str]) -> Problem:
    _check_names(name, options, "back", "lost")
    return replace(excursions(*(exact_number(options[key], key) for key in ("back", "lost"))), name=name)


def _check_names(name: str, options: dict[str, str], *needed: str) -> None:
    if set(options) != set(needed):
        raise ValueError(f"{name.partition(':')[0]} needs {', '.join(needed)}; got {', '.join(options) or 'nothing'}")


def _parameters(text: str, name: str) -> dict[str, str]:
    parameters = {}
    for part in filter(None, text.split(",")):
        key, equals, value = part.partition("=")
        if not equals or not key or not value:
            raise ValueError(f"parameters are written name:key=value,key=value; got {part!r} in {name!r}")
        parameters[key] = value
    return parameters


def _whole(key: str, value: str) -> int:
    if not value.isdigit():
        raise ValueError(f"{key} must be a whole number; got {value!r}")
    return int(value)
