"""Applies the kernel's rules at random to true facts and looks at every theorem that comes out, on problems.

`python -m tests.attacks.kernel --rounds 2000 --seed 1` prints how many rules were tried, how many theorems came out, at
how many places they were evaluated, and every one that is false: there should be none.

What is fed to the rules: facts of imitation problems, assumptions that fix a decision or a state, and statements that
are the lines of derivations, moved, weakened, tightened and mixed, so that many are false.
"""

import argparse
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from sympy import And, Eq, Expr, Ge, Implies, Integer, Le, Or, Rational, S

from tests.theorems.meanings import imitation
from tests.theorems.truth import Tally, World, theorems
from tightrope.bounds.language import letters as l
from tightrope.bounds.language.letter import indices, kinds, letters, placed
from tightrope.bounds.lecture import distribution_shift as shift
from tightrope.bounds.proof import theorem as kernel
from tightrope.bounds.proof.tactics import by_induction, sum_up
from tightrope.bounds.proof.theorem import Theorem

NUMBERS = (l.survival, l.power, l.budget, l.l1_distance, l.expert_error, l.cost, l.epsilon, l.t, l.T, l.disagreement)
OF_STATES = (l.p, l.q, l.g, l.e, l.c)


@dataclass
class Attack:
    """A pool of theorems that grows by rules chosen at random."""

    rng: random.Random
    worlds: list[World]
    pool: list[Theorem] = field(default_factory=list)
    tried: Counter = field(default_factory=Counter)
    made: Counter = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally)
    fell: list[str] = field(default_factory=list)

    def run(self, rounds: int) -> None:
        self.pool = [kernel.assume(fact) for fact in shift.DERIVATION.facts]
        self.pool += [
            kernel.within(l.t),
            kernel.before_the_end(l.t),
            kernel.whole(l.t - 1),
            kernel.whole(l.T - l.t - 2),
        ]
        self.pool += [kernel.assume(one) for assumed in shift.DERIVATION.assumes.values() for one in assumed]
        self.pool += [one for reading in shift.DERIVATION.assumes for one in theorems(shift.DERIVATION, reading)]
        for _ in range(rounds):
            self.step(self.rng.choice(self.moves))

    @property
    def moves(self) -> tuple[Callable[[], Theorem], ...]:
        return (
            *(self.arithmetic,) * 4,
            *(self.assume, self.later, self.at_the_end, self.rewrite, self.whole, self.identity),
            *(self.induction, self.induction, self.add_up, self.over_decisions, self.hand_made_induction),
        )

    def step(self, move: Callable[[], Theorem]) -> None:
        self.tried[move.__name__] += 1
        try:
            theorem = move()
        except (ValueError, TypeError):  # sympy's own word for a comparison of what is not known to be real
            return
        self.made[move.__name__] += 1
        self.pool.append(theorem)
        for world in self.worlds:
            if wrong := self.tally.look_at_theorem(world, theorem):
                self.fell.append(f"{theorem.rule}: {wrong}")
                return

    # The rules, each with arguments that may or may not make sense.
    def assume(self) -> Theorem:
        statement = self.statement()
        fixable = sorted({*indices(statement), *kinds(statement)}, key=str)
        return kernel.assume(statement, *self.rng.sample(fixable, self.rng.randint(0, len(fixable))))

    def arithmetic(self) -> Theorem:
        premises = self.rng.sample(self.pool, min(len(self.pool), self.rng.randint(0, 4)))
        return kernel.arithmetic(self.statement(), *premises)

    def identity(self) -> Theorem:
        return kernel.identity(Eq(self.expression(), self.expression(), evaluate=False))

    def rewrite(self) -> Theorem:
        equations = [one for one in self.pool if isinstance(one.conclusion, Eq)]
        theorem, equation = self.rng.choice(self.pool), self.rng.choice(equations)
        left, right = self.rng.sample(equation.conclusion.args, 2)
        return kernel.rewrite(theorem.conclusion.xreplace({left: right}), theorem, equation)

    def whole(self) -> Theorem:
        return kernel.whole(self.expression())

    def later(self) -> Theorem:
        return kernel.later(self.rng.choice(self.pool), l.t)

    def at_the_end(self) -> Theorem:
        return kernel.at_the_end(self.rng.choice(self.pool), l.t)

    def induction(self) -> Theorem:
        known = [one for one in self.pool if one.rule.startswith("induction")]
        statement = self.rng.choice((self.same, self.tightened, self.tightened, self.mixed))(
            self.rng.choice(known).conclusion
        )
        facts = [one for one in shift.DERIVATION.facts if not one.has(kernel.AddedUp)]
        useful = [one for one in self.pool if any(letter.place == "next" for letter in letters(one.conclusion))]
        given = self.rng.sample(facts, self.rng.randint(3, len(facts))) + self.rng.sample(useful, min(6, len(useful)))
        return by_induction(statement, self.rng.choice((l.t, l.t, l.t, l.t, l.epsilon, l.T)), *given)

    def hand_made_induction(self) -> Theorem:
        return kernel.induction(self.statement(), l.t, self.rng.choice(self.pool), self.rng.choice(self.pool))

    def add_up(self) -> Theorem:
        family, values = self.rng.choice(((shift.STATES, shift.SUMS), (shift.STATES_BEFORE, shift.MOVES)))
        each = self.rng.choice(
            [one for one in self.pool if kinds(one.conclusion) and isinstance(one.conclusion, Le | Ge)]
        )
        if self.rng.random() < 0.5:
            return sum_up(self.tightened(each.conclusion), family, values, each)
        totals = [one for one in self.pool if one.conclusion.has(kernel.AddedUp)]
        return kernel.add_up(each, family, *self.rng.sample(totals, min(len(totals), self.rng.randint(1, 6))))

    def over_decisions(self) -> Theorem:
        totals = [
            one for one in self.pool if one.conclusion.has(kernel.AddedUp) and l.cost in one.conclusion.free_symbols
        ]
        each = [one for one in self.pool if isinstance(one.conclusion, Le) and one.conclusion.has(l.cost)]
        return kernel.over_decisions(self.rng.choice(each), self.rng.choice(totals), l.t)

    # Statements: true ones, and what is near them.
    def statement(self):
        known = self.rng.choice(self.pool).conclusion
        change = self.rng.choice((self.same, self.moved, self.tightened, self.mixed, self.fresh, self.conditional))
        try:
            return change(known)
        except ValueError:
            return known

    def same(self, known):
        return known

    def moved(self, known):
        return placed(known, self.rng.choice(("start", "next", "end")), l.t)

    def tightened(self, known):
        if not isinstance(known, Le | Ge | Eq) or known.has(kernel.AddedUp):
            return known
        right = known.rhs * self.rng.choice((1, Rational(1, 2), 2)) + self.rng.choice((0, 0, l.epsilon, -1))
        return self.rng.choice((Le, Ge, Eq))(known.lhs, right)

    def mixed(self, known):
        other = self.rng.choice(self.pool).conclusion
        return self.rng.choice((And, Or, Implies))(known, other)

    def fresh(self, known):
        return self.rng.choice((Le, Ge, Eq))(self.expression(), self.expression())

    def conditional(self, known):
        return Implies(self.fresh(known), known)

    def expression(self) -> Expr:
        some = NUMBERS if self.rng.random() < 0.6 else OF_STATES
        found: Expr = self.rng.choice((S.Zero, S.One, Integer(2), -S.One))
        for _ in range(self.rng.randint(1, 3)):
            letter = self.rng.choice(some)
            if self.rng.random() < 0.3:
                letter = getattr(letter, self.rng.choice(("start", "next", "end")))
            found = self.rng.choice((found + letter, found - letter, found * letter, found + letter * l.epsilon))
        return found


def attack(rounds: int, seed: int, worlds: int = 12) -> Attack:
    made = Attack(rng=random.Random(seed), worlds=list(imitation.worlds(worlds, seed)))
    made.run(rounds)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    made = attack(options.rounds, options.seed)
    print("\n".join(made.fell[:20]))
    print(f"rules tried {dict(made.tried)}")
    print(f"theorems    {dict(made.made)}, evaluated at {made.tally.places} places")
    print(f"tried {options.rounds}, fell {len(made.fell)}")


if __name__ == "__main__":
    main()
