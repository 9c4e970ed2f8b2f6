"""The letters of every formula, each with its domain.

A letter's domain is part of the letter: `discharge` adds it to the hypotheses of every statement that uses it.
Substitute these objects, never strings: a string makes a different letter that silently matches nothing.
"""

from sympy import Function, Symbol, latex

# Parameters of a statement.
epsilon = Symbol("epsilon", nonnegative=True)  # the error allowed; which error, the reading says
T = Symbol("T", integer=True, positive=True)  # horizon: the number of decisions
t = Symbol("t", integer=True, nonnegative=True)  # actions already taken
k = Symbol("k", integer=True, nonnegative=True)  # decisions still to take
m = Symbol("m", nonnegative=True)  # probability that an expert run leaves the data set
u = Symbol("u", nonnegative=True)  # recoverability: what one error can cost, the expert taking over after it

rho = Symbol("rho", nonnegative=True)  # off the rope: the probability that the right action returns to it, per decision

# Of one state after t actions.
p = Symbol("p_theta", nonnegative=True)  # its probability under the learner
q = Symbol("p_train", nonnegative=True)  # its probability under the expert
g = Symbol("g", nonnegative=True)  # the part of both that has not disagreed yet
e = Symbol("e", nonnegative=True)  # the learner's probability of disagreeing there
move = Symbol("P", nonnegative=True)  # probability that the expert's action leads on to a given state

initial = Symbol("p_0", nonnegative=True)  # its probability at the start, the same under both
p_next = Symbol("p_theta'", nonnegative=True)  # the same four after one more action
q_next = Symbol("p_train'", nonnegative=True)
g_next = Symbol("g'", nonnegative=True)
returned = Symbol("r", nonnegative=True)  # what the learner's errors bring to a state
c = Symbol("c", nonnegative=True)  # cost of a state
c_max = Symbol("c_max", nonnegative=True)

# Of one action, where the outcome is left to chance (hindsight).
share = Symbol("b_a", nonnegative=True)  # its share in the behaviour that made the data
chance = Symbol("P_a", nonnegative=True)  # the probability that it reaches the goal

STATE_LETTERS = frozenset({p, q, g, e, move, initial, p_next, q_next, g_next, returned, c, share, chance})

# Of one decision.
survival = Symbol("S", nonnegative=True)  # P(no disagreement in the decisions so far)
survival_next = Symbol("S'", nonnegative=True)  # and after one more
power = Symbol("w", nonnegative=True)  # stands for (1 - epsilon)^t inside an induction
budget = Symbol("B", nonnegative=True)  # sum of the expert_errors so far
l1_distance = Symbol("L_1", nonnegative=True)  # sum over states of |p_theta - p_train| after t actions
expert_error = Symbol("epsilon_t", nonnegative=True)  # the learner's error averaged over the expert's states
cost = Symbol("c_t", nonnegative=True)  # the same averaged over the learner's own states

off_rope = Symbol("q_t", nonnegative=True)  # P(off the rope after t actions) in the recovery chain
memory = Symbol("v", real=True)  # stands for (1 - epsilon - rho)^t, which can be negative, inside an induction
allowance = Symbol("M_t", nonnegative=True)  # what the errors of the first t decisions can cost: sum of min(u, T - i)

# Of the brake light: what the light and the windscreen tell of the obstacle, and what a table makes of it.
switch = Symbol("q", nonnegative=True)  # probability that the obstacle changes from one decision to the next
blur = Symbol("d", nonnegative=True)  # probability that the windscreen shows the wrong thing
light_error = Symbol("W", nonnegative=True)  # probability, averaged over some data, that the light is wrong
light_wrong = Symbol("w_t", nonnegative=True)  # probability that it is, after t actions of who obeys it
parity = Symbol("v_q", real=True)  # stands for (1 - 2 q)^t inside an induction

# Of votes and of side cameras.
n = Symbol("n", integer=True, nonnegative=True)  # a number of votes, or of rounds
eta = Symbol("eta", nonnegative=True)  # probability that a label, a vote or a cue is wrong
width = Symbol("w", integer=True, positive=True)  # offsets to either side that the side cameras show
half_width = Symbol("k_road", integer=True, positive=True)  # offsets to either side that are on the road
gain = Symbol("g_label", real=True)  # strength of the side labels: at offset x they say -g x
offset = Symbol("x", nonnegative=True)  # distance from the centre of the lane
odds = Symbol("r_eta", nonnegative=True)  # (1 - eta)/eta: how much likelier the car goes inward than outward
hitting = Symbol("y_j", nonnegative=True)  # epsilon times the expected time from offset j to offset j + 1
odds_power = Symbol("v_j", nonnegative=True)  # stands for odds^j inside an induction
odds_sum = Symbol("G_j", nonnegative=True)  # and for the sum of odds^i over i < j

# Of memory: an expert that repeats what it saw K decisions ago, and learners that see the last j + 1 observations.
alphabet = Symbol("A_symbols", integer=True, positive=True)  # how many observations there are, and actions
delay = Symbol("K", integer=True, nonnegative=True)
order = Symbol("j", integer=True, nonnegative=True)
persistence = Symbol("lambda", nonnegative=True)  # second eigenvalue of the observations' chain; 0 if independent
lags = Symbol("J", integer=True, nonnegative=True)  # largest lag that a learner tries
guess = Symbol("a", nonnegative=True)  # 1/A, the chance of guessing a symbol
same = Symbol("s_i", nonnegative=True)  # probability that an observation and the one i decisions before are the same
decay = Symbol("v_i", nonnegative=True)  # stands for lambda^i inside an induction

# Of one episode.
paid = Symbol("A", nonnegative=True)  # expected disagreements in the decisions so far
disagreement = Symbol("C", nonnegative=True)  # expected number of disagreements in T decisions
gap = Symbol("J(pi)-J(pi^*)", real=True)  # expected extra task cost; each decision costs between 0 and 1

# Of the task: costs of the lecture's episode after t actions, for the performance difference.
task_paid = Symbol("A_t", nonnegative=True)  # expected task cost of the first t decisions
to_come = Symbol("D_t", nonnegative=True)  # the expert's cost-to-go, averaged over the learner's states
recovery_cost = Symbol(
    "J(rho)", nonnegative=True
)  # expected cost of the recovery chain, paid when off after a decision
expert_total = Symbol("J(pi^*)", nonnegative=True)
extra = Symbol("x_t", real=True)  # expected task cost of decision t + 1: the learner's less the expert's
advantage = Symbol("delta_t", real=True)  # E[Q*(s, a) - V*(s)] at decision t + 1, over the learner's states and actions
advantages = Symbol("Delta_t", real=True)  # their sum so far

# Of data that are aggregated over rounds.
feedback = Symbol("s", real=True)  # slope of the share of a state in what a learner visits, by how it was labelled
first_share = Symbol("p_1", nonnegative=True)  # the state's share in the demonstrations
rest = Symbol("p_*", nonnegative=True)  # the share at which data and learner agree
data_share = Symbol("p_{t+1}", nonnegative=True)  # its mean share in t + 1 data sets, which the learner copies
fading = Symbol("d_t", real=True)  # stands for the product of 1 - (1 - s)/i, i = 2, ..., t + 1
data_share_next = Symbol("p_{t+2}", nonnegative=True)  # both with one data set more
fading_next = Symbol("d_{t+1}", real=True)

# Of labels that come late or wrong.
latency = Symbol("k_late", integer=True, nonnegative=True)  # frames between what the expert sees and what is labelled
still_off = Symbol("x_k", nonnegative=True)  # P(off k actions later | off now)
lost = Symbol("rho_0", nonnegative=True)  # probability to get back of who was never taught to
back = Symbol("rho_1", nonnegative=True)  # and of who was

PARAMETERS = frozenset({epsilon, T, t, m, u})  # what a bound on one decision may depend on
TIME_LETTERS = frozenset(  # what changes from one decision to the next, beside the letters of one state
    {survival, survival_next, power, budget, paid, l1_distance, expert_error, cost, extra}
    | {task_paid, to_come, advantage, advantages, off_rope, memory, allowance}
    | {light_wrong, parity}
    | {still_off, data_share, data_share_next, fading, fading_next}
)

# Of a problem: what `assumptions` speak about. The measured epsilon of each reading has the reading's name.
measured = Function("epsilon")
missing = Symbol("missing", nonnegative=True)  # measured probability that an expert run leaves the data set
recoverability = Symbol("recoverability", real=True)
expert_determinism = Symbol("expert_determinism", nonnegative=True)  # smallest largest probability in the expert's rows
expert_cost = Symbol("J_star", nonnegative=True)  # J(expert)
hellinger = Symbol("D_H2", nonnegative=True)  # squared Hellinger distance of the trajectory laws, in [0, 2]
divergence = Symbol("KL", nonnegative=True)  # KL(expert's trajectory law || learner's); infinite where e = 1
density_ratio = Symbol(
    "C_ratio", nonnegative=True
)  # largest p_t(s)/p*_t(s) where the learner may disagree; or infinite
largest_shift = Symbol("TV_max", nonnegative=True)  # largest TV(p_t, p*_t), t <= T
least_cost = Symbol("least_cost", real=True)
largest_cost = Symbol("largest_cost", real=True)
divergence_is_finite = Symbol("KL_is_finite", nonnegative=True)  # 1 or 0
density_ratio_is_finite = Symbol("C_ratio_is_finite", nonnegative=True)  # 1 or 0
first_error = Symbol(
    "P_disagree", nonnegative=True
)  # P(the learner disagrees at least once), TV of the trajectory laws
occupancy_shift = Symbol("L_1_mean", nonnegative=True)  # |d - d*|_1 of the state laws averaged over the T decisions
moment_gap = Symbol("U_1", nonnegative=True)  # largest (1/T) sum_t (E f - E* f) over f(s, a) in [-1, 1]
suboptimality = Symbol("Delta_star", nonnegative=True)  # J(expert) - the least J of any policy
early_cost = Symbol("early_cost", nonnegative=True)  # what learner and expert pay before the last decision, together
parity_residual = Symbol(
    "parity_residual", nonnegative=True
)  # 0 if the extra cost a_t = a_{t-1}(1 - 2 epsilon) + epsilon
dynamics_determinism = Symbol("dynamics_determinism", nonnegative=True)  # smallest largest probability of a successor
states = Symbol("S_count", positive=True)  # how many states there are
actions = Symbol("A_count", positive=True)  # and how many actions
known = Symbol("M", nonnegative=True)  # states that have a label

# Of a relabelled clone's one decision: sums over all actions but the best.
best_chance = Symbol("P_max", nonnegative=True)  # the probability that the best action reaches the goal
best_root = Symbol("r_b", nonnegative=True)  # the square root of the best action's share in the behaviour
other_chance = Symbol("m_1", nonnegative=True)  # sum of share * chance
other_square = Symbol("m_2", nonnegative=True)  # sum of share * chance^2

# Of the setting. A problem with a given learner, finite states and horizon measures 1 for gamma and 0 for the others.
discount = Symbol("gamma", nonnegative=True)
samples = Symbol("N", nonnegative=True)  # expert trajectories that the learner was fitted to
rounds = Symbol("N_rounds", nonnegative=True)  # iterations in which it acted and the expert was asked
goals = Symbol("G_count", nonnegative=True)  # goals that it is told to reach
continuous = Symbol("continuous", nonnegative=True)  # 1 if states and actions are vectors
mle = Symbol("log_loss", nonnegative=True)  # 1 if it minimises the log-loss over a finite class that has the expert

# Of statements about data sets, classes and algorithms.
delta = Symbol("delta", positive=True)  # the statement may fail with this probability
policies = Symbol("Pi_count", positive=True)  # size of the policy class
variance = Symbol("sigma2_star", nonnegative=True)  # of the expert's return, summed over its decisions
step_divergence = Symbol("KL_step", nonnegative=True)  # E over the expert's discounted states of KL(expert || learner)
jensen_shannon = Symbol("JS", nonnegative=True)  # of the discounted state-action laws
regret = Symbol("gamma_N", nonnegative=True)  # average regret of the iterates against the best fixed policy
largest_loss = Symbol("l_max", nonnegative=True)
policy_change = Symbol("alpha", nonnegative=True)  # largest TV(pi, pi_old) of the actions in a state

LATEX = {
    p: r"p_\theta(s)",
    q: r"p_{\mathrm{train}}(s)",
    power: r"(1-\epsilon)^t",
    memory: r"(1-\epsilon-\rho)^t",
    parity: "(1-2q)^t",
    half_width: "k",
    alphabet: "A",
    decay: r"\lambda^i",
    gain: "g",
    odds: "r",
    odds_power: "r^j",
    odds_sum: r"\left(\sum_{i<j} r^i\right)",
    hitting: r"\epsilon h_j",
    recovery_cost: r"J(\rho)",
    l1_distance: r"\lvert p_\theta - p_{\mathrm{train}} \rvert_1",
    expert_error: r"E_{p_{\mathrm{train}}}[e_{t+1}]",
    cost: r"E_{p_\theta}[e_{t+1}]",
    survival: "S_t",
    survival_next: "S_{t+1}",
    c: "c(s)",
    c_max: r"c_{\mathrm{max}}",
    disagreement: r"E\left[\sum_t c_t\right]",
    gap: r"J(\pi) - J(\pi^*)",
    expert_total: r"J(\pi^*)",
    extra: "x_{t+1}",
    expert_cost: r"J(\pi^*)",
    advantage: r"\delta_{t+1}",
    advantages: r"\Delta_t",
    states: "n",
    actions: "A",
    goals: "G",
    best_root: "r",
    latency: "k",
}


def to_latex(expression) -> str:
    """The LaTeX of a formula, with the lecture's names for its letters."""
    return latex(expression, symbol_names=LATEX, fold_short_frac=False)
