"""The letters that several formulas share, each with its domain, its scope and its LaTeX.

A letter of one theorem stands in that theorem's file. Substitute these objects, never strings: a string makes a
different letter that silently matches nothing.
"""

from sympy import Symbol
from sympy.core.function import UndefinedFunction
from sympy.printing.latex import LatexPrinter

from tightrope.bounds.language.letter import (
    COUNT,
    NONNEGATIVE,
    POSITIVE,
    PROBABILITY,
    REAL,
    Domain,
    Index,
    Letter,
    Scope,
    latex_names,
)

# Parameters of a statement.
epsilon = Letter("epsilon", PROBABILITY)  # the error allowed; which error, the reading says
T = Letter("T", COUNT)  # horizon: the number of decisions
t = Index("t", last=T)  # actions already taken
k = Index("k")  # decisions still to take
m = Letter("m", PROBABILITY)  # probability that an expert run leaves the data set
u = Letter("u", NONNEGATIVE)  # recoverability: what one error can cost, the expert taking over after it
rho = Letter("rho", PROBABILITY)  # off the rope: the probability that the right action returns to it, per decision

MOMENT = Scope(words="a number after t actions", index=t)
DECISION = Scope(words="a number of decision t + 1", index=t, before_last=True)
STATE = Scope(words="a number of each state after t actions", index=t, each=frozenset({"state"}))
DECIDING = Scope(
    words="a number of each state in which decision t + 1 is taken",
    index=t,
    each=frozenset({"state"}),
    before_last=True,
)
PAIR = Scope(
    words="a number of each state and each that it can lead to", index=t, each=frozenset({"pair"}), before_last=True
)

# Of one state after t actions.
p = Letter("p_theta", PROBABILITY, STATE, tex=r"p_\theta(s)")  # its probability under the learner
q = Letter("p_train", PROBABILITY, STATE, tex=r"p_{\mathrm{train}}(s)")  # and under the expert
g = Letter("g", PROBABILITY, STATE)  # the part of both that has not disagreed yet
e = Letter("e", PROBABILITY, DECIDING)  # the learner's probability of disagreeing there
c = Letter("c", NONNEGATIVE, DECIDING, tex="c(s)")  # cost of a state
c_max = Letter("c_max", NONNEGATIVE, tex=r"c_{\mathrm{max}}")
move = Letter("P", PROBABILITY, PAIR)  # probability that the expert's action leads on to a given state
returned = Letter("r", PROBABILITY, DECIDING)  # what the learner's errors bring to a state

# Of one decision.
survival = Letter("S", PROBABILITY, MOMENT, tex="S_t")  # P(no disagreement in the decisions so far)
power = Letter("w", PROBABILITY, MOMENT, tex=r"(1-\epsilon)^t")  # stands for (1 - epsilon)^t inside an induction
budget = Letter("B", NONNEGATIVE, MOMENT)  # sum of the expert_errors so far
l1_distance = Letter("L_1", NONNEGATIVE, MOMENT, tex=r"\lvert p_\theta - p_{\mathrm{train}} \rvert_1")
expert_error = Letter("epsilon_t", PROBABILITY, DECISION, tex=r"E_{p_{\mathrm{train}}}[e_{t+1}]")
cost = Letter("c_t", PROBABILITY, DECISION, tex=r"E_{p_\theta}[e_{t+1}]")  # the same on the learner's own states

# Of one episode.
paid = Letter("A", NONNEGATIVE, MOMENT)  # expected disagreements in the decisions so far
disagreement = Letter("C", NONNEGATIVE, tex=r"E\left[\sum_t c_t\right]")  # expected number in T decisions
gap = Letter("J(pi)-J(pi^*)", REAL, tex=r"J(\pi) - J(\pi^*)")  # expected extra task cost; each decision costs 0 to 1
expert_total = Letter("J(pi^*)", NONNEGATIVE, tex=r"J(\pi^*)")
extra = Letter("x_t", REAL, DECISION, tex="x_{t+1}")  # task cost of decision t + 1: the learner's less the expert's

# Of the recovery chain, which several theorems use.
off_rope = Letter("q_t", PROBABILITY, MOMENT)  # P(off the rope after t actions)
memory = Letter("v", REAL, MOMENT, tex=r"(1-\epsilon-\rho)^t")  # stands for it, which can be negative, in an induction
task_paid = Letter("A_t", NONNEGATIVE, MOMENT)  # expected task cost of the first t decisions
recovery_cost = Letter("J(rho)", NONNEGATIVE, tex=r"J(\rho)")  # expected cost of the chain, paid when off afterwards

FROM_0_TO_2 = Domain(words="a number from 0 to 2", least=0, most=2)

# Of a problem: what `assumptions` speak about. The measured epsilon of each reading has the reading's name.
measured = UndefinedFunction("epsilon")
missing = Letter("missing", NONNEGATIVE)  # measured probability that an expert run leaves the data set
recoverability = Letter("recoverability", REAL)
expert_determinism = Letter("expert_determinism", NONNEGATIVE)  # smallest largest probability in the expert's rows
expert_cost = Letter("J_star", NONNEGATIVE, tex=r"J(\pi^*)")  # J(expert)
hellinger = Letter("D_H2", FROM_0_TO_2, tex="D_H^2")  # squared Hellinger distance of the trajectory laws
divergence = Letter("KL", NONNEGATIVE, tex=r"\mathrm{KL}")  # infinite where e = 1 on the expert's way
density_ratio = Letter("C_ratio", NONNEGATIVE, tex="C")  # largest p_t(s)/p*_t(s) where e > 0; or infinite
largest_shift = Letter("TV_max", NONNEGATIVE, tex=r"\mathrm{TV}_{\mathrm{max}}")  # largest TV(p_t, p*_t), t <= T
least_cost = Letter("least_cost", REAL)
largest_cost = Letter("largest_cost", REAL)
divergence_is_finite = Letter("KL_is_finite", NONNEGATIVE)  # 1 or 0
density_ratio_is_finite = Letter("C_ratio_is_finite", NONNEGATIVE)  # 1 or 0
first_error = Letter("P_disagree", PROBABILITY, tex=r"P_{\mathrm{err}}")  # TV of the trajectory laws
occupancy_shift = Letter("L_1_mean", NONNEGATIVE, tex=r"\lvert d - d^* \rvert_1")
moment_gap = Letter("U_1", FROM_0_TO_2)  # largest (1/T) sum_t (E f - E* f) over f(s, a) in [-1, 1]
suboptimality = Letter("Delta_star", NONNEGATIVE, tex=r"\Delta")  # J(expert) - the least J of any policy
early_cost = Letter("early_cost", NONNEGATIVE)  # what learner and expert pay before the last decision, together
parity_residual = Letter("parity_residual", NONNEGATIVE)  # 0 if the extra cost a_t = a_{t-1}(1 - 2 epsilon) + epsilon
dynamics_determinism = Letter("dynamics_determinism", NONNEGATIVE)  # smallest largest probability of a successor
states = Letter("S_count", POSITIVE, tex="n")  # how many states there are
actions = Letter("A_count", POSITIVE, tex="A")  # and how many actions
known = Letter("M", NONNEGATIVE)  # states that have a label

# Of the setting. A problem with a given learner, finite states and horizon measures 1 for gamma and 0 for the others.
discount = Letter("gamma", NONNEGATIVE)
samples = Letter("N", NONNEGATIVE)  # expert trajectories that the learner was fitted to
rounds = Letter("N_rounds", NONNEGATIVE, tex=r"N_{\mathrm{it}}")  # iterations
goals = Letter("G_count", NONNEGATIVE, tex="G")  # goals that it is told to reach
continuous = Letter("continuous", NONNEGATIVE)  # 1 if states and actions are vectors
mle = Letter("log_loss", NONNEGATIVE)  # 1 if it minimises the log-loss over a finite class that has the expert

# Of statements about data sets, classes and algorithms.
delta = Letter(
    "delta", Domain(words="a number above 0, at most 1", least=0, most=1, open=True)
)  # the statement may fail with this probability
policies = Letter("Pi_count", COUNT, tex=r"\lvert\Pi\rvert")  # size of the policy class
variance = Letter("sigma2_star", NONNEGATIVE, tex=r"\sigma_*^2")  # of the expert's return, summed over its decisions
step_divergence = Letter("KL_step", NONNEGATIVE, tex=r"\mathrm{KL}_1")
jensen_shannon = Letter("JS", NONNEGATIVE, tex=r"\mathrm{JS}")  # of the discounted state-action laws
regret = Letter("gamma_N", NONNEGATIVE)  # average regret of the iterates against the best fixed policy
largest_loss = Letter("l_max", NONNEGATIVE, tex=r"\ell_{\mathrm{max}}")
policy_change = Letter("alpha", PROBABILITY)  # largest TV(pi, pi_old) of the actions in a state

# What the letters stand for that several formulas share: told to who is asked for a value, or reads a derivation.
MEANS: dict[Symbol, str] = {
    epsilon: "the error allowed; which error, the reading says",
    T: "the horizon, the number of decisions",
    t: "the number of actions already taken",
    k: "the number of decisions still to take",
    rho: "off the way: the probability that one decision leads back to it",
    p: "the probability of a state after t actions, the learner acting",
    q: "the probability of a state after t actions, the expert acting, as in the training data",
    c: "the cost of a state at decision t + 1: the learner's probability of not doing there what the expert does",
    c_max: "the largest of these costs",
    survival: "the probability of no disagreement in the first t decisions",
    power: "(1 - epsilon)^t",
    l1_distance: "the sum over the states of |p_theta - p_train|, twice the total variation",
    expert_error: "the learner's error at decision t + 1, averaged over the expert's states",
    cost: "the expected cost of decision t + 1: the learner's error, averaged over its own states",
    disagreement: "the expected number of decisions, of T, at which the learner does not do what the expert would",
    gap: "the expected task cost of the learner less the expert's; each decision costs 0 to 1",
    off_rope: "the probability of being off the way after t actions",
    memory: "(1 - epsilon - rho)^t",
    task_paid: "the expected task cost of the first t decisions",
    recovery_cost: "the expected cost of T decisions, each costing 1 off the way",
    actions: "the number of actions",
    m: "the probability that an expert run leaves the data set",
    u: "the most that one error can cost if the expert takes over after it",
    expert_cost: "the expert's own cost",
    suboptimality: "what the expert pays beyond the least possible",
    hellinger: "the squared Hellinger distance of the trajectory laws, 0 to 2",
    divergence: "the Kullback-Leibler divergence of the trajectory laws, the expert's first",
    density_ratio: "the largest ratio of the learner's to the expert's probability of a state where they may disagree",
    first_error: "the probability of at least one disagreement",
    moment_gap: "the most by which the averages of a function with values from -1 to 1 differ, learner less expert",
    states: "the number of states",
    samples: "the number of expert trajectories, or of state-action pairs where the data are these",
    rounds: "the number of iterations in which the learner acted and the expert was asked",
    discount: "the discount, below 1",
    delta: "the probability with which the statement may fail",
    policies: "the number of policies in the class",
    variance: "the variance of the expert's return, summed over its decisions",
    step_divergence: "the Kullback-Leibler divergence a step, the expert first, averaged over its discounted states",
    jensen_shannon: "the Jensen-Shannon divergence of the discounted state-action laws",
    regret: "the average regret of the iterates against the best fixed policy",
    largest_loss: "the largest value of the loss",
    policy_change: "the largest total variation between the actions of two policies in a state",
    largest_shift: "the largest total variation between the learner's and the expert's states at any time",
    occupancy_shift: "the sum over the states of the difference of two state laws, each averaged over the decisions",
}


class _PlusFirst(LatexPrinter):
    """sympy's order, but no sum begins with a minus that can begin with a plus: rho - epsilon, not -epsilon + rho."""

    def _as_ordered_terms(self, expr, order=None):
        terms = list(super()._as_ordered_terms(expr, order=order))
        first = next((i for i, term in enumerate(terms) if not term.could_extract_minus_sign()), 0)
        return [terms[first], *terms[:first], *terms[first + 1 :]]


def to_latex(expression) -> str:
    """The LaTeX of a formula, with the lecture's names for its letters."""
    return _PlusFirst({"symbol_names": latex_names([expression]), "fold_short_frac": False}).doprint(expression)
