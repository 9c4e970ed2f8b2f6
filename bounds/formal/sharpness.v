(* The bounds are reached, the lines refuted, and the worst case is a linear
   program: theorems about the problems of witnesses.v. *)

From mathcomp Require Import all_ssreflect all_algebra ring.
From Tightrope Require Import statements sums master cloning dagger witnesses.
Import Order.TTheory GRing.Theory Num.Theory.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Theorem disagreement_is_a_gap_holds : disagreement_is_a_gap.
Proof.
move=> R S A M T c; split=> [t s a|]; first by rewrite /c; case: eqP; rewrite ?lexx ler01.
rewrite /gap (_ : expert_total M c T = 0); last first.
  by rewrite /expert_total big1 // => t _; rewrite big1 // => s _; rewrite /c eqxx mulr0.
rewrite subr0; apply: eq_bigr => t _; apply: eq_bigr => s _; congr (_ * _).
rewrite /error [RHS]big_mkcond /=; apply: eq_bigr => a _.
by rewrite /c; case: eqP; rewrite ?mulr0 ?mulr1.
Qed.

Theorem pointwise_sharp_holds : pointwise_sharp.
Proof.
move=> R eps eps01; exists bool_finType, bool_finType, (rope eps).
split=> [|T]; first exact: rope_wf.
split; first exact: rope_pointwise.
by apply: eq_bigr => t _; apply: rope_cost.
Qed.

(* --- Shares of the exam ------------------------------------------------------------ *)

Section Shares.

Variables (R : realFieldType) (eps : R).
Hypothesis eps0 : 0 <= eps.

(* What the per-step reading leaves after t decisions, at least. *)
Definition line t : R := 1 - Num.min 1 (eps * t.+1%:R).

Lemma min_01 (x : R) : 0 <= x -> 0 <= Num.min 1 x <= 1.
Proof. by move=> x0; rewrite le_minr ler01 x0 le_minl lexx. Qed.

Lemma min_share (x : R) : 0 <= x -> 0 <= 1 - Num.min 1 x <= 1.
Proof. by case/min_01/andP=> low high; rewrite subr_ge0 high ler_subl_addr ler_addl. Qed.

Lemma line_step (a : R) : Num.min 1 (a + eps) <= Num.min 1 a + eps.
Proof.
have [long|short] := leP 1 a.
  by rewrite le_minl ler_addl eps0.
by rewrite le_minl lexx orbT.
Qed.

Lemma line_up t : eps * t.+1%:R = eps * t%:R + eps.
Proof. by ring. Qed.

Lemma line_share t : 0 <= line t <= 1.
Proof. by apply: min_share; rewrite mulr_ge0 ?ler0n. Qed.

Lemma line_le t : line t.+1 <= line t.
Proof.
rewrite ler_sub // le_minr !le_minl lexx /= [eps * t.+2%:R]line_up.
by rewrite ler_addl eps0 orbT.
Qed.

Lemma line_error t : before line t - line t <= eps.
Proof.
case: t => [|t] /=.
  by rewrite opprB addrC subrK le_minl mulr1 lexx orbT.
rewrite /line opprB addrCA [1 - _]addrC addrK.
rewrite [eps * t.+2%:R]line_up ler_subl_addl; exact: line_step.
Qed.

End Shares.

Theorem per_step_sharp_holds : per_step_sharp.
Proof.
move=> R eps eps0.
have line0 : line eps 0 <= 1 by case/andP: (line_share eps0 0).
have line_ge0 t : 0 <= line eps t by case/andP: (line_share eps0 t).
have line_le1 := line_le eps0.
exists (ordinal_finType 3), bool_finType, (exam (line eps)).
split=> [|T]; first exact: exam_wf.
split=> [t _|]; first by rewrite exam_expert_error // line_error.
by apply: eq_bigr => t _; rewrite exam_cost // opprB addrC subrK.
Qed.

Theorem time_averaged_sharp_holds : time_averaged_sharp.
Proof.
move=> R eps T eps0 pos; set b := Num.min 1 (eps * T%:R).
have /andP[b0 b1] : 0 <= 1 - b <= 1 by apply: min_share; rewrite mulr_ge0 ?ler0n.
exists (ordinal_finType 3), bool_finType, (exam (fun=> 1 - b)).
split.
- exact: exam_wf.
- rewrite /time_averaged ler_pdivr_mulr ?ltr0n //; case: T pos @b b0 b1 => // T _ b b0 b1.
  rewrite big_ord_recl big1 => [|t _]; last by rewrite exam_expert_error //= subrr.
  by rewrite exam_expert_error //= addr0 opprB addrC subrK le_minl lexx orbT.
- rewrite /time_averaged_sum -/b mulr_natl -[X in _ *+ X]card_ord -sumr_const.
  by apply: eq_big => // t _; rewrite exam_cost // opprB addrC subrK.
by rewrite exam_distance //= opprB addrC subrK.
Qed.

(* --- Refutations ------------------------------------------------------------------------ *)

Theorem mixture_refuted_holds : mixture_refuted.
Proof.
move=> R eps pos half; exists bool_finType, bool_finType, (swap eps).
split; [by rewrite card_bool | exact: swap_wf | exact: swap_error | exact: swap_mixture].
Qed.

Theorem distance_refuted_holds : distance_refuted.
Proof.
move=> R eps pos half; exists (ordinal_finType 3), bool_finType, (swap_trap eps).
split; [by rewrite card_ord card_bool | exact: swap_trap_wf | exact: swap_trap_error | |].
  exact: swap_trap_distance.
by rewrite swap_trap_distance // swap_trap_beyond.
Qed.

Theorem split_equality_refuted_holds : split_equality_refuted.
Proof.
move=> R p q c less pos; apply/eqP; rewrite lt_eqF //.
apply: lt_le_trans (_ : q * c <= _); first by rewrite ltr_pmul2r.
by rewrite ler_addl mulr_ge0 ?normr_ge0 ?ltW.
Qed.

(* --- The linear program -------------------------------------------------------------------- *)

Section Program.

Variable R : realFieldType.
Implicit Type f : nat -> R.

(* A first error at decision i + 1 is paid for by all decisions from there on. *)
Lemma schedule_by_decision f T :
  schedule_cost f T = \sum_(t < T) \sum_(i < t.+1) f i.
Proof.
rewrite /schedule_cost; elim: T => [|T IH]; first by rewrite !big_ord0.
rewrite [RHS]big_ord_recr /= -IH big_ord_recr /= [in RHS]big_ord_recr /=.
rewrite subSn // subnn mul1r addrA; congr (_ + _); rewrite -big_split /=.
apply: eq_bigr => t _; rewrite subSn 1?ltnW // -[in LHS]addn1 natrD mulrDl.
by rewrite mul1r.
Qed.

Lemma prefix_le1 f t : schedule f -> \sum_(i < t) f i <= 1.
Proof. by case=> _; apply. Qed.

End Program.

Theorem problem_to_schedule_holds : problem_to_schedule.
Proof.
move=> R S A M wf f.
have telescope t : \sum_(i < t) f i = 1 - survival M t.
  elim: t => [|t IH]; first by rewrite big_ord0 (survival0 wf) subrr.
  by rewrite big_ord_recr /= IH /f addrA subrK.
split=> [|t|T]; last 1 first.
- rewrite schedule_by_decision; apply: ler_sum => t _; rewrite telescope.
  exact: cost_le_survival.
- split=> [t|T]; first by rewrite subr_ge0 survival_le.
  by rewrite telescope ler_subl_addr ler_addl survival_ge0.
exact: survival_step.
Qed.

Theorem schedule_to_problem_holds : schedule_to_problem.
Proof.
move=> R f sched; have [f0 f1] := sched; pose m t := 1 - \sum_(i < t.+1) f i.
have m0 : m 0%N <= 1 by rewrite /m ler_subl_addr ler_addl sumr_ge0.
have m_ge0 t : 0 <= m t by rewrite subr_ge0.
have m_le t : m t.+1 <= m t by rewrite ler_sub // [leRHS]big_ord_recr /= ler_addl.
exists (ordinal_finType 3), bool_finType, (exam m); split=> [|t|T].
- exact: exam_wf.
- have -> : expert_error (exam m) t = before m t - m t by apply: exam_expert_error.
  have -> : before m t = 1 - \sum_(i < t) f i by case: t => [|t]; rewrite ?big_ord0 ?subr0.
  by rewrite /m big_ord_recr /=; set s := \sum_(_ < _) _; ring.
rewrite schedule_by_decision; apply: eq_bigr => t _.
by rewrite exam_cost // opprB addrC subrK.
Qed.

Theorem weak_duality_holds : weak_duality.
Proof.
move=> R S A M eps T price total wf small price0 total0 dual.
have [sched errors below] := problem_to_schedule_holds wf.
apply: le_trans (below T) _; set f := fun t => _ in sched errors *.
have [f0 f1] := sched.
apply: (@le_trans _ _ (\sum_(t < T) (f t * price t + f t * total))).
  apply: ler_sum => t _; rewrite mulrC -mulrDr ler_wpmul2l ?f0 //; exact: dual.
rewrite big_split /=. apply: ler_add.
  rewrite mulr_sumr; apply: ler_sum => t _; apply: ler_wpmul2r => //.
  exact: le_trans (errors t) (small t (ltn_ord t)).
by rewrite -mulr_suml ler_pimull //; apply: f1.
Qed.

(* --- DAgger -------------------------------------------------------------------------------- *)

(* One error at the first decision leads into a trap where every decision costs
   1, whatever is done. State true is safe. *)
Section Labelled.

Variables (R : realFieldType) (eps : R) (T : nat).
Hypotheses (eps0 : 0 <= eps) (short : eps * T%:R <= 1).

Definition labelled : problem R bool_finType bool_finType := {|
  start := fun s => (s == true)%:R;
  dynamics := fun _ s a s' => (s' == s && a)%:R;
  expert := fun _ _ => true;
  learner := fun t s =>
    if (t == 0)%N && s then two (1 - eps * T%:R) (eps * T%:R) else two 1 0
|}.

Definition labelled_cost (t : nat) (s a : bool) : R := (~~ (s && a))%:R.

Lemma labelled_wf : well_formed labelled.
Proof.
split=> [|t s a|t s] /=; try exact: point_law.
case: ifP => _; apply: two_law; rewrite ?subr_ge0 ?subrK ?ler01 ?addr0 ?lexx //.
by rewrite mulr_ge0 ?ler0n.
Qed.

Lemma labelled_law t : learner_law labelled t.+1 =1 two (1 - eps * T%:R) (eps * T%:R).
Proof.
elim: t => [|t IH] s; first by rewrite /= !sum_two /=; case: s => /=; ring.
rewrite (_ : learner_law labelled t.+2 s = \sum_x learner_law labelled t.+1 x
  * \sum_a learner labelled t.+1 x a * dynamics labelled t.+1 x a s) // !sum_two !IH.
by case: s => /=; ring.
Qed.

Lemma labelled_expert t : expert_law labelled t =1 two 1 0.
Proof.
elim: t => [|t IH] s; first by case: s.
by rewrite /= !sum_two /= !IH; case: s => /=; ring.
Qed.

Lemma labelled_disagreement n : disagreement labelled n.+1 = eps * T%:R.
Proof.
rewrite /disagreement big_ord_recl big1 ?addr0 => [|t _].
  by rewrite /cost sum_two !error_two //=; ring.
by rewrite /cost big1 // => s _; rewrite error_two //= mulr0.
Qed.

Lemma labelled_gap n : gap labelled labelled_cost n = n%:R * (eps * T%:R).
Proof.
rewrite /gap (_ : expert_total _ _ _ = 0); last first.
  rewrite /expert_total big1 // => t _; rewrite sum_two !labelled_expert /=.
  by rewrite /labelled_cost /=; ring.
rewrite subr0 mulr_natl -[X in _ *+ X]card_ord -sumr_const.
apply: eq_big => // -[[|t] lt] _.
  by rewrite !sum_two /labelled_cost /=; ring.
rewrite -[nat_of_ord _]/(t.+1) !sum_two !labelled_law /labelled_cost /=.
by ring.
Qed.

End Labelled.

Theorem dagger_sharp_holds : dagger_sharp.
Proof.
move=> R eps T eps0 pos short; have wf := labelled_wf eps0 short.
have unit : @unit_cost R bool_finType bool_finType (@labelled_cost R).
  by move=> t s a; rewrite /labelled_cost ler0n lern1 leq_b1.
exists bool_finType, bool_finType, (labelled eps T), (@labelled_cost R); split=> //.
- have [_ iff] := on_policy_identity_holds (labelled eps T) pos.
  by apply/iff; case: T pos short wf iff => // n *; rewrite labelled_disagreement.
- exact: always_recoverable_holds.
by rewrite labelled_gap mulrA.
Qed.
