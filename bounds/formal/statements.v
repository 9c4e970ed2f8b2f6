(* What is proved: all definitions, and every theorem as a proposition.

   This is the file to read and to trust. It contains no proof. Each proposition
   NAME below is proved in another file as `Theorem NAME_holds : NAME`.

   Letters     S states, A actions, both finite; R any ordered field, for
               instance the rationals or the reals.
   Time        t counts the actions already taken: t = 0, 1, 2, ... Decision
               t + 1 is taken in the state reached after t actions. T is the
               horizon, the number of decisions. Everything may depend on t.
   Lecture     p_theta = learner_law, p_train = expert_law, pi* = expert,
               pi_theta = learner, c = disagreement, epsilon = eps.           *)

From mathcomp Require Import all_ssreflect all_algebra.
Import Order.TTheory GRing.Theory Num.Theory.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* --- An imitation problem ------------------------------------------------- *)

(* A probability law on a finite type. *)
Definition is_law (R : realFieldType) (X : finType) (f : X -> R) : Prop :=
  (forall x, 0 <= f x) /\ \sum_x f x = 1.

(* start s              probability that the first state is s
   dynamics t s a s'    probability of s' after action a in s, t actions taken
   expert t s           the expert's action: deterministic
   learner t s a        probability that the learner takes a: any policy       *)
Record problem (R : realFieldType) (S A : finType) := Problem {
  start : S -> R;
  dynamics : nat -> S -> A -> S -> R;
  expert : nat -> S -> A;
  learner : nat -> S -> A -> R
}.

Definition well_formed R S A (M : problem R S A) : Prop :=
  [/\ is_law (start M),
      forall t s a, is_law (dynamics M t s a)
    & forall t s, is_law (learner M t s)].

Section Measured.

Variables (R : realFieldType) (S A : finType) (M : problem R S A).

(* The probability that the learner does not take the expert's action in s. *)
Definition error t s : R := \sum_(a | a != expert M t s) learner M t s a.

(* The law of the state after t actions: of the learner, and of the expert. *)
Fixpoint learner_law t s' : R :=
  if t is u.+1 then
    \sum_s learner_law u s * \sum_a learner M u s a * dynamics M u s a s'
  else start M s'.

Fixpoint expert_law t s' : R :=
  if t is u.+1 then
    \sum_s expert_law u s * dynamics M u s (expert M u s) s'
  else start M s'.

(* The agreement mass: probability of being in s' with no disagreement so far.
   Its sum is the survival S_t. *)
Fixpoint agreement t s' : R :=
  if t is u.+1 then
    \sum_s agreement u s * (1 - error u s) * dynamics M u s (expert M u s) s'
  else start M s'.

Definition survival t : R := \sum_s agreement t s.

(* Probability of a disagreement at decision t + 1, E_{p_theta(s_t)}[c_t]; the
   same on the expert's states, epsilon_{t+1}; and the expected number of
   disagreements in T decisions, which is the lecture's cost of cloning. *)
Definition cost t : R := \sum_s learner_law t s * error t s.
Definition expert_error t : R := \sum_s expert_law t s * error t s.
Definition disagreement T : R := \sum_(t < T) cost t.

(* |p_theta(s_t) - p_train(s_t)|, the L1 distance: twice the total variation. *)
Definition distance t : R := \sum_s `|learner_law t s - expert_law t s|.

(* The readings of "error at most epsilon". *)
Definition pointwise (eps : R) T : Prop :=
  forall t s, (t < T)%N -> 0 < expert_law t s -> error t s <= eps.
Definition per_step (eps : R) T : Prop :=
  forall t, (t < T)%N -> expert_error t <= eps.
Definition time_averaged (eps : R) T : Prop :=
  (\sum_(t < T) expert_error t) / T%:R <= eps.
Definition on_policy (eps : R) T : Prop :=
  (\sum_(t < T) cost t) / T%:R <= eps.

(* A law p_mistake with p_theta = (1-eps)^t p_train + (1-(1-eps)^t) p_mistake. *)
Definition mixture_identity (eps : R) t : Prop :=
  exists p_mistake : S -> R, is_law p_mistake /\
    forall s, learner_law t s =
      (1 - eps) ^+ t * expert_law t s + (1 - (1 - eps) ^+ t) * p_mistake s.

(* --- The task's own cost --------------------------------------------------- *)

Variable c : nat -> S -> A -> R.

Definition unit_cost : Prop := forall t s a, 0 <= c t s a <= 1.

(* J of the learner, J of the expert, and their difference. *)
Definition learner_total T : R :=
  \sum_(t < T) \sum_s learner_law t s * \sum_a learner M t s a * c t s a.
Definition expert_total T : R :=
  \sum_(t < T) \sum_s expert_law t s * c t s (expert M t s).
Definition gap T : R := learner_total T - expert_total T.

(* V*: what the expert pays in the k decisions from t on. Q*: the same if the
   first of them is a. Both with the horizon T: k = T - t decisions are left. *)
Fixpoint cost_to_go k t s : R :=
  if k is l.+1 then
    c t s (expert M t s)
    + \sum_s' dynamics M t s (expert M t s) s' * cost_to_go l t.+1 s'
  else 0.
Definition action_value T t s a : R :=
  c t s a + \sum_s' dynamics M t s a s' * cost_to_go (T - t.+1) t.+1 s'.
Definition advantage T t s a : R :=
  action_value T t s a - cost_to_go (T - t) t s.

(* Taking over after an error, the expert pays at most u more: asked only where
   the learner comes. *)
Definition recoverable (u : R) T : Prop :=
  forall t s a, (t < T)%N -> 0 < learner_law t s -> advantage T t s a <= u.

End Measured.

(* --- The sums --------------------------------------------------------------- *)

Section Sums.

Variables (R : realFieldType) (eps : R) (T : nat).

(* eps T + (1 - eps)(eps (T-1) + (1 - eps)(...)). *)
Fixpoint nested (k : nat) : R :=
  if k is l.+1 then eps * k%:R + (1 - eps) * nested l else 0.

Definition lecture_sum : R := \sum_(t < T) (eps + 2%:R * eps * t%:R).
Definition lecture_bound_value : R := eps * T%:R + 2%:R * eps * T%:R ^+ 2.
Definition pointwise_sum : R := \sum_(t < T) (1 - (1 - eps) ^+ t.+1).
Definition per_step_sum : R := \sum_(t < T) Num.min 1 (eps * t.+1%:R).
Definition triangle : R := eps * T%:R * (T%:R + 1) / 2%:R.
Definition time_averaged_sum : R := T%:R * Num.min 1 (eps * T%:R).

End Sums.

(* --- The master lemma: no assumption on the error ----------------------------- *)

Definition cost_survival : Prop :=
  forall R S A (M : problem R S A) t,
  well_formed M -> cost M t <= 1 - survival M t.+1.

Definition disagreement_survival : Prop :=
  forall R S A (M : problem R S A) T,
  well_formed M -> disagreement M T <= \sum_(t < T) (1 - survival M t.+1).

Definition distance_survival : Prop :=
  forall R S A (M : problem R S A) t,
  well_formed M -> distance M t <= 2%:R * (1 - survival M t).

Definition survival_errors : Prop :=
  forall R S A (M : problem R S A) t,
  well_formed M ->
  0 <= survival M t <= 1 /\ 1 - survival M t <= \sum_(i < t) expert_error M i.

Definition distance_errors : Prop :=
  forall R S A (M : problem R S A) t,
  well_formed M -> distance M t <= 2%:R * \sum_(i < t) expert_error M i.

Definition cost_errors : Prop :=
  forall R S A (M : problem R S A) t,
  well_formed M -> cost M t <= Num.min 1 (\sum_(i < t.+1) expert_error M i).

(* --- L5, L6: the tightrope argument, pointwise error ----------------------------- *)

Definition pointwise_bound : Prop :=
  forall R S A (M : problem R S A) eps T,
  well_formed M -> eps <= 1 -> pointwise M eps T ->
  disagreement M T <= pointwise_sum eps T.

(* The lecture's nested expression is that sum, and has this closed form. *)
Definition nested_expression : Prop :=
  forall (R : realFieldType) (eps : R) T,
  nested eps T = pointwise_sum eps T /\
  eps * nested eps T = eps * T%:R - (1 - eps) * (1 - (1 - eps) ^+ T).

(* Order eps T^2: from above, and from below while eps T <= 1. *)
Definition quadratic_order : Prop :=
  forall (R : realFieldType) (eps : R) T,
  0 <= eps <= 1 ->
  pointwise_sum eps T <= triangle eps T <= eps * T%:R ^+ 2 /\
  (eps * T%:R <= 1 -> eps * T%:R ^+ 2 / 3%:R <= pointwise_sum eps T).

(* --- L7: the readings, from the strongest to the weakest -------------------------- *)

Definition readings_ordered : Prop :=
  forall R S A (M : problem R S A) eps T,
  well_formed M -> (0 < T)%N ->
  (pointwise M eps T -> per_step M eps T) /\
  (per_step M eps T -> time_averaged M eps T).

(* --- L8 to L11: the lines of the lecture's second argument ------------------------- *)

(* L8 and L9 as they stand: true if the error is small in every state. *)
Definition mixture_pointwise : Prop :=
  forall R S A (M : problem R S A) eps T t,
  well_formed M -> 0 <= eps <= 1 -> pointwise M eps T -> (t <= T)%N ->
  mixture_identity M eps t.

Definition distance_pointwise : Prop :=
  forall R S A (M : problem R S A) eps T t,
  well_formed M -> eps <= 1 -> pointwise M eps T -> (t <= T)%N ->
  distance M t <= 2%:R * (1 - (1 - eps) ^+ t).

(* L10: Bernoulli's inequality, and 2 eps t without L8 and L9. *)
Definition bernoulli : Prop :=
  forall (R : realFieldType) (eps : R) t,
  0 <= eps <= 1 -> 1 - eps * t%:R <= (1 - eps) ^+ t.

Definition distance_per_step : Prop :=
  forall R S A (M : problem R S A) eps T t,
  well_formed M -> per_step M eps T -> (t <= T)%N ->
  distance M t <= 2%:R * eps * t%:R.

Definition distance_time_averaged : Prop :=
  forall R S A (M : problem R S A) eps T t,
  well_formed M -> time_averaged M eps T -> (t <= T)%N ->
  distance M t <= 2%:R * eps * T%:R.

(* The same in total variation, which is half of the L1 distance. *)
Definition variation_time_averaged : Prop :=
  forall R S A (M : problem R S A) eps T t,
  well_formed M -> time_averaged M eps T -> (t <= T)%N ->
  distance M t / 2%:R <= eps * T%:R.

(* L11, with <= in place of =: one state, and its sum over the states. *)
Definition split : Prop :=
  (forall (R : realFieldType) (p q c c_max : R),
   c <= c_max -> 0 <= c -> p * c <= q * c + `|p - q| * c_max) /\
  (forall R S A (M : problem R S A) t,
   well_formed M -> cost M t <= expert_error M t + distance M t).

(* --- L12: the headline ------------------------------------------------------------- *)

Definition lecture_decision : Prop :=
  forall R S A (M : problem R S A) eps T t,
  well_formed M -> per_step M eps T -> (t < T)%N ->
  cost M t <= eps + 2%:R * eps * t%:R.

Definition lecture_bound : Prop :=
  forall R S A (M : problem R S A) eps T,
  well_formed M ->
  pointwise M eps T \/ per_step M eps T \/ time_averaged M eps T ->
  disagreement M T <= lecture_sum eps T <= lecture_bound_value eps T.

(* What the sum is: half of the last expression suffices. *)
Definition lecture_sum_value : Prop :=
  forall (R : realFieldType) (eps : R) T, lecture_sum eps T = eps * T%:R ^+ 2.

(* The sharp sums in its place. *)
Definition per_step_bound : Prop :=
  forall R S A (M : problem R S A) eps T,
  well_formed M -> per_step M eps T ->
  disagreement M T <= per_step_sum eps T <= triangle eps T.

Definition time_averaged_bound : Prop :=
  forall R S A (M : problem R S A) eps T,
  well_formed M -> time_averaged M eps T ->
  disagreement M T <= time_averaged_sum eps T.

(* --- The task's cost: every decision costs between 0 and 1 --------------------------- *)

(* Gap and disagreement have the same bounds; the gap may be of either sign. *)
Definition gap_survival : Prop :=
  forall R S A (M : problem R S A) c T,
  well_formed M -> unit_cost c ->
  `|gap M c T| <= \sum_(t < T) (1 - survival M t.+1).

Definition gap_bounds : Prop :=
  forall R S A (M : problem R S A) c eps T,
  well_formed M -> unit_cost c ->
  [/\ eps <= 1 -> pointwise M eps T -> gap M c T <= pointwise_sum eps T,
      per_step M eps T -> gap M c T <= per_step_sum eps T,
      time_averaged M eps T -> gap M c T <= time_averaged_sum eps T
    & time_averaged M eps T -> gap M c T <= eps * T%:R ^+ 2].

Definition gap_nothing_left : Prop :=
  forall R S A (M : problem R S A) c T,
  well_formed M -> unit_cost c -> gap M c T <= T%:R - expert_total M c T.

(* --- L29: DAgger ----------------------------------------------------------------------- *)

(* The error on the learner's own states is the number of disagreements. *)
Definition on_policy_identity : Prop :=
  forall R S A (M : problem R S A) T, (0 < T)%N ->
  disagreement M T = T%:R * ((\sum_(t < T) cost M t) / T%:R) /\
  forall eps, on_policy M eps T <-> disagreement M T <= eps * T%:R.

(* The performance difference lemma. Here c is any cost, bounded or not. *)
Definition performance_difference : Prop :=
  forall R S A (M : problem R S A) c T,
  well_formed M ->
  gap M c T = \sum_(t < T) \sum_s learner_law M t s *
                \sum_a learner M t s a * advantage M c T t s a.

Definition dagger_bound : Prop :=
  forall R S A (M : problem R S A) c u eps T,
  well_formed M -> on_policy M eps T -> recoverable M c u T ->
  gap M c T <= u * eps * T%:R.

(* If every cost lies in [0, 1], then u = T always serves: eps T^2 again. *)
Definition always_recoverable : Prop :=
  forall R S A (M : problem R S A) c T,
  well_formed M -> unit_cost c -> recoverable M c T%:R T.

(* --- Sharp: problems that meet a reading and reach its sum --------------------------- *)

(* Number of disagreements is one of the task costs, so all bounds of the gap are
   reached as well. *)
Definition disagreement_is_a_gap : Prop :=
  forall R S A (M : problem R S A) T,
  let c := fun t s a => (a != expert M t s)%:R in
  unit_cost c /\ gap M c T = disagreement M T.

(* The tightrope. *)
Definition pointwise_sharp : Prop :=
  forall (R : realFieldType) (eps : R), 0 <= eps <= 1 ->
  exists (S A : finType) (M : problem R S A), well_formed M /\
    forall T, pointwise M eps T /\ disagreement M T = pointwise_sum eps T.

(* The exam. Its dynamics depend on t. *)
Definition per_step_sharp : Prop :=
  forall (R : realFieldType) (eps : R), 0 <= eps ->
  exists (S A : finType) (M : problem R S A), well_formed M /\
    forall T, per_step M eps T /\ disagreement M T = per_step_sum eps T.

(* The trap: all errors at the first decision, so after one action the laws are
   2 eps T apart. *)
Definition time_averaged_sharp : Prop :=
  forall (R : realFieldType) (eps : R) T, 0 <= eps -> (0 < T)%N ->
  exists (S A : finType) (M : problem R S A),
  [/\ well_formed M, time_averaged M eps T,
      disagreement M T = time_averaged_sum eps T
    & distance M 1 = 2%:R * Num.min 1 (eps * T%:R)].

(* The same trap if the learner has learned what to do in it: u = T. *)
Definition dagger_sharp : Prop :=
  forall (R : realFieldType) (eps : R) T,
  0 <= eps -> (0 < T)%N -> eps * T%:R <= 1 ->
  exists (S A : finType) (M : problem R S A) (c : nat -> S -> A -> R),
  [/\ well_formed M, unit_cost c, on_policy M eps T, recoverable M c T%:R T
    & gap M c T = T%:R * eps * T%:R].

(* --- Refuted: lines of the lecture under the average error ---------------------------- *)

(* L8: two states, two actions, one step; the error is eps on average at every
   decision, and no law p_mistake exists. *)
Definition mixture_refuted : Prop :=
  forall (R : realFieldType) (eps : R), 0 < eps -> eps <= 1 / 2%:R ->
  exists (S A : finType) (M : problem R S A),
  [/\ #|S| = 2%N /\ #|A| = 2%N, well_formed M, forall t, expert_error M t = eps
    & ~ mixture_identity M eps 1].

(* L9: the distance is 4 eps after two actions, above 2 (1 - (1-eps)^2). *)
Definition distance_refuted : Prop :=
  forall (R : realFieldType) (eps : R), 0 < eps -> eps <= 1 / 2%:R ->
  exists (S A : finType) (M : problem R S A),
  [/\ #|S| = 3%N /\ #|A| = 2%N, well_formed M, forall t, expert_error M t = eps,
      distance M 2 = 4%:R * eps & 2%:R * (1 - (1 - eps) ^+ 2) < distance M 2].

(* L11: false with = wherever the learner is less likely than the expert. *)
Definition split_equality_refuted : Prop :=
  forall (R : realFieldType) (p q c : R),
  p < q -> 0 < c -> p * c <> q * c + `|p - q| * c.

(* --- The worst case as a linear program over first errors ------------------------------ *)

(* f t is the probability that the first disagreement is at decision t + 1. A
   schedule costs T - t for each: every decision after the first error is one. *)
Definition schedule (R : realFieldType) (f : nat -> R) : Prop :=
  (forall t, 0 <= f t) /\ forall T, \sum_(t < T) f t <= 1.
Definition schedule_cost (R : realFieldType) (f : nat -> R) T : R :=
  \sum_(t < T) (T - t)%:R * f t.

(* Each problem gives a schedule that costs no less and asks for no more error. *)
Definition problem_to_schedule : Prop :=
  forall R S A (M : problem R S A), well_formed M ->
  let f := fun t => survival M t - survival M t.+1 in
  [/\ schedule f, forall t, f t <= expert_error M t
    & forall T, disagreement M T <= schedule_cost f T].

(* Each schedule is a problem with just that cost and those errors. *)
Definition schedule_to_problem : Prop :=
  forall (R : realFieldType) (f : nat -> R), schedule f ->
  exists (S A : finType) (M : problem R S A),
  [/\ well_formed M, forall t, expert_error M t = f t
    & forall T, disagreement M T = schedule_cost f T].

(* Weak duality: multipliers bound the cost of a schedule, and so of a problem. *)
Definition weak_duality : Prop :=
  forall R S A (M : problem R S A) eps T (price : nat -> R) (total : R),
  well_formed M -> per_step M eps T ->
  (forall t, 0 <= price t) -> 0 <= total ->
  (forall t, (t < T)%N -> (T - t)%:R <= price t + total) ->
  disagreement M T <= eps * (\sum_(t < T) price t) + total.
