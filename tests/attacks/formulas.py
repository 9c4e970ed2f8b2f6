"""Random formulas from the grammar: near the truth, undefined somewhere, or at a boundary;
and what they are asked of.
"""

import random

WORST = {
    "pointwise": ("T - (1-epsilon)*(1-(1-epsilon)**T)/epsilon", "sum(1-(1-epsilon)**t, t, 1, T)", "epsilon*T*(T+1)/2"),
    "per_step": ("sum(min(1, epsilon*t), t, 1, T)", "epsilon*T*(T+1)/2", "min(T, epsilon*T*(T+1)/2)"),
    "time_averaged": ("T*min(1, epsilon*T)", "epsilon*T**2", "min(T, epsilon*T**2)"),
    "on_policy": ("epsilon*T", "epsilon*T", "min(T, epsilon*T)"),
    "finite_data": ("sum(1-(1-m)*(1-epsilon)**t, t, 1, T)", "m*T + epsilon*T*(T+1)/2", "T"),
}
SETTINGS = (
    *({"reading": reading} for reading in WORST if reading != "finite_data"),
    *({"reading": reading} for reading in ("per_step", "pointwise", "time_averaged")),
    {"reading": "finite_data", "missing": "1/8"},
    {"reading": "per_step", "quantity": "tv"},
    {"reading": "pointwise", "quantity": "tv"},
    {"reading": "pointwise", "quantity": "gap", "rho": "1/5"},
    {"reading": "per_step", "quantity": "gap", "u": "1/2"},
    {"reading": "on_policy", "quantity": "gap", "u": "2"},
    {"reading": "per_step", "quantity": "gap", "J_star": "3"},
    {"reading": "time_averaged", "quantity": "gap", "u": "0"},
)
DOMAINS = (
    *(("0:1", "1:"),) * 6,
    *(
        ("0:1", "1:6"),
        ("0:1", "3:"),
        ("1:1", "1:"),
        ("1:1", "1:50"),
        ("1/2:1", "1:"),
        ("0:1/3", "1:"),
        ("1/10:1", "5:5"),
    ),
    ("0:1", "2:4"),
)


class Maker:
    """Random formulas; every choice comes from the seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def of(self, *choices):
        return self.chance.choice(choices)

    def whole(self) -> str:
        return str(self.of(0, 1, 1, 2, 2, 3, 4, 5, 6, 45, 50))

    def number(self) -> str:
        return self.of(
            "0", "1", "2", "3", "1/2", "1/3", "99/100", "1/100", "1001/1000", "10", "100", "exp(1)", "sqrt(2)"
        )

    def index(self, i: str | None) -> str:
        return i or "T"

    def linear(self, i: str | None = None) -> str:
        """A whole number that may well be 0 or negative."""
        x = self.of("T", self.index(i))
        return self.of(
            f"{x}-{self.whole()}", f"{self.whole()}-{x}", f"2*{x}-{self.whole()}", f"-{x}", x, f"{x}+{self.whole()}"
        )

    def base(self) -> str:
        return self.of(
            "(1-epsilon)",
            "(1-epsilon)",
            "epsilon",
            "(1+epsilon)",
            "(T-2)",
            "(1-2*epsilon)",
            "(T-1)",
            "2",
            "(1-1)",
            "(epsilon-1/2)",
        )

    def partial(self, i: str | None = None) -> str:
        """A part that is not defined everywhere, or looks so, or is at a boundary of the rules."""
        x = self.linear(i)
        return self.of(
            *(
                f"log({x})",
                f"exp(log({x}))",
                f"1/({x})",
                f"({x})/({x})",
                f"sqrt({x})",
                f"sqrt({x})**2",
                f"sqrt(({x})**2)",
            ),
            *(f"0*log({x})", f"log({x}) - log({x})", f"({x})**(-1)*({x})", f"1/(1/({x}))", f"sqrt(epsilon*({x}))"),
            *(f"sqrt({self.index(i)}*({x}))", f"({x})**(2/3)", f"({x})**(1/3)", "log(1-epsilon)", "1/(1-epsilon)"),
            *("epsilon/(1-epsilon)", "sqrt(1-2*epsilon)", "sqrt(1/2-epsilon)", "1/(epsilon-1/2)", "log(epsilon)"),
            *(
                f"{self.base()}**({x})",
                f"{self.base()}**({x})",
                f"1/{self.base()}**({x})",
                f"({x})**({self.linear(i)})",
            ),
            *(
                f"sqrt({self.base()}**({x}))",
                f"max(1, {self.base()}**({x}))",
                f"min(0, log({x}))",
                f"max({x}, 1/({x}))",
            ),
            *(f"max({x},-({x}))/({x})", "exp(-epsilon*T)", f"(({x})*(1-epsilon))**({x})", f"exp(2*log({x})/3)"),
        )

    def added(self) -> str:
        """A sum that may be empty, run over negative numbers, or have a term that is not defined everywhere."""
        first = self.of("1", "1", "0", "-5", "-2", "2", "5", "T", "T-3", "3-T", "2*T", "T+1")
        last = self.of("T", "T", "T-1", "0", "-1", "1", "3", "T+2", "5-T", "2*T", "T-5", "2*T-3")
        x = self.linear("t")
        term = self.of(
            *(
                "t",
                "1",
                "-1",
                "-T",
                "min(t,0)",
                "max(t,0)",
                "sqrt(t**2)",
                "min(1,epsilon*t)",
                "(1-epsilon)**t",
                "t**2",
                "-t",
                "epsilon",
            ),
            *("sqrt(t)", "log(t)", "1/t", "t/(T-1)", "log(T-1)", "1/(1-epsilon)", f"max(t,{x})", f"sqrt(({x})**2)"),
            *(
                "t*(1-epsilon)**t",
                "(1-epsilon)**(t-2)",
                "(1-epsilon)**(3-t)",
                "1-(1-epsilon)**t",
                "t*(1-epsilon)**(T-3)",
            ),
            *(f"sum(s, s, {self.of('1', '0', '-3', 't')}, {self.of('t', 'T', '3-t', '20-t')})", self.partial("t")),
            *("sqrt(t*(T-5))", "(-1)**t", "2**t", "t/(1-epsilon)", "min(log(t), 1)", "max(t, 1/(t-2))"),
        )
        return f"sum({term}, t, {first}, {last})"

    def part(self) -> str:
        return self.of(self.partial(), self.partial(), self.added(), self.added(), f"({self.linear()})", "T", "epsilon")

    def random(self, depth: int) -> str:
        if depth == 0 or self.chance.random() < 0.2:
            return self.of("epsilon", "T", self.number(), self.part(), self.part())
        a, b = self.random(depth - 1), self.random(depth - 1)
        return self.of(
            *(f"({a}) + ({b})", f"({a}) - ({b})", f"({a})*({b})", f"({a})*({b})", f"({a})/({b})", f"min({a}, {b})"),
            *(f"max({a}, {b})", f"sqrt({a})", f"exp({a})", f"log({a})", f"({a})**2", f"-({a})", f"({a})**(-1)"),
        )

    def near(self, reading: str) -> str:
        """A worst case or its cap, changed a little; true or false by little, or only where a part is not defined."""
        worst, part = self.of(*WORST[reading]), self.part()
        big = self.of("T", "epsilon*T**2", "100*epsilon*T**2", "T**2", worst)
        return self.of(
            *(
                f"{worst} + {part}",
                f"{worst} - {part}",
                f"{self.number()}*({worst}) + {part}",
                f"{big} + epsilon*({part})",
            ),
            *(f"{big} - {part}/100", f"max({big}, {part})", f"min({big} + {part}, {big})", f"({worst})*({part})"),
            *(
                f"{big} + 0*({part})",
                f"({big})*({part})/({part})",
                f"({part})*({big})",
                f"{big} - {self.number()}*{part}",
            ),
            *(f"{self.number()}*({worst})", f"{big} + max(0, {part})", f"{big} + min(0, {part})", f"{big}*({part})**2"),
            *(
                f"exp(log({worst}))",
                f"sqrt(({worst})**2)",
                f"{worst} + ({part})*({self.part()})",
                f"{big} - ({part})**2",
            ),
            *(
                f"{worst} - max(0, {part})",
                f"{big} + max({part}, {self.part()})",
                f"{big} - min({part}, {self.part()})",
            ),
            *(f"{big} + {part} + {self.part()}", f"{worst} + {part} - {part}", f"max({worst}, {worst} + {part})"),
        )

    def question(self) -> tuple[str, dict, tuple[str, str]]:
        ask = self.of(*SETTINGS)
        text = self.near(ask["reading"]) if self.chance.random() < 0.75 else self.random(2)
        return text, ask, self.of(*DOMAINS)
