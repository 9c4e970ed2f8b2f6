"""Which theorem that Coq's kernel has checked stands behind which bound and which claim of the lecture.

The statements are in `statements.v`, the proofs in the files named here; `python -m tightrope.bounds.formal`
(or `make formal`) compiles them and asks the kernel for each theorem whether it rests on any axiom. This table is data:
nothing here needs Coq, and a bound or a report that names a theorem is vouched for by that command.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

STATEMENTS = "statements.v"
FILES = (
    *(STATEMENTS, "sums.v", "master.v", "cloning.v", "task_cost.v", "dagger.v"),
    *("witnesses.v", "sharpness.v", "mutants.v"),
)  # in the order in which they are compiled


@dataclass(frozen=True, kw_only=True)
class Theorem:
    """`name` is the proposition in statements.v; `name`_holds, in `file`, is its proof.

    `bounds` maps the key of a bound in the catalogue to its right-hand side as the proposition writes it; a bound may
    be weaker than what is proved, never stronger. `claims` are the lecture's.
    """

    name: str
    file: str
    words: str
    bounds: Mapping[str, str] = field(default_factory=dict)
    claims: tuple[str, ...] = ()

    @property
    def proof(self) -> str:
        return f"{self.name}_holds"


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A statement like a theorem but stronger, in mutants.v; `name`_refuted there proves its negation."""

    name: str
    words: str

    @property
    def proof(self) -> str:
        return f"{self.name}_refuted"


THEOREMS = (
    Theorem(
        name="cost_survival",
        file="master.v",
        words="a decision costs at most the probability of a disagreement by then, 1 - S",
    ),
    Theorem(
        name="disagreement_survival",
        file="master.v",
        words="the expected number of disagreements is at most the sum of 1 - S_t over t = 1..T",
    ),
    Theorem(
        name="distance_survival",
        file="master.v",
        words="the state laws of learner and expert are at most 2 (1 - S_t) apart in L1",
    ),
    Theorem(
        name="survival_errors",
        file="master.v",
        words="S_t is a probability, and 1 - S_t is at most the sum of the first t errors on the expert's states",
    ),
    Theorem(
        name="distance_errors",
        file="cloning.v",
        words="the L1 distance after t actions is at most twice the sum of the first t errors",
        claims=("L3",),
    ),
    Theorem(
        name="cost_errors",
        file="cloning.v",
        words="a decision costs at most the sum of the errors up to it, and at most 1",
    ),
    Theorem(
        name="pointwise_bound",
        file="cloning.v",
        words="pointwise error: at most sum_t (1 - (1 - epsilon)^t) disagreements",
        bounds={"worst-case-pointwise": "pointwise_sum eps T"},
        claims=("L5",),
    ),
    Theorem(
        name="nested_expression",
        file="sums.v",
        words="the lecture's nested expression is that sum, with its closed form",
        claims=("L5",),
    ),
    Theorem(
        name="pointwise_sharp",
        file="sharpness.v",
        words="the tightrope has the pointwise error epsilon and just so many disagreements",
        claims=("L5", "L6"),
    ),
    Theorem(
        name="quadratic_order",
        file="sums.v",
        words="the pointwise sum is at most epsilon T^2, and at least a third of it while epsilon T <= 1",
        claims=("L6",),
    ),
    Theorem(
        name="readings_ordered",
        file="cloning.v",
        words="a pointwise error is one per step, and that is one averaged over the decisions",
        claims=("L7",),
    ),
    Theorem(
        name="mixture_pointwise",
        file="cloning.v",
        words="the mixture identity is true if the error is pointwise",
    ),
    Theorem(
        name="mixture_refuted",
        file="sharpness.v",
        words="under the average error it is false: two states, two actions, one step, and no law p_mistake",
        claims=("L8",),
    ),
    Theorem(
        name="distance_pointwise",
        file="cloning.v",
        words="the distance is at most 2 (1 - (1 - epsilon)^t) if the error is pointwise",
    ),
    Theorem(
        name="distance_refuted",
        file="sharpness.v",
        words="under the average error it can be 4 epsilon after two actions, which is more",
        claims=("L9",),
    ),
    Theorem(
        name="bernoulli",
        file="sums.v",
        words="Bernoulli's inequality on [0, 1]",
        claims=("L10",),
    ),
    Theorem(
        name="distance_per_step",
        file="cloning.v",
        words="the distance is at most 2 epsilon t under the average error at every decision",
        claims=("L10", "L3"),
    ),
    Theorem(
        name="distance_time_averaged",
        file="cloning.v",
        words="the distance is at most 2 epsilon T if the error is averaged over the decisions as well",
    ),
    Theorem(
        name="variation_time_averaged",
        file="cloning.v",
        words="that is epsilon T in total variation",
        bounds={"homework-shift": "eps * T%:R"},
    ),
    Theorem(
        name="split_equality_refuted",
        file="sharpness.v",
        words="the equality of L11 is false wherever the learner is less likely than the expert",
        claims=("L11",),
    ),
    Theorem(
        name="split",
        file="cloning.v",
        words="with <= in place of = it is true, in a state and added up",
    ),
    Theorem(
        name="lecture_decision",
        file="cloning.v",
        words="the cost of decision t + 1 is at most epsilon + 2 epsilon t under the average error",
    ),
    Theorem(
        name="lecture_bound",
        file="cloning.v",
        words="the headline: pointwise, per step or time-averaged, at most epsilon T + 2 epsilon T^2 disagreements",
        bounds={"lecture": "lecture_bound_value eps T"},
        claims=("L12",),
    ),
    Theorem(
        name="lecture_sum_value",
        file="sums.v",
        words="the sum of epsilon + 2 epsilon t over t = 0..T-1 is epsilon T^2",
    ),
    Theorem(
        name="per_step_bound",
        file="cloning.v",
        words="average error at every decision: at most sum_t min(1, epsilon t) <= epsilon T (T + 1)/2 disagreements",
        bounds={"worst-case-per-step": "per_step_sum eps T", "triangle": "triangle eps T"},
        claims=("L12",),
    ),
    Theorem(
        name="per_step_sharp",
        file="sharpness.v",
        words="the exam has that error and just so many disagreements",
    ),
    Theorem(
        name="time_averaged_bound",
        file="cloning.v",
        words="error averaged over the decisions: at most T min(1, epsilon T) disagreements",
        bounds={"worst-case-time-averaged": "time_averaged_sum eps T"},
    ),
    Theorem(
        name="time_averaged_sharp",
        file="sharpness.v",
        words="the trap has that error, just so many disagreements, and laws 2 min(1, epsilon T) apart",
    ),
    Theorem(
        name="gap_survival",
        file="task_cost.v",
        words="for task costs in [0, 1] learner and expert pay amounts that differ by at most the sum of 1 - S_t",
    ),
    Theorem(
        name="gap_bounds",
        file="task_cost.v",
        words="so the sums of all three readings bound the extra task cost too, and epsilon T^2 does",
        bounds={"cloning-task-cost": "eps * T%:R ^+ 2"},
    ),
    Theorem(
        name="gap_nothing_left",
        file="task_cost.v",
        words="the extra task cost is at most T - J(expert)",
    ),
    Theorem(
        name="disagreement_is_a_gap",
        file="sharpness.v",
        words="the number of disagreements is itself an extra task cost, so those bounds are reached too",
    ),
    Theorem(
        name="on_policy_identity",
        file="dagger.v",
        words="the error on the learner's own states is the number of disagreements divided by T",
        bounds={"worst-case-on-policy": "eps * T%:R"},
        claims=("L4", "L29"),
    ),
    Theorem(
        name="performance_difference",
        file="dagger.v",
        words="the extra task cost is the sum of E[Q* - V*] over the learner's decisions",
        claims=("L29",),
    ),
    Theorem(
        name="dagger_bound",
        file="dagger.v",
        words="with u for what an error costs at most, the extra task cost is at most u epsilon T",
        bounds={"dagger-task-cost": "u * eps * T%:R", "forward-training": "u * eps * T%:R"},
        claims=("L29",),
    ),
    Theorem(
        name="always_recoverable",
        file="dagger.v",
        words="for task costs in [0, 1], u = T always serves",
    ),
    Theorem(
        name="dagger_sharp",
        file="sharpness.v",
        words="while epsilon T <= 1 there is a problem with u = T that pays u epsilon T more than the expert",
    ),
    Theorem(
        name="problem_to_schedule",
        file="sharpness.v",
        words="each problem gives a schedule of first errors that is feasible and costs no less",
    ),
    Theorem(
        name="schedule_to_problem",
        file="sharpness.v",
        words="each schedule of first errors is a problem with just its errors and its cost",
    ),
    Theorem(
        name="weak_duality",
        file="sharpness.v",
        words="multipliers of the linear program over first-error times bound the number of disagreements",
    ),
)

MUTANTS = (
    Mutant(name="without_row_sums", words="the lecture's bound, if rows of the dynamics need not sum to 1"),
    Mutant(name="distance_factor_one", words="the L1 distance at most the sum of the errors, not twice the sum"),
    Mutant(name="half_square", words="at most epsilon T^2/2 disagreements under the average error"),
    Mutant(name="epsilon_above_one", words="the pointwise bound without epsilon <= 1"),
    Mutant(name="pointwise_sum_per_step", words="the pointwise sum under the average error"),
    Mutant(name="per_step_sum_time_averaged", words="the per-step sum if the error is averaged over the decisions"),
    Mutant(name="bernoulli_unrestricted", words="Bernoulli's inequality for every epsilon >= 0"),
    Mutant(name="dagger_without_recoverability", words="an extra task cost of at most epsilon T for every problem"),
)


def theorems_of_claim(claim: str) -> tuple[Theorem, ...]:
    """The theorems that speak of a claim of the lecture, by its id; the bearing one first."""
    return tuple(theorem for theorem in THEOREMS if claim in theorem.claims)


def theorem_of_bound(key: str) -> Theorem | None:
    """The theorem behind a bound of the catalogue, or None."""
    return next((theorem for theorem in THEOREMS if key in theorem.bounds), None)
