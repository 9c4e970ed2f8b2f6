"""`tightrope worst-case`: value, certificate, and the problem that attains it."""

import argparse

from bounds.check_certificate import errors
from bounds.worst_case import certificate
from reports.commands.inputs import setting_of, whole_option
from reports.commands.output import exact_string, print_json, short
from reports.extremal import attained
from simulators.arithmetic import exact_number

WORDS = {
    "disagreement": "expected number of disagreements",
    "gap": "task cost beyond the expert's",
    "tv": "distance TV(p_t, p*_t) from the expert's states",
}


def run(options: argparse.Namespace) -> int:
    error, horizon = exact_number(options.epsilon, "--epsilon"), whole_option(options.horizon, "--horizon")
    setting = setting_of(options.reading, options.quantity, options.assume, options.missing)
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
