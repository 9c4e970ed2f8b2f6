(* The task's cost of cloning: where both have made the same choices, both pay
   the same; everything else costs the learner at most 1 and the expert at
   least 0. *)

From mathcomp Require Import all_ssreflect all_algebra ring.
From Tightrope Require Import statements sums master cloning.
Import Order.TTheory GRing.Theory Num.Theory.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Section TaskCost.

Variables (R : realFieldType) (S A : finType) (M : problem R S A).
Variable c : nat -> S -> A -> R.
Hypotheses (wf : well_formed M) (unit : unit_cost c).

(* What the learner pays in s on average lies between its share that agrees and
   that share and all the rest. *)
Lemma paid_bounds t s :
  let agreed := (1 - error M t s) * c t s (expert M t s) in
  agreed <= \sum_a learner M t s a * c t s a <= agreed + error M t s.
Proof.
rewrite /= (agree wf) [X in _ <= X <= _](bigD1 (expert M t s)) //=.
rewrite ler_addl ler_add2l sumr_ge0 => [/=|a _]; last first.
  by rewrite mulr_ge0 ?learner_ge0 //; case/andP: (unit t s a).
apply: ler_sum => a _; rewrite ler_pimulr ?learner_ge0 //.
by case/andP: (unit t s a).
Qed.

Lemma extra_cost t :
  `|\sum_s learner_law M t s * (\sum_a learner M t s a * c t s a)
    - \sum_s expert_law M t s * c t s (expert M t s)| <= 1 - survival M t.+1.
Proof.
have [_ p1] := learner_law_law wf t; have [_ q1] := expert_law_law wf t.
rewrite ler_norml; apply/andP; split.
  rewrite ler_oppl opprB -{}q1 (survivalS wf) -!sumrB; apply: ler_sum => s _.
  have [low _] := andP (paid_bounds t s); have [c0 c1] := andP (unit t s (expert M t s)).
  have := agreement_expert wf t s; have := agreement_learner wf t s.
  have := agreement_ge0 wf t s; have := agree_ge0 wf t s.
  move: low; set paid := \sum_a _; set c' := c _ _ _ in c0 c1 *.
  set e := error _ _ _; set g := agreement _ _ _.
  set p := learner_law _ _ _; set q := expert_law _ _ _ => low e1 g0 gp gq.
  apply: (@le_by _ ((q - g * (1 - e)) * (1 - c') + g * (paid - (1 - e) * c')
                    + (p - g) * paid)); first by ring.
  have paid0 : 0 <= paid by apply: le_trans low; rewrite mulr_ge0.
  rewrite !addr_ge0 ?mulr_ge0 ?subr_ge0 //.
  by apply: le_trans gq; rewrite ler_pimulr // ler_subl_addr ler_addl error_ge0.
rewrite -{}p1 (survivalS wf) -!sumrB; apply: ler_sum => s _.
have [_ high] := andP (paid_bounds t s); have [c0 c1] := andP (unit t s (expert M t s)).
have := agreement_expert wf t s; have := agreement_learner wf t s.
have := agreement_ge0 wf t s; have := error_le1 wf t s; have := error_ge0 wf t s.
move: high; set paid := \sum_a _; set c' := c _ _ _ in c0 c1 *.
set e := error _ _ _; set g := agreement _ _ _.
set p := learner_law _ _ _; set q := expert_law _ _ _ => high e0 e1 g0 gp gq.
apply: (@le_by _ (p * ((1 - e) * c' + e - paid) + (p - g) * (1 - e) * (1 - c')
                  + (q - g * (1 - e)) * c')); first by ring.
have p0 : 0 <= p by apply: le_trans g0 gp.
rewrite !addr_ge0 ?mulr_ge0 ?subr_ge0 //.
by apply: le_trans gq; rewrite ler_pimulr // ler_subl_addr ler_addl.
Qed.

Lemma gap_le_survival T : `|gap M c T| <= \sum_(t < T) (1 - survival M t.+1).
Proof.
rewrite /gap -sumrB; apply: le_trans (ler_norm_sum _ _ _) _.
by apply: ler_sum => t _; apply: extra_cost.
Qed.

Lemma learner_total_le T : learner_total M c T <= T%:R.
Proof.
have -> : T%:R = \sum_(t < T) 1 :> R by rewrite sumr_const card_ord.
apply: ler_sum => t _; have [p0 <-] := learner_law_law wf t.
apply: ler_sum => s _; rewrite ler_pimulr //.
have [_ <-] := learner_is_law wf t s; apply: ler_sum => a _.
by rewrite ler_pimulr ?learner_ge0 //; case/andP: (unit t s a).
Qed.

End TaskCost.

Theorem gap_survival_holds : gap_survival.
Proof. by move=> R S A M c T wf unit; apply: gap_le_survival. Qed.

Theorem gap_nothing_left_holds : gap_nothing_left.
Proof. by move=> R S A M c T wf unit; rewrite /gap ler_add2r learner_total_le. Qed.

Theorem gap_bounds_holds : gap_bounds.
Proof.
move=> R S A M c eps T wf unit.
have by_survival (f : nat -> R) :
    (forall t, (t < T)%N -> 1 - survival M t.+1 <= f t) -> gap M c T <= \sum_(t < T) f t.
  move=> small; apply: le_trans (ler_norm _) _.
  apply: le_trans (gap_le_survival wf unit T) _.
  by apply: ler_sum => t _; apply: small.
have capped t (bound : R) : \sum_(i < t) expert_error M i <= bound ->
    1 - survival M t <= Num.min 1 bound.
  move=> small; rewrite le_minr ler_subl_addr ler_addl survival_ge0 //=.
  exact: le_trans (survival_sum wf t) small.
have averaged : time_averaged M eps T -> gap M c T <= time_averaged_sum eps T.
  move=> small; have -> : time_averaged_sum eps T = \sum_(t < T) Num.min 1 (eps * T%:R).
    by rewrite sumr_const card_ord /time_averaged_sum mulr_natl.
  by apply: (by_survival (fun=> _)) => t ltT; apply: capped; apply: sum_of_time_averaged.
split=> [eps1 small|small||small].
- apply: (by_survival (fun t => 1 - (1 - eps) ^+ t.+1)) => t ltT.
  by rewrite ler_sub // (survival_pointwise wf eps1 small).
- apply: (by_survival (fun t => Num.min 1 (eps * t.+1%:R))) => t ltT.
  by apply: capped; apply: sum_of_per_step small ltT.
- exact: averaged.
apply: le_trans (averaged small) _.
rewrite (_ : eps * _ = T%:R * (eps * T%:R)); last by ring.
by rewrite ler_wpmul2l ?ler0n // le_minl lexx orbT.
Qed.
