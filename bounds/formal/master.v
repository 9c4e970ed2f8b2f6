(* The master lemma: laws stay laws, the agreement mass lies below both, and
   what follows for one decision. *)

From mathcomp Require Import all_ssreflect all_algebra ring.
From Tightrope Require Import statements.
Import Order.TTheory GRing.Theory Num.Theory.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Section Master.

Variables (R : realFieldType) (S A : finType) (M : problem R S A).
Hypothesis wf : well_formed M.

Lemma start_law : is_law (start M). Proof. by case: wf. Qed.
Lemma dynamics_law t s a : is_law (dynamics M t s a). Proof. by case: wf. Qed.
Lemma learner_is_law t s : is_law (learner M t s). Proof. by case: wf. Qed.

Lemma dynamics_ge0 t s a s' : 0 <= dynamics M t s a s'.
Proof. by have [ge0 _] := dynamics_law t s a; apply: ge0. Qed.

Lemma learner_ge0 t s a : 0 <= learner M t s a.
Proof. by have [ge0 _] := learner_is_law t s; apply: ge0. Qed.

Hint Resolve dynamics_ge0 learner_ge0 : core.

(* --- One decision --------------------------------------------------------- *)

Lemma agree t s : 1 - error M t s = learner M t s (expert M t s).
Proof.
have [_ <-] := learner_is_law t s.
by rewrite /error (bigD1 (expert M t s)) //= addrK.
Qed.

Lemma error_ge0 t s : 0 <= error M t s.
Proof. by apply: sumr_ge0. Qed.

Lemma agree_ge0 t s : 0 <= 1 - error M t s.
Proof. by rewrite agree. Qed.

Lemma error_le1 t s : error M t s <= 1.
Proof. by rewrite -subr_ge0 agree_ge0. Qed.

Hint Resolve error_ge0 agree_ge0 : core.

(* A mass over the states moves on; a part of it, moved by a law, keeps its sum. *)
Lemma sum_moved (m : S -> R) t (k : S -> A) :
  \sum_s' \sum_s m s * dynamics M t s (k s) s' = \sum_s m s.
Proof.
rewrite exchange_big /=; apply: eq_bigr => s _.
by rewrite -mulr_sumr; have [_ ->] := dynamics_law t s (k s); rewrite mulr1.
Qed.

(* --- Laws ------------------------------------------------------------------ *)

Lemma expert_law_law t : is_law (expert_law M t).
Proof.
elim: t => [|t [ge0 sum1]]; first exact: start_law.
split=> [s' | /=]; last by rewrite sum_moved.
by apply: sumr_ge0 => s _; rewrite mulr_ge0.
Qed.

Lemma learner_law_law t : is_law (learner_law M t).
Proof.
elim: t => [|t [ge0 sum1]]; first exact: start_law.
split=> [s' | /=].
  by apply: sumr_ge0 => s _; rewrite mulr_ge0 ?sumr_ge0 // => a _; rewrite mulr_ge0.
rewrite exchange_big -{}sum1; apply: eq_bigr => s _ /=.
rewrite -mulr_sumr exchange_big /= -[RHS]mulr1; congr (_ * _).
have [_ <-] := learner_is_law t s; apply: eq_bigr => a _.
by rewrite -mulr_sumr; have [_ ->] := dynamics_law t s a; rewrite mulr1.
Qed.

Lemma expert_law_ge0 t s : 0 <= expert_law M t s.
Proof. by have [ge0 _] := expert_law_law t; apply: ge0. Qed.

Lemma learner_law_ge0 t s : 0 <= learner_law M t s.
Proof. by have [ge0 _] := learner_law_law t; apply: ge0. Qed.

Hint Resolve expert_law_ge0 learner_law_ge0 : core.

(* --- The agreement mass lies below both laws --------------------------------- *)

Lemma agreement_ge0 t s : 0 <= agreement M t s.
Proof.
elim: t s => [|t IH] s'; first by have [ge0 _] := start_law; apply: ge0.
by apply: sumr_ge0 => s _; rewrite !mulr_ge0.
Qed.

Hint Resolve agreement_ge0 : core.

Lemma agreement_expert t s : agreement M t s <= expert_law M t s.
Proof.
elim: t s => [|t IH] s' //=; apply: ler_sum => s _.
apply: ler_wpmul2r => //; apply: le_trans (IH s).
by rewrite ler_pimulr // ler_subl_addr ler_addl.
Qed.

Lemma agreement_learner t s : agreement M t s <= learner_law M t s.
Proof.
elim: t s => [|t IH] s' //=; apply: ler_sum => s _.
rewrite -mulrA; apply: ler_pmul => //; first by rewrite mulr_ge0.
rewrite agree [leRHS](bigD1 (expert M t s)) //= ler_addl.
by apply: sumr_ge0 => a _; rewrite mulr_ge0.
Qed.

(* --- Survival ------------------------------------------------------------------ *)

Lemma survival0 : survival M 0 = 1.
Proof. by rewrite /survival; have [_ ->] := start_law. Qed.

Lemma survivalS t : survival M t.+1 = \sum_s agreement M t s * (1 - error M t s).
Proof. by rewrite /survival /= sum_moved. Qed.

Lemma survival_ge0 t : 0 <= survival M t.
Proof. by apply: sumr_ge0. Qed.

Lemma survival_le t : survival M t.+1 <= survival M t.
Proof.
rewrite survivalS; apply: ler_sum => s _.
by rewrite ler_pimulr // ler_subl_addr ler_addl.
Qed.

Lemma survival_le1 t : survival M t <= 1.
Proof. by elim: t => [|t IH]; rewrite ?survival0 // (le_trans (survival_le t)). Qed.

Lemma survival_step t : survival M t - survival M t.+1 <= expert_error M t.
Proof.
rewrite survivalS -sumrB; apply: ler_sum => s _.
have -> : forall g e : R, g - g * (1 - e) = g * e by move=> g e; ring.
by rewrite ler_wpmul2r // agreement_expert.
Qed.

Lemma expert_error_ge0 t : 0 <= expert_error M t.
Proof. by apply: sumr_ge0 => s _; rewrite mulr_ge0. Qed.

Lemma cost_ge0 t : 0 <= cost M t.
Proof. by apply: sumr_ge0 => s _; rewrite mulr_ge0. Qed.

Lemma survival_sum t : 1 - survival M t <= \sum_(i < t) expert_error M i.
Proof.
elim: t => [|t IH]; first by rewrite survival0 subrr big_ord0.
rewrite big_ord_recr /=; apply: le_trans (ler_add IH (survival_step t)).
by rewrite addrA subrK.
Qed.

(* --- What survival says of a decision and of the laws ------------------------------ *)

Lemma cost_le_survival t : cost M t <= 1 - survival M t.+1.
Proof.
have [_ <-] := learner_law_law t; rewrite survivalS -sumrB.
apply: ler_sum => s _; rewrite -subr_ge0.
have -> : learner_law M t s - agreement M t s * (1 - error M t s)
          - learner_law M t s * error M t s
          = (learner_law M t s - agreement M t s) * (1 - error M t s) by ring.
by rewrite mulr_ge0 // subr_ge0 agreement_learner.
Qed.

Lemma distance_le_survival t : distance M t <= 2%:R * (1 - survival M t).
Proof.
have [_ p1] := learner_law_law t; have [_ q1] := expert_law_law t.
have -> : 2%:R * (1 - survival M t)
          = \sum_s (learner_law M t s + expert_law M t s - 2%:R * agreement M t s).
  by rewrite sumrB big_split /= p1 q1 -mulr_sumr -/(survival M t); ring.
apply: ler_sum => s _; have gp := agreement_learner t s; have gq := agreement_expert t s.
rewrite ler_norml -subr_ge0 -[X in _ && X]subr_ge0.
set p := learner_law M t s in gp *; set q := expert_law M t s in gq *.
set g := agreement M t s in gp gq *.
rewrite (_ : p - q - - _ = 2%:R * (p - g)); last by ring.
rewrite (_ : _ - (p - q) = 2%:R * (q - g)); last by ring.
by rewrite !mulr_ge0 ?ler0n ?subr_ge0.
Qed.

End Master.

Theorem cost_survival_holds : cost_survival.
Proof. by move=> R S A M t wf; apply: cost_le_survival. Qed.

Theorem disagreement_survival_holds : disagreement_survival.
Proof. by move=> R S A M T wf; apply: ler_sum => t _; apply: cost_le_survival. Qed.

Theorem distance_survival_holds : distance_survival.
Proof. by move=> R S A M t wf; apply: distance_le_survival. Qed.

Theorem survival_errors_holds : survival_errors.
Proof.
move=> R S A M t wf; split; last exact: survival_sum.
by rewrite survival_ge0 // survival_le1.
Qed.
