(* DAgger: the error on the learner's own states, the performance difference
   lemma, and what recoverability makes of them. *)

From mathcomp Require Import all_ssreflect all_algebra ring.
From Tightrope Require Import statements sums master cloning.
Import Order.TTheory GRing.Theory Num.Theory.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Section Dagger.

Variables (R : realFieldType) (S A : finType) (M : problem R S A).
Variable c : nat -> S -> A -> R.
Hypothesis wf : well_formed M.

(* --- The performance difference lemma ------------------------------------------- *)

(* What the expert would still pay, averaged over a law of the state. *)
Definition to_come T t : R := \sum_s learner_law M t s * cost_to_go M c (T - t) t s.

Definition paid t : R := \sum_s learner_law M t s * \sum_a learner M t s a * c t s a.

Definition advantage_at T t : R :=
  \sum_s learner_law M t s * \sum_a learner M t s a * advantage M c T t s a.

(* One decision: pay, move on, and compare what the expert would pay before and
   after. *)
Lemma one_decision T t : (t < T)%N -> advantage_at T t = paid t + to_come T t.+1 - to_come T t.
Proof.
move=> ltT.
have -> : to_come T t.+1 = \sum_s learner_law M t s * \sum_a learner M t s a *
    \sum_s' dynamics M t s a s' * cost_to_go M c (T - t.+1) t.+1 s'.
  rewrite /to_come /=.
  under eq_bigr do rewrite mulr_suml.
  rewrite exchange_big /=; apply: eq_bigr => s _.
  under eq_bigr do rewrite -mulrA; rewrite -mulr_sumr; congr (_ * _).
  under eq_bigr do rewrite mulr_suml.
  rewrite exchange_big /=; apply: eq_bigr => a _; rewrite mulr_sumr.
  by apply: eq_bigr => s' _; rewrite mulrA.
rewrite -big_split -sumrB /=; apply: eq_bigr => s _.
rewrite -mulrDr -big_split -mulrBr /=; congr (_ * _).
rewrite -[X in _ = _ - X]mul1r; have [_ <-] := learner_is_law wf t s.
rewrite mulr_suml -sumrB; apply: eq_bigr => a _.
by rewrite -mulrDr -mulrBr.
Qed.

Lemma to_come0 T : to_come T 0 = expert_total M c T.
Proof.
rewrite /to_come subn0 /expert_total.
suff steps k t : \sum_s expert_law M t s * cost_to_go M c k t s
    = \sum_(i < k) \sum_s expert_law M (t + i) s * c (t + i)%N s (expert M (t + i) s).
  by rewrite (steps T 0%N); apply: eq_bigr => i _; rewrite add0n.
elim: k t => [|k IH] t; first by rewrite big_ord0 big1 // => s _; rewrite mulr0.
rewrite big_ord_recl /= addn0.
under eq_bigr do rewrite mulrDr; rewrite big_split /=; congr (_ + _).
have -> : \sum_(i < k) \sum_s expert_law M (t + bump 0 i) s
            * c (t + bump 0 i)%N s (expert M (t + bump 0 i) s)
          = \sum_s expert_law M t.+1 s * cost_to_go M c k t.+1 s.
  by rewrite IH; apply: eq_bigr => i _; rewrite /bump add1n addnS addSn.
rewrite /=; under [RHS]eq_bigr do rewrite mulr_suml.
rewrite exchange_big /=; apply: eq_bigr => s _; rewrite mulr_sumr.
by apply: eq_bigr => s' _; rewrite mulrA.
Qed.

Lemma to_come_end T : to_come T T = 0.
Proof. by rewrite /to_come subnn big1 // => s _; rewrite mulr0. Qed.

Lemma difference T : gap M c T = \sum_(t < T) advantage_at T t.
Proof.
rewrite (eq_bigr (fun t : 'I_T => paid t + (to_come T t.+1 - to_come T t))); last first.
  by move=> t _; rewrite one_decision // addrA.
have telescope n : \sum_(t < n) (to_come T t.+1 - to_come T t) = to_come T n - to_come T 0.
  elim: n => [|n IH]; first by rewrite big_ord0 subrr.
  by rewrite big_ord_recr /= IH addrC addrA subrK.
by rewrite big_split /= telescope to_come_end sub0r to_come0.
Qed.

(* --- Recoverability --------------------------------------------------------------- *)

(* To do what the expert does costs nothing extra. *)
Lemma advantage_expert T t s : (t < T)%N -> advantage M c T t s (expert M t s) = 0.
Proof. by move=> ltT; rewrite /advantage /action_value -(subnSK ltT) subrr. Qed.

Lemma advantage_le u T t : (t < T)%N -> recoverable M c u T ->
  advantage_at T t <= u * cost M t.
Proof.
move=> ltT bounded; rewrite mulr_sumr; apply: ler_sum => s _.
rewrite mulrCA; have := learner_law_ge0 wf t s; rewrite le_eqVlt.
case/predU1P => [<-|pos]; first by rewrite !mul0r.
rewrite ler_pmul2l // (bigD1 (expert M t s)) //= advantage_expert // mulr0 add0r.
rewrite mulr_sumr; apply: ler_sum => a _.
by rewrite [u * _]mulrC ler_wpmul2l ?learner_ge0 // bounded.
Qed.

Lemma recoverable_ge0 u T : (0 < T)%N -> recoverable M c u T -> 0 <= u.
Proof.
move=> pos bounded; have [_ sum1] := start_law wf.
have /existsP[s visited] : [exists s, 0 < start M s].
  apply: contraT; rewrite negb_exists => /forallP none.
  have := @oner_neq0 R; rewrite -sum1 big1 ?eqxx // => s _.
  have [ge0 _] := start_law wf; apply/eqP; rewrite eq_le ge0 andbT.
  by have := none s; rewrite -leNgt.
by rewrite -(advantage_expert s pos) bounded.
Qed.

Lemma gap_recoverable u eps T : on_policy M eps T -> recoverable M c u T ->
  gap M c T <= u * eps * T%:R.
Proof.
case: (posnP T) => [->|pos] small bounded.
  by rewrite difference big_ord0 mulr0.
have below : gap M c T <= u * disagreement M T.
  by rewrite difference mulr_sumr; apply: ler_sum => t _; apply: advantage_le.
apply: le_trans below _; rewrite -mulrA ler_wpmul2l ?(recoverable_ge0 pos bounded) //.
exact: average_sum small.
Qed.

(* --- Unit costs -------------------------------------------------------------------- *)

Lemma to_go_bounds k t s : unit_cost c -> 0 <= cost_to_go M c k t s <= k%:R.
Proof.
move=> unit; elim: k t s => [|k IH] t s /=; first by rewrite lexx.
have [c0 c1] := andP (unit t s (expert M t s)).
rewrite addr_ge0 ?sumr_ge0 //= => [|s' _]; last first.
  by rewrite mulr_ge0 ?dynamics_ge0 //; case/andP: (IH t.+1 s').
rewrite [leRHS](_ : _ = 1 + k%:R); last by ring.
rewrite ler_add //.
have [_ sum1] := dynamics_law wf t s (expert M t s).
have -> : k%:R = \sum_s' dynamics M t s (expert M t s) s' * k%:R :> R.
  by rewrite -mulr_suml sum1 mul1r.
apply: ler_sum => s' _; rewrite ler_wpmul2l ?dynamics_ge0 //.
by case/andP: (IH t.+1 s').
Qed.

Lemma recoverable_unit T : unit_cost c -> recoverable M c T%:R T.
Proof.
move=> unit t s a ltT _; rewrite /advantage ler_subl_addr.
have [low _] := andP (to_go_bounds (T - t) t s unit).
apply: le_trans (_ : (T - t)%:R <= _); last first.
  by rewrite -[leLHS]addr0 ler_add // ler_nat leq_subr.
have -> : (T - t)%:R = 1 + (T - t.+1)%:R :> R.
  by rewrite -(subnSK ltT) -[X in X%:R]add1n natrD.
have [_ c1] := andP (unit t s a); rewrite ler_add //.
have [_ sum1] := dynamics_law wf t s a.
have -> : (T - t.+1)%:R = \sum_s' dynamics M t s a s' * (T - t.+1)%:R :> R.
  by rewrite -mulr_suml sum1 mul1r.
apply: ler_sum => s' _; rewrite ler_wpmul2l ?dynamics_ge0 //.
by case/andP: (to_go_bounds (T - t.+1) t.+1 s' unit).
Qed.

End Dagger.

Theorem on_policy_identity_holds : on_policy_identity.
Proof.
move=> R S A M T pos; split=> [|eps].
  by rewrite mulrC divfK // pnatr_eq0 -lt0n.
by rewrite /on_policy ler_pdivr_mulr ?ltr0n.
Qed.

Theorem performance_difference_holds : performance_difference.
Proof. by move=> R S A M c T wf; apply: difference. Qed.

Theorem dagger_bound_holds : dagger_bound.
Proof. by move=> R S A M c u eps T wf; apply: gap_recoverable. Qed.

Theorem always_recoverable_holds : always_recoverable.
Proof. by move=> R S A M c T wf; apply: recoverable_unit. Qed.
