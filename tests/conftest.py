"""What the suite prints at the end: how tight random problems came, what attacks tried, and how often Monte Carlo tests
may cry wolf.
"""

import sys
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "suite", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(  # a mutant that is noticed need not be noticed by the smallest example
    "mutants", settings.get_profile("suite"), phases=(Phase.explicit, Phase.generate)
)
settings.load_profile("suite")


def pytest_sessionstart(session):
    """mutmut runs the tests of each mutant in a process that ran the unchanged program before: what that remembers
    would stand for the mutant's answers.
    """
    if session.config.getoption("--hypothesis-profile", None) == "mutants":
        ours = [module for name, module in sys.modules.items() if name.partition(".")[0] in ("tightrope", "tests")]
        for remembering in (one for module in ours for one in vars(module).values() if hasattr(one, "cache_clear")):
            remembering.cache_clear()


class Tightness:
    """How large the measured quantity came out as a share of its bound, over the examples of one property."""

    def __init__(self, name: str, record) -> None:
        self.name, self.record, self.shares = name, record, []

    def add(self, actual: Fraction, bound: Fraction) -> float:
        share = float(actual / bound) if bound else 0.0
        self.shares.append(share)
        return share

    def above_half(self) -> float:
        return sum(share > 0.5 for share in self.shares) / len(self.shares)

    def report(self) -> None:
        best = max(self.shares)
        self.record(
            "tightness", f"{self.name}: {self.above_half():.0%} of {len(self.shares)} above half, best {best:.3f}"
        )


@pytest.fixture
def tightness(record_property):
    """tightness(name) collects shares; its report is printed after the run."""
    made = []

    def make(name: str) -> Tightness:
        made.append(Tightness(name, record_property))
        return made[-1]

    yield make
    for one in made:
        if one.shares:
            one.report()


@pytest.fixture
def false_alarm(record_property):
    """false_alarm(p) declares that this test contradicts the truth with probability at most p;
    the suite adds them up.
    """
    return lambda probability: record_property("false_alarm", probability)


def pytest_terminal_summary(terminalreporter):
    reports = [r for r in terminalreporter.stats.get("", []) if getattr(r, "when", "") == "teardown"]
    properties = [entry for report in reports for entry in report.user_properties]
    tight = [value for name, value in properties if name == "tightness"]
    alarms = [value for name, value in properties if name == "false_alarm"]
    tried = [value for name, value in properties if name == "tried"]
    if tight:
        terminalreporter.section("how tight the random problems came")
        for line in tight:
            terminalreporter.line(line)
    if tried:
        terminalreporter.section("what was tried, and fell")
        for line in tried:
            terminalreporter.line(line)
    if alarms:
        terminalreporter.line(
            f"false-alarm budget of {len(alarms)} Monte Carlo tests: at most {sum(alarms):.1e} in all"
        )
    unchecked = [r for r in terminalreporter.stats.get("skipped", []) if "formal part" in str(r.longrepr)]
    if unchecked:
        terminalreporter.line(
            "the formal part was not checked: Coq or a library of it is not installed (bounds/formal/README.md)"
        )
