"""`tightrope worst-case`: value, certificate, and the problem that attains it."""

import argparse
from fractions import Fraction
from pathlib import Path

from tightrope.bounds.check_certificate import errors
from tightrope.bounds.extremes.small_problems import SECONDS, optimum
from tightrope.bounds.extremes.worst_case import Setting, certificate, largest
from tightrope.reports.commands.inputs import setting_of, whole_option
from tightrope.reports.commands.output import exact_string, number, print_json, short
from tightrope.reports.evidence.extremal import attained
from tightrope.reports.evidence.small_problems import rounded
from tightrope.simulators.formats.problem_json import save
from tightrope.simulators.model.arithmetic import exact_number

WORDS = {
    "disagreement": "expected number of disagreements",
    "gap": "task cost beyond the expert's",
    "tv": "distance TV(p_t, p*_t) from the expert's states",
}


def run(options: argparse.Namespace) -> int:
    error, horizon = exact_number(options.epsilon, "--epsilon"), whole_option(options.horizon, "--horizon")
    setting = setting_of(options.reading, options.quantity, options.assume, options.missing)
    if options.states is not None:
        return _all_with(whole_option(options.states, "--states"), setting, error, horizon, options)
    if options.out:
        raise ValueError("--out goes with --states: otherwise the problem that attains the worst case has a name")
    proof = certificate(setting, error, horizon)
    witness, value = attained(setting, error, horizon)
    document = {
        "reading": setting.reading,
        "quantity": setting.quantity,
        "epsilon": str(error),
        "horizon": horizon,
        **setting.assumed(),
        "exact": exact_string(value),
        "value": float(value),
        "evidence": "certified",
        "certificate": {
            "schedule": [exact_string(x) for x in proof.schedule],
            "multipliers": [exact_string(x) for x in proof.multipliers],
        },
        "witness": witness,
    }
    if wrong := errors(document):
        raise RuntimeError(f"the certificate does not prove {value}: {wrong}")
    if options.json:
        return print_json(document)
    assumed = "".join(f", {key} = {text}" for key, text in setting.assumed().items())
    print(f"largest {WORDS[setting.quantity]} in {horizon} decisions,")
    print(f"{setting.reading} error {error}{assumed}:")
    shown = short({"exact": document["exact"], "value": document["value"]})
    print(f"  {shown}   (certified; attained by {witness})")
    return 0


def _all_with(states: int, setting: Setting, error: Fraction, horizon: int, options: argparse.Namespace) -> int:
    """The supremum over all problems with so many states: a rational problem, and the optimiser's upper limit."""
    if setting != Setting(reading=setting.reading):
        raise ValueError("--states asks for disagreements, with nothing assumed of the task")
    found = optimum(setting.reading, error, horizon, states)
    problem, value = rounded(found, setting.reading, error, horizon)
    unrestricted = largest(setting, error, horizon)
    path = Path(options.out or f"worst-case-{setting.reading}-{states}-states.json")
    save(problem, path)
    certified = value == unrestricted
    document = {
        "reading": setting.reading,
        "quantity": setting.quantity,
        "epsilon": str(error),
        "horizon": horizon,
        "states": states,
        "exact": exact_string(value),
        "value": float(value),
        "evidence": "certified" if certified else "searched",
        "certificate": None,
        "dual": {"value": found.dual, "closed": found.closed, "how": "upper limit of SCIP, in floating point"},
        "unrestricted": number(unrestricted),
        "witness": str(path),
    }
    if options.json:
        return print_json(document)
    shown, limit = short(number(value)), short(number(unrestricted))
    print(f"all problems with {states} states, {horizon} decisions, {setting.reading} error {error}:")
    print(f"  {shown} disagreements, attained by {path} (evaluated exactly)")
    print(f"  {found.dual:.6g} at most, says SCIP in floats" + ("" if found.closed else f"; not closed in {SECONDS} s"))
    print(f"  {limit} without a limit on the states" + (": no problem does more" if certified else ""))
    return 0
