"""A derivation is data: lines, each a statement with the proofs that make it a theorem under a reading.

A line is proved under a reading when its proof, run through the rules of proof, ends in a theorem that states this
line, at every place where the line says something, and whose hypotheses are facts of the derivation or what the reading
assumes. The `facts` are what has to be believed; the tests evaluate each of them, and every theorem on the way, on
problems. Proofs are functions: they run when they are first asked for.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from sympy import false, true
from sympy.logic.boolalg import Boolean

from tightrope.bounds.language.letter import Letter, letters
from tightrope.bounds.language.letters import MEANS
from tightrope.bounds.proof.statements import NotProved, ends_early
from tightrope.bounds.proof.theorem import Theorem

Proof = Callable[[], Theorem]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of a derivation.

    `scope` says what the statement is asked of: `scalar` (numbers), `state` (each state after each number of actions),
    `decision` (each decision) or `episode`. `proofs` maps a reading's key to a proof; a line that no reading touches is
    proved under the key `any`. `lecture` is the claim's id, empty for a line that the lecture lacks. `slack` says why a
    nearby, stronger line would hold as well; most lines have none.
    """

    id: str
    lecture: str
    statement: Boolean
    scope: str
    reason: str
    proofs: Mapping[str, Proof] = field(default_factory=dict)
    slack: str = ""

    def __repr__(self) -> str:
        return f"<line {self.id}{f' ({self.lecture})' * bool(self.lecture)}: {self.statement}>"

    def proof(self, reading: str) -> Proof | None:
        return self.proofs.get(reading) or self.proofs.get("any")


@dataclass(frozen=True, kw_only=True, eq=False)
class Derivation:
    """Lines in order. `facts` hold always; `assumes` maps a reading's key to what it assumes.

    The keys of `assumes` are the readings that the derivation is asked about. `means` says what its own letters stand
    for; what all use is said in `language.letters.MEANS`.
    """

    key: str
    title: str
    source: str
    facts: tuple[Boolean, ...]
    assumes: Mapping[str, tuple[Boolean, ...]]
    steps: tuple[Step, ...]
    means: Mapping[Letter, str] = field(default_factory=dict)

    def letters(self) -> dict[Letter, str]:
        """The letters of its lines, in the order in which they come, and what each stands for."""
        words, found = {**MEANS, **self.means}, {}
        for step in self.steps:
            for one in sorted(letters(step.statement), key=str):
                meant = one.of if one.place else one
                found[meant] = words[meant]
        return found

    def __repr__(self) -> str:
        return f"<derivation {self.key}: {self.title}, {len(self.steps)} lines>"

    def theorem(self, step: Step, reading: str) -> Theorem | None:
        """The line as a theorem under the reading; None where no proof is offered.

        Raises NotProved if the proof proves something else, for fewer places, or from something that is not known.
        """
        proof = step.proof(reading)
        if proof is None:
            return None
        if step.statement in (true, false):
            raise NotProved(f"{self.key}, line {step.id} says nothing: it is {step.statement} by the letters' domains")
        theorem = proof()
        if not isinstance(theorem, Theorem) or theorem.conclusion != step.statement:
            raise NotProved(f"{self.key}, line {step.id}: what is proved is not the line, but {theorem}")
        if missing := theorem.short - ends_early(step.statement):
            raise NotProved(f"{self.key}, line {step.id}: not proved at the last value of {min(missing, key=str)}")
        if unknown := theorem.facts() - {*self.facts, *self.assumes.get(reading, ())}:
            raise NotProved(
                f"{self.key}, line {step.id}: rests on {min(unknown, key=str)}, which is not known under {reading}"
            )
        return theorem

    def proved(self, step: Step, reading: str) -> bool:
        return self.theorem(step, reading) is not None

    def step(self, key: str) -> Step:
        return next(step for step in self.steps if step.id == key)


def under(proof: Callable[[str], Theorem], *readings: str) -> dict[str, Proof]:
    """One argument for several readings, which it is told."""
    return {reading: partial(proof, reading) for reading in readings}


def lemmas(theorem: Theorem) -> Iterator[Theorem]:
    """The theorems on the way, each once and after those that it rests on, the theorem itself last; no assumptions."""
    seen: set[int] = set()

    def visit(one: Theorem) -> Iterator[Theorem]:
        if id(one) in seen:
            return
        seen.add(id(one))
        for premise in one.premises:
            yield from visit(premise)
        if one.rule != "assumed":
            yield one

    return visit(theorem)
