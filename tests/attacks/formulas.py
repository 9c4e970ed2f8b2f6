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
# Settings with a letter that has no value: what it is worth, and where it may lie.
OPEN = (
    ({"reading": "on_policy", "quantity": "gap"}, "u", ("u*epsilon*T", "min(u, T)*epsilon*T", "T")),
    ({"reading": "per_step", "quantity": "gap"}, "u", ("min(1,u)*epsilon*T*(T+1)/2", "u*epsilon*T**2", "u*T")),
    ({"reading": "pointwise", "quantity": "gap"}, "u", ("u*epsilon*T*(T+1)/2", "max(u, 1)*epsilon*T**2", "u*T")),
    ({"reading": "per_step", "quantity": "gap"}, "J_star", ("T-J_star", "epsilon*T**2", "T - J_star/2")),
    ({"reading": "time_averaged", "quantity": "gap"}, "J_star", ("T-J_star", "epsilon*T**2", "T*min(1,epsilon*T)")),
    (
        {"reading": "pointwise", "quantity": "gap"},
        "rho",
        ("epsilon*T*(T+1)/2", "epsilon*T/rho", "T", "2*epsilon*T/rho"),
    ),
    ({"reading": "finite_data"}, "m", ("m*T + epsilon*T*(T+1)/2", "m*T + (1-m)*epsilon*T**2", "T")),
    ({"reading": "finite_data", "quantity": "tv"}, "m", ("1-(1-m)*(1-epsilon)**T", "m + epsilon*T", "1")),
)
RANGES = ("0:1/2", "1/2:1", "1/3:1", "0:1", "1:1", "1/10:2/3")
WIDE = ("1:5", "2:", "0:3", "1/2:3/2", "3:3")  # of u and J_star alone


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

    def open_part(self, letter: str) -> str:
        """A part with the letter: of either sign, undefined somewhere, or at a boundary."""
        x = letter
        return self.of(
            *(x, f"({x}-1)", f"(1-{x})", f"{x}**2", f"max({x}, 1)", f"min({x}, 1)", f"sqrt({x})", f"log({x})"),
            *(f"1/{x}", f"1/(1-{x})", f"({x}-1/2)**2", f"sqrt({x}-1)", f"exp(-{x})", f"{x}*(1-{x})", f"{x}/T"),
            *(f"(1-{x})**T", f"(1-{x}*epsilon)**T", f"({x}-1)**(T-2)", f"sum(min({x}, epsilon*t), t, 1, T)"),
            *(f"epsilon*{x}", f"max(0, 1-({x}-2)**2)", f"min({x}, T)", f"({x}+epsilon)", f"{x}**(1/3)"),
        )

    def open_question(self) -> tuple[str, dict, tuple[str, str]]:
        """A formula with a letter that has no value, or a range of them."""
        ask, letter, worst = self.of(*OPEN)
        a, part = self.of(*worst), self.of(self.open_part(letter), self.open_part(letter), self.part())
        text = self.of(
            *(a, a, f"{self.number()}*({a})", f"({a}) + {part}", f"({a}) - {part}", f"({a})*({part})"),
            *(f"max({a}, {part})", f"({a}) + epsilon*({part})", f"({a}) + max(0, {part})", f"({a}) + ({part})**2"),
            *(f"({a}) - max(0, {part})/10", f"({a}) + 0*({part})", f"({a}) + ({part})*({self.open_part(letter)})"),
        )
        ranges = RANGES + WIDE * (letter in ("u", "J_star"))
        given = {} if letter in text and self.chance.random() < 0.5 else {letter: self.of(*ranges)}
        given = {"missing" if name == "m" else name: value for name, value in given.items()}
        return text, {**ask, **given}, self.of(*DOMAINS)

    def constant_question(self) -> tuple[str, dict, tuple[str, str]]:
        """A formula with one open constant."""
        if self.chance.random() < 0.25:
            text, ask, domain = self.open_question()
            return f"C*({text})", ask, domain
        ask = self.of(*SETTINGS)
        worst, part = self.of(*WORST[ask["reading"]]), self.part()
        simple = self.of(
            "epsilon*T", "epsilon*T**2", "T", "epsilon", "epsilon**2*T", "epsilon*T**1.5", "sqrt(epsilon)*T"
        )
        text = self.of(
            *(f"C*({worst})", f"C*{simple}", f"C*{simple}", f"{simple} + C*({worst})", f"({worst})*C/2 - {simple}"),
            *(f"C*({worst}) + {part}", f"C*({part})", f"C*{simple} + ({part})", f"{simple} - C*({part})"),
            *("C*T*(1-exp(-epsilon*T))", "sum(C*min(1, epsilon*t), t, 1, T)", f"C*({worst} + {part})"),
            *(f"C*{simple}*({part})**2", f"({worst})/2 + C*{simple}", f"C*(T-1)*{simple}", f"-C*{simple}"),
        )
        return text, ask, self.of(*DOMAINS)

    def eventual_question(self) -> tuple[str, dict, tuple[str, str]]:
        """A formula that is claimed for large T."""
        ask = self.of(*SETTINGS)
        worst = self.of(*WORST[ask["reading"]])
        simple = self.of(
            "epsilon*T", "epsilon*T**2", "T", "epsilon*T**1.9", "sqrt(epsilon)*T**1.5", "T**0.5", "100*epsilon*T"
        )
        text = self.of(
            *(
                f"({worst}) - {self.whole()}",
                f"{self.number()}*({worst})",
                f"{self.number()}*({worst}) - {self.part()}",
            ),
            *(f"{simple}*{self.number()}", f"{simple} - {self.whole()}", f"({worst})*(1-1/T)", f"({worst})*(1+1/T)-1"),
            *(f"{simple} + {self.part()}", f"({worst}) + (T-{self.whole()})", f"min(T, {simple})", f"({worst})*T/10"),
            *(f"max({simple}, {self.part()})", f"0.51*{simple}", f"T - {self.whole()}*epsilon", f"({worst}) - 1/T"),
        )
        return text, ask, (self.of("0:1", "0:1", "0:1", "0:1/3", "1/2:1", "1:1", "1/10:1/5"), "eventually")
