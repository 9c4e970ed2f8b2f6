"""Every command with absurd sizes: an answer, or one line with status 2 that says what to reduce; no long silence."""

import json
import subprocess
import sys

import pytest

SECONDS, BYTES = 300, 6 * 10**9  # generous: a machine under test is busy, and nothing here needs either

PROBLEMS = [
    *("tightrope", "exam", "trap", "wager", "cycle", "recovery:rho=1/5", "unseen-start:missing=1/10"),
    *(
        "charged-exam:u=1,J_star=0",
        "garnet:states=9,actions=2,branching=2,seed=1",
        "lag:symbols=2,delay=2,order=1,stay=1/4",
    ),
    "brake-light:switch=1/20,blur=1/5,sees=light",
]
HUGE = ["1000000000", "1e30"]
REFUSED = [
    *(f"evaluate {name} --horizon {T} --epsilon 1/10" for name in PROBLEMS for T in HUGE),
    *(f"evaluate {name} --horizon 1000000 --epsilon 1/10 --exact" for name in ("tightrope", "wager")),
    *(f"simulate {name} --horizon 1000000000 --epsilon 1/10 --episodes 1 --seed 1" for name in ("tightrope", "trap")),
    *(f"evaluate side-cameras:half=3,width=2,error=1/20,flipped=1/10 --horizon {T}" for T in HUGE),
    "simulate tightrope --horizon 9 --epsilon 1/10 --episodes 1000000000000 --seed 1",
    "simulate tightrope --horizon 9 --epsilon 1/10 --episodes 10 --seed 1 --threads 1000000",
    "simulate tightrope --horizon 9 --epsilon 1/10 --episodes 10 --seed 1e100",
    "evaluate garnet:states=1000000000,actions=2,branching=2,seed=1 --horizon 5",
    "evaluate garnet:states=10000,actions=1000,branching=9,seed=1 --horizon 5",
    "evaluate reset-cliff:states=20,actions=4,demonstrations=1000000000 --horizon 5",
    "evaluate reset-cliff:states=9999,actions=4,demonstrations=999999 --horizon 5",
    "evaluate side-cameras:half=1000000,width=2,error=1/20,flipped=1/10 --horizon 5",
    "evaluate lag:symbols=999,delay=20,order=1,stay=1/4 --horizon 5",
    "evaluate windy-path:length=9999,half=9999,wind=1/20 --horizon 5",
    "evaluate cycle --epsilon 1e-30 --horizon 5",
    *(f"worst-case --reading {one} --epsilon 1/10 --horizon 1e9" for one in ("pointwise", "per_step", "on_policy")),
    "worst-case --reading per_step --quantity gap --assume u=1/2 --epsilon 1/10 --horizon 4000",
    "worst-case --reading per_step --epsilon 1/10 --horizon 1e9 --states 3",
    "refute epsilon*T --reading per_step --horizon 1e9",
    "refute epsilon*T --reading per_step --horizon 1e9:",
]
ANSWERED = [
    *(f"bound --epsilon 1/100 --horizon {T}" for T in ("10000", "1000000", "1000000000", "1e30")),
    "bound --epsilon 1e-300 --horizon 1e300",
    "worst-case --reading per_step --epsilon 1e-30 --horizon 5",
    "evaluate exam --epsilon 1e-30 --horizon 5 --exact",
]


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """(status, seconds, stderr) of each line, all of them asked in one process with a limit on its memory."""
    code = (
        "import contextlib, io, json, resource, sys, time\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({BYTES}, {BYTES}))\n"
        "from tightrope.reports.commands.cli import main\n"
        "for line in sys.stdin:\n"
        "    said, begin = io.StringIO(), time.process_time()\n"
        "    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):\n"
        "        status = main(line.split())\n"
        "    print(json.dumps([line.strip(), status, time.process_time() - begin, said.getvalue()]), flush=True)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        input="\n".join(REFUSED + ANSWERED),
        text=True,
        capture_output=True,
        check=True,
        timeout=SECONDS,
        cwd=tmp_path_factory.mktemp("here"),
    )
    return {line: rest for line, *rest in map(json.loads, ran.stdout.splitlines())}


@pytest.mark.parametrize("line", REFUSED)
def test_what_is_too_much_is_refused_at_once_with_what_to_reduce(answers, line):
    status, seconds, said = answers[line]

    assert status == 2
    assert said.count("\n") == 1
    assert any(word in said for word in ("at most", "more than", "choose", " from ")), said
    assert "the memory is not enough" not in said  # it was known before
    assert seconds < 4


@pytest.mark.parametrize("line", ANSWERED)
def test_what_has_a_closed_form_is_answered_however_large(answers, line):
    status, seconds, said = answers[line]

    assert (status, said) == (0, "")
    assert seconds < 12
