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

Lemma half0 : 0 <= half. Proof. by vm_compute. Qed.
Lemma half1 : half <= 1. Proof. by vm_compute. Qed.
Lemma one0 : 0 <= 1 :> Q. Proof. by vm_compute. Qed.
Lemma unit1 : half * 2%:R <= 1. Proof. by vm_compute. Qed.

(* Two numbers that are not in the order claimed. *)
Ltac compare := apply/negP; vm_compute; reflexivity.

Theorem bernoulli_unrestricted_refuted : ~ bernoulli_unrestricted.
Proof. move=> claim; move: (claim Q 4%:R 3%N (ler0n _ 4)); compare. Qed.

Theorem half_square_refuted : ~ half_square.
Proof.
move=> claim; have [S [A [M [wf sharp]]]] := @per_step_sharp_holds Q 1 one0.
have [small reached] := sharp 1%N; move: (claim Q S A M 1 1%N wf small).
rewrite reached /per_step_sum big_ord_recr big_ord0; compare.
Qed.

Theorem pointwise_sum_per_step_refuted : ~ pointwise_sum_per_step.
Proof.
move=> claim; have [S [A [M [wf sharp]]]] := @per_step_sharp_holds Q half half0.
have [small reached] := sharp 2%N; move: (claim Q S A M half 2%N wf half1 small).
rewrite reached /per_step_sum /pointwise_sum !big_ord_recr !big_ord0; compare.
Qed.

Theorem per_step_sum_time_averaged_refuted : ~ per_step_sum_time_averaged.
Proof.
move=> claim.
have [S [A [M [wf small reached _]]]] := @time_averaged_sharp_holds Q half 2%N half0 isT.
move: (claim Q S A M half 2%N wf small).
rewrite reached /per_step_sum !big_ord_recr !big_ord0; compare.
Qed.

Theorem dagger_without_recoverability_refuted : ~ dagger_without_recoverability.
Proof.
move=> claim.
have [S [A [M [c [wf unit small _ paid]]]]] := @dagger_sharp_holds Q half 2%N half0 isT unit1.
move: (claim Q S A M c half 2%N wf unit small); rewrite paid; compare.
Qed.

(* On the exam with half of the runs examined at once, and no more afterwards. *)
Theorem distance_factor_one_refuted : ~ distance_factor_one.
Proof.
move=> claim; pose m (t : nat) := half.
have m_ge0 t : 0 <= m t by exact: half0.
have m_le t : m t.+1 <= m t by exact: lexx.
have m0 : m 0%N <= 1 by exact: half1.
have wf : well_formed (exam m) by apply: exam_wf.
have apart : distance (exam m) 1 = 2%:R * (1 - before m 1) by apply: exam_distance.
have error0 : expert_error (exam m) 0 = before m 0 - m 0%N by apply: exam_expert_error.
move: (claim Q _ _ (exam m) 1%N wf).
rewrite apart big_ord_recr big_ord0 error0; compare.
Qed.

(* On the tightrope with error 1, which is at most 3. *)
Theorem epsilon_above_one_refuted : ~ epsilon_above_one.
Proof.
move=> claim; have one : 0 <= (1 : Q) <= 1 by rewrite one0 lexx.
have three : 1 <= 3%:R :> Q by rewrite (ler_nat _ 1 3).
have small : pointwise (rope (1 : Q)) 3%:R 2%N.
  by move=> t s lt2 visited; apply: le_trans three; apply: rope_pointwise lt2 visited.
move: (claim Q _ _ _ _ _ (rope_wf one) small).
rewrite /disagreement /pointwise_sum !big_ord_recr !big_ord0 !rope_cost; compare.
Qed.

(* One state whose mass grows tenfold with every action. *)
Definition growing : problem Q unit_finType bool_finType := {|
  start := fun _ => 1;
  dynamics := fun _ _ _ _ => 10%:R;
  expert := fun _ _ => true;
  learner := fun _ _ => two half half
|}.

Lemma sum_unit (F : unit -> Q) : \sum_s F s = F tt.
Proof. by rewrite (big_pred1 tt) //; case. Qed.

Lemma growing_error t s : error growing t s = half.
Proof. exact: error_two. Qed.

Lemma growing_law : learner_law growing 1 tt = 10%:R.
Proof. by rewrite /= sum_unit sum_two; apply/eqP; vm_compute. Qed.

Theorem without_row_sums_refuted : ~ without_row_sums.
Proof.
move=> claim.
have start1 : is_law (start growing) by split=> [s|]; [exact: one0 | exact: sum_unit].
have rows (t : nat) (s : unit) : is_law (learner growing t s).
  by apply: two_law; [exact: half0 | exact: half0 | vm_compute].
have small : pointwise growing half 2%N by move=> t s _ _; rewrite growing_error lexx.
have ge0 (t : nat) (s : unit) (a : bool) (s' : unit) : 0 <= dynamics growing t s a s'.
  exact: ler0n.
move: (claim Q _ _ growing half 2%N start1 ge0 rows small).
rewrite /disagreement !big_ord_recr big_ord0 /cost !sum_unit !growing_error.
rewrite [learner_law _ (nat_of_ord ord_max) tt]growing_law; compare.
Qed.
