(* Behavioural cloning: what each reading of the error says of the laws and of
   the number of disagreements. *)

From mathcomp Require Import all_ssreflect all_algebra ring.
From Tightrope Require Import statements sums master.
Import Order.TTheory GRing.Theory Num.Theory.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Section Cloning.

Variables (R : realFieldType) (S A : finType) (M : problem R S A).
Hypothesis wf : well_formed M.
Variables (eps : R) (T : nat).

(* --- The readings -------------------------------------------------------------- *)

Lemma average_sum (f : nat -> R) : (\sum_(t < T) f t) / T%:R <= eps ->
  \sum_(t < T) f t <= eps * T%:R.
Proof.
case: T => [|n]; first by rewrite big_ord0 mulr0.
by rewrite ler_pdivr_mulr ?ltr0n.
Qed.

Lemma per_step_of_pointwise : pointwise M eps T -> per_step M eps T.
Proof.
move=> small t ltT; have [_ sum1] := expert_law_law wf t.
rewrite -[leRHS]mulr1 -sum1 mulr_sumr; apply: ler_sum => s _.
rewrite mulrC; have := expert_law_ge0 wf t s; rewrite le_eqVlt.
by case/predU1P => [<-|pos]; rewrite ?mulr0 // ler_pmul2r // small.
Qed.

Lemma sum_of_per_step t : per_step M eps T -> (t <= T)%N ->
  \sum_(i < t) expert_error M i <= eps * t%:R.
Proof.
move=> small leT; have -> : eps * t%:R = \sum_(i < t) eps.
  by rewrite sumr_const card_ord mulr_natr.
by apply: ler_sum => i _; apply: small; apply: leq_trans leT.
Qed.

Lemma time_averaged_of_per_step : (0 < T)%N -> per_step M eps T -> time_averaged M eps T.
Proof.
by move=> pos small; rewrite /time_averaged ler_pdivr_mulr ?ltr0n // sum_of_per_step.
Qed.

Lemma sum_of_time_averaged t : time_averaged M eps T -> (t <= T)%N ->
  \sum_(i < t) expert_error M i <= eps * T%:R.
Proof.
move=> small leT; apply: le_trans (average_sum small).
rewrite -(subnKC leT) big_split_ord /= ler_addl.
by apply: sumr_ge0 => i _; apply: expert_error_ge0.
Qed.

Lemma eps_ge0 : (0 < T)%N -> time_averaged M eps T -> 0 <= eps.
Proof.
move=> pos small; apply: le_trans small; rewrite divr_ge0 ?ler0n //.
by apply: sumr_ge0 => i _; apply: expert_error_ge0.
Qed.

(* --- Pointwise: the agreement mass keeps the share (1-eps)^t of the expert's law -- *)

Lemma agreement_pointwise t s : eps <= 1 -> pointwise M eps T -> (t <= T)%N ->
  (1 - eps) ^+ t * expert_law M t s <= agreement M t s.
Proof.
move=> eps1 small; elim: t s => [|t IH] s' leT; first by rewrite expr0 mul1r.
rewrite /= mulr_sumr; apply: ler_sum => s _.
rewrite mulrA; apply: ler_wpmul2r; first exact: dynamics_ge0.
rewrite exprSr -mulrA [(1 - eps) * _]mulrC mulrA.
have := expert_law_ge0 wf t s; rewrite le_eqVlt; case/predU1P => [q0|pos].
  by rewrite -q0 mulr0 mul0r mulr_ge0 ?agreement_ge0 ?agree_ge0.
have power0 : 0 <= (1 - eps) ^+ t by rewrite exprn_ge0 ?subr_ge0.
apply: ler_pmul; rewrite ?mulr_ge0 ?(ltW pos) ?subr_ge0 //; first exact: IH (ltnW leT).
by rewrite ler_sub // small.
Qed.

Lemma survival_pointwise t : eps <= 1 -> pointwise M eps T -> (t <= T)%N ->
  (1 - eps) ^+ t <= survival M t.
Proof.
move=> eps1 small leT; have [_ sum1] := expert_law_law wf t.
have -> : (1 - eps) ^+ t = \sum_s (1 - eps) ^+ t * expert_law M t s.
  by rewrite -mulr_sumr sum1 mulr1.
by apply: ler_sum => s _; apply: agreement_pointwise.
Qed.

(* The mixture identity. The weight of p_mistake may be 0: then the laws agree. *)
Lemma mixture_of_pointwise t : 0 <= eps <= 1 -> pointwise M eps T -> (t <= T)%N ->
  mixture_identity M eps t.
Proof.
move=> eps01 small leT; have eps1 : eps <= 1 by case/andP: eps01.
have [p0 p1] := learner_law_law wf t; have [q0 q1] := expert_law_law wf t.
have below s : (1 - eps) ^+ t * expert_law M t s <= learner_law M t s.
  exact: le_trans (agreement_pointwise s eps1 small leT) (agreement_learner wf t s).
have /andP[w0 w1] := power_01 t eps01.
rewrite /mixture_identity; set w := (1 - eps) ^+ t in below w0 w1 *.
have [weight0|weight] := eqVneq (1 - w) 0.
  exists (learner_law M t); split=> [|s]; first by split.
  rewrite weight0 mul0r addr0; move/eqP: weight0; rewrite subr_eq0 => /eqP one.
  have nonneg x : true -> 0 <= learner_law M t x - expert_law M t x.
    by move=> _; rewrite subr_ge0; have := below x; rewrite -one mul1r.
  have zero : \sum_x (learner_law M t x - expert_law M t x) = 0 by rewrite sumrB p1 q1 subrr.
  rewrite -one mul1r; apply/eqP; rewrite -subr_eq0; apply/eqP.
  exact: (psumr_eq0P nonneg zero).
exists (fun s => (learner_law M t s - w * expert_law M t s) / (1 - w)).
split=> [|s]; last by rewrite [(1 - w) * _]mulrC divfK // addrC subrK.
split=> [s|]; first by rewrite divr_ge0 ?subr_ge0.
by rewrite -mulr_suml sumrB -mulr_sumr p1 q1 mulr1 divff.
Qed.

(* --- One decision ------------------------------------------------------------------- *)

Lemma cost_split t : cost M t <= expert_error M t + distance M t.
Proof.
rewrite -big_split /=; apply: ler_sum => s _.
rewrite -ler_subl_addl -mulrBl; apply: le_trans (ler_norm _) _.
rewrite normrM [`|error M t s|]ger0_norm ?error_ge0 //.
by rewrite ler_pimulr ?normr_ge0 ?error_le1.
Qed.

Lemma cost_min t (bound : R) : 1 - bound <= survival M t.+1 -> cost M t <= Num.min 1 bound.
Proof.
move=> small; rewrite le_minr; have below := cost_le_survival wf t.
rewrite (le_trans below) ?ler_subl_addl ?ler_addr ?survival_ge0 //=.
by rewrite (le_trans below) // ler_subl_addr -ler_subl_addl.
Qed.

Lemma survival_budget t (bound : R) : \sum_(i < t) expert_error M i <= bound ->
  1 - bound <= survival M t.
Proof.
move=> small; rewrite ler_subl_addr -ler_subl_addl.
exact: le_trans (survival_sum wf t) small.
Qed.

Lemma distance_budget t (bound : R) : \sum_(i < t) expert_error M i <= bound ->
  distance M t <= 2%:R * bound.
Proof.
move=> small; apply: le_trans (distance_le_survival wf t) _.
rewrite ler_wpmul2l ?ler0n //; exact: le_trans (survival_sum wf t) small.
Qed.

(* --- All decisions -------------------------------------------------------------------- *)

Lemma sum_pointwise : eps <= 1 -> pointwise M eps T -> disagreement M T <= pointwise_sum eps T.
Proof.
move=> eps1 small; apply: ler_sum => t _; apply: le_trans (cost_le_survival wf t) _.
by rewrite ler_sub // survival_pointwise.
Qed.

Lemma sum_per_step : per_step M eps T -> disagreement M T <= per_step_sum eps T.
Proof.
move=> small; apply: ler_sum => t _; apply: cost_min.
by apply: survival_budget; apply: sum_of_per_step.
Qed.

Lemma sum_time_averaged : time_averaged M eps T -> disagreement M T <= time_averaged_sum eps T.
Proof.
move=> small; have -> : time_averaged_sum eps T = \sum_(t < T) Num.min 1 (eps * T%:R).
  by rewrite sumr_const card_ord /time_averaged_sum mulr_natl.
apply: ler_sum => t _; apply: cost_min.
by apply: survival_budget; apply: sum_of_time_averaged.
Qed.

Lemma sum_square : time_averaged M eps T -> disagreement M T <= eps * T%:R ^+ 2.
Proof.
move=> small; apply: le_trans (sum_time_averaged small) _.
rewrite (_ : eps * _ = T%:R * (eps * T%:R)); last by ring.
by rewrite ler_wpmul2l ?ler0n // le_minl lexx orbT.
Qed.

Lemma sum_lecture : time_averaged M eps T ->
  disagreement M T <= lecture_sum eps T <= lecture_bound_value eps T.
Proof.
move=> small; rewrite lecture_sumE sum_square //=.
have [T0|pos] := posnP T; last exact: square_lecture (eps_ge0 pos small).
by rewrite /lecture_bound_value T0; rewrite expr0n /= !mulr0 addr0.
Qed.

End Cloning.

Theorem distance_errors_holds : distance_errors.
Proof. by move=> R S A M t wf; apply: distance_budget. Qed.

Theorem cost_errors_holds : cost_errors.
Proof. by move=> R S A M t wf; apply: cost_min => //; apply: survival_budget. Qed.

Theorem pointwise_bound_holds : pointwise_bound.
Proof. by move=> R S A M eps T wf; apply: sum_pointwise. Qed.

Theorem readings_ordered_holds : readings_ordered.
Proof.
move=> R S A M eps T wf pos; split; first exact: per_step_of_pointwise.
exact: time_averaged_of_per_step.
Qed.

Theorem mixture_pointwise_holds : mixture_pointwise.
Proof. by move=> R S A M eps T t wf eps01 small leT; apply: mixture_of_pointwise leT. Qed.

Theorem distance_pointwise_holds : distance_pointwise.
Proof.
move=> R S A M eps T t wf eps1 small leT; apply: le_trans (distance_le_survival wf t) _.
by rewrite ler_wpmul2l ?ler0n // ler_sub // (survival_pointwise wf eps1 small).
Qed.

Theorem distance_per_step_holds : distance_per_step.
Proof.
move=> R S A M eps T t wf small leT; rewrite -mulrA; apply: distance_budget => //.
exact: sum_of_per_step leT.
Qed.

Theorem distance_time_averaged_holds : distance_time_averaged.
Proof.
move=> R S A M eps T t wf small leT; rewrite -mulrA; apply: distance_budget => //.
exact: sum_of_time_averaged leT.
Qed.

Theorem variation_time_averaged_holds : variation_time_averaged.
Proof.
move=> R S A M eps T t wf small leT; rewrite ler_pdivr_mulr ?ltr0n // mulrC mulrA.
exact: distance_time_averaged_holds wf small leT.
Qed.

Theorem split_holds : split.
Proof.
split=> [R p q c c_max c_le c0|R S A M t wf]; last exact: cost_split wf t.
rewrite -ler_subl_addl -mulrBl; apply: le_trans (ler_norm _) _.
by rewrite normrM [`|c|]ger0_norm // ler_wpmul2l.
Qed.

Theorem lecture_decision_holds : lecture_decision.
Proof.
move=> R S A M eps T t wf small ltT; apply: le_trans (cost_split wf t) _.
apply: ler_add; first exact: small.
exact: distance_per_step_holds wf small (ltnW ltT).
Qed.

Theorem lecture_bound_holds : lecture_bound.
Proof.
move=> R S A M eps T wf reading; have [T0|pos] := posnP T.
  by rewrite T0 lecture_sumE /lecture_bound_value /disagreement big_ord0 expr0n /= !mulr0 addr0 lexx.
apply: sum_lecture => //; case: reading => [small|[small|//]].
  by apply: time_averaged_of_per_step => //; apply: per_step_of_pointwise.
exact: time_averaged_of_per_step.
Qed.

Theorem per_step_bound_holds : per_step_bound.
Proof. by move=> R S A M eps T wf small; rewrite sum_per_step // per_step_triangle. Qed.

Theorem time_averaged_bound_holds : time_averaged_bound.
Proof. by move=> R S A M eps T wf; apply: sum_time_averaged. Qed.
