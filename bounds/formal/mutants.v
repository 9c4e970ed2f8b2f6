(* Statements a step away from a theorem, each refuted. A theorem that is proved
   only because its definitions are weak would let some of these through. *)

From mathcomp Require Import all_ssreflect all_algebra ring.
From Tightrope Require Import statements sums master cloning task_cost dagger.
From Tightrope Require Import witnesses sharpness.
Import Order.TTheory GRing.Theory Num.Theory.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* The lecture's bound, if rows of the dynamics need not sum to 1. *)
Definition without_row_sums : Prop :=
  forall R S A (M : problem R S A) eps T,
  is_law (start M) -> (forall t s a s', 0 <= dynamics M t s a s') ->
  (forall t s, is_law (learner M t s)) ->
  pointwise M eps T -> disagreement M T <= lecture_bound_value eps T.

(* The L1 distance without its factor 2. *)
Definition distance_factor_one : Prop :=
  forall R S A (M : problem R S A) t,
  well_formed M -> distance M t <= \sum_(i < t) expert_error M i.

(* eps T^2 / 2 in place of eps T (T + 1) / 2. *)
Definition half_square : Prop :=
  forall R S A (M : problem R S A) eps T,
  well_formed M -> per_step M eps T -> disagreement M T <= eps * T%:R ^+ 2 / 2%:R.

(* The pointwise bound without eps <= 1. *)
Definition epsilon_above_one : Prop :=
  forall R S A (M : problem R S A) eps T,
  well_formed M -> pointwise M eps T -> disagreement M T <= pointwise_sum eps T.

(* The sum of one reading under the next weaker one. *)
Definition pointwise_sum_per_step : Prop :=
  forall R S A (M : problem R S A) eps T,
  well_formed M -> eps <= 1 -> per_step M eps T ->
  disagreement M T <= pointwise_sum eps T.

Definition per_step_sum_time_averaged : Prop :=
  forall R S A (M : problem R S A) eps T,
  well_formed M -> time_averaged M eps T -> disagreement M T <= per_step_sum eps T.

(* Bernoulli's inequality without eps <= 1. *)
Definition bernoulli_unrestricted : Prop :=
  forall (R : realFieldType) (eps : R) t, 0 <= eps -> 1 - eps * t%:R <= (1 - eps) ^+ t.

(* DAgger's bound without u. *)
Definition dagger_without_recoverability : Prop :=
  forall R S A (M : problem R S A) c eps T,
  well_formed M -> unit_cost c -> on_policy M eps T -> gap M c T <= eps * T%:R.

(* --- Their refutations: numbers, or a problem over the rationals -------------------- *)

Notation Q := rat_realFieldType.

Definition half : Q := 1 / 2%:R.

Theorem bernoulli_unrestricted_refuted : ~ bernoulli_unrestricted.
Proof. by move=> claim; have := claim Q 4%:R 3%N isT. Qed.

Theorem half_square_refuted : ~ half_square.
Proof.
move=> claim; have [S [A [M [wf sharp]]]] := @per_step_sharp_holds Q 1 isT.
have [small reached] := sharp 1%N; have := claim _ _ _ _ _ _ wf small.
by rewrite reached /per_step_sum big_ord_recr big_ord0.
Qed.

Theorem pointwise_sum_per_step_refuted : ~ pointwise_sum_per_step.
Proof.
move=> claim; have [S [A [M [wf sharp]]]] := @per_step_sharp_holds Q half isT.
have [small reached] := sharp 2%N; have := claim Q S A M half 2%N wf isT small.
by rewrite reached /per_step_sum /pointwise_sum !big_ord_recr !big_ord0.
Qed.

Theorem per_step_sum_time_averaged_refuted : ~ per_step_sum_time_averaged.
Proof.
move=> claim; have [S [A [M [wf small reached _]]]] := @time_averaged_sharp_holds Q half 2 isT isT.
have := claim _ _ _ _ _ _ wf small.
by rewrite reached /per_step_sum !big_ord_recr !big_ord0.
Qed.

Theorem dagger_without_recoverability_refuted : ~ dagger_without_recoverability.
Proof.
move=> claim.
have [S [A [M [c [wf unit small _ paid]]]]] := @dagger_sharp_holds Q half 2 isT isT isT.
by have := claim _ _ _ _ _ _ _ wf unit small; rewrite paid.
Qed.

(* On the exam with half of the runs examined at once, and no more afterwards. *)
Theorem distance_factor_one_refuted : ~ distance_factor_one.
Proof.
move=> claim; have wf : well_formed (exam (fun=> half)) by apply: exam_wf.
have := claim _ _ _ _ 1%N wf.
by rewrite big_ord_recr big_ord0 exam_distance // exam_expert_error.
Qed.

(* On the tightrope with error 1, which is at most 3. *)
Theorem epsilon_above_one_refuted : ~ epsilon_above_one.
Proof.
move=> claim; have wf : well_formed (rope (1 : Q)) by apply: rope_wf.
have small : pointwise (rope (1 : Q)) 3%:R 2%N.
  by move=> t s lt2 visited; apply: le_trans (rope_pointwise lt2 visited) _.
have := claim _ _ _ _ _ _ wf small.
by rewrite /disagreement /pointwise_sum !big_ord_recr !big_ord0 /= !rope_cost.
Qed.

(* One state whose mass grows tenfold with every action. *)
Definition growing : problem Q unit_finType bool_finType := {|
  start := fun _ => 1;
  dynamics := fun _ _ _ _ => 10%:R;
  expert := fun _ _ => true;
  learner := fun _ _ => two half half
|}.

Lemma sum_unit (F : unit -> Q) : \sum_s F s = F tt.
Proof. by rewrite (big_pred1 tt) // => -[]. Qed.

Theorem without_row_sums_refuted : ~ without_row_sums.
Proof.
move=> claim; have := claim _ _ _ growing half 2%N.
rewrite /disagreement !big_ord_recr big_ord0 /cost !sum_unit /= sum_unit sum_two.
rewrite !error_two // => bound.
have laws : is_law (start growing) by split=> [[]|]; rewrite ?sum_unit.
have rows (t : nat) s : is_law (learner growing t s) by apply: two_law.
have small : pointwise growing half 2 by move=> t s _ _; rewrite error_two.
by have := bound laws (fun _ _ _ _ => isT) rows small.
Qed.
