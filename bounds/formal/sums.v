(* Facts about numbers: Bernoulli's inequality and the sums of the bounds. *)

From mathcomp Require Import all_ssreflect all_algebra ring.
From Tightrope Require Import statements.
Import Order.TTheory GRing.Theory Num.Theory.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Section Sums.

Variable R : realFieldType.
Implicit Types (eps : R) (T t : nat).

(* To prove x <= y by a nonnegative difference d. *)
Lemma le_by (d x y : R) : y - x = d -> 0 <= d -> x <= y.
Proof. by move=> <-; rewrite subr_ge0. Qed.

Lemma bernoulli_line eps t : 0 <= eps <= 1 -> 1 - eps * t%:R <= (1 - eps) ^+ t.
Proof.
case/andP=> eps0 eps1; elim: t => [|t IH]; first by rewrite mulr0 subr0 expr0.
rewrite exprS; apply: le_trans (ler_wpmul2l _ IH); last by rewrite subr_ge0.
by apply: (@le_by (eps ^+ 2 * t%:R)); [ring | rewrite mulr_ge0 ?exprn_ge0 ?ler0n].
Qed.

Lemma power_01 eps t : 0 <= eps <= 1 -> 0 <= (1 - eps) ^+ t <= 1.
Proof.
by case/andP=> eps0 eps1; rewrite exprn_ge0 ?exprn_ile1 ?subr_ge0 // ler_subl_addr ler_addl.
Qed.

Lemma sum_line eps T : \sum_(t < T) (eps * t.+1%:R) = triangle eps T.
Proof.
rewrite /triangle; elim: T => [|T IH]; first by rewrite big_ord0; field.
by rewrite big_ord_recr /= IH; field.
Qed.

Lemma nested_pointwise eps T : nested eps T = pointwise_sum eps T.
Proof.
rewrite /pointwise_sum; elim: T => [|T IH] /=; first by rewrite big_ord0.
rewrite IH big_ord_recl /= expr1.
have -> : \sum_(i < T) (1 - (1 - eps) ^+ (bump 0 i).+1)
          = \sum_(i < T) (eps + (1 - eps) * (1 - (1 - eps) ^+ i.+1)).
  by apply: eq_bigr => i _; rewrite /bump /= add1n [(1 - eps) ^+ i.+2]exprS; ring.
rewrite [X in _ = _ + X]big_split /= -mulr_sumr sumr_const card_ord.
set s := \sum_(_ < _) _; ring.
Qed.

Lemma nested_closed eps T :
  eps * nested eps T = eps * T%:R - (1 - eps) * (1 - (1 - eps) ^+ T).
Proof.
elim: T => [|T IH] /=; first by rewrite expr0; ring.
rewrite [eps * _](_ : _ = eps ^+ 2 * T.+1%:R + (1 - eps) * (eps * nested eps T)); last by ring.
by rewrite IH [(1 - eps) ^+ T.+1]exprS; ring.
Qed.

Lemma nested_triangle eps T : 0 <= eps <= 1 -> nested eps T <= triangle eps T.
Proof.
move=> eps01; rewrite nested_pointwise -sum_line; apply: ler_sum => t _.
by rewrite ler_subl_addr -ler_subl_addl bernoulli_line.
Qed.

Lemma nested_lower eps T : 0 <= eps <= 1 ->
  triangle eps T - eps ^+ 2 * T%:R * (T%:R ^+ 2 - 1) / 6%:R <= nested eps T.
Proof.
move=> eps01; have [eps0 eps1] := andP eps01.
elim: T => [|T IH] /=.
  by rewrite /triangle; apply: (@le_by 0) => //; field.
set n := nested eps T in IH *.
have up : n <= triangle eps T by apply: nested_triangle.
rewrite -subr_ge0.
have -> : eps * T.+1%:R + (1 - eps) * n
   - (triangle eps T.+1 - eps ^+ 2 * T.+1%:R * (T.+1%:R ^+ 2 - 1) / 6%:R)
   = (n - (triangle eps T - eps ^+ 2 * T%:R * (T%:R ^+ 2 - 1) / 6%:R))
     + eps * (triangle eps T - n) by rewrite /triangle; field.
by rewrite addr_ge0 ?mulr_ge0 ?subr_ge0.
Qed.

Lemma triangle_square eps T : 0 <= eps -> triangle eps T <= eps * T%:R ^+ 2.
Proof.
move=> eps0; case: T => [|T]; first by rewrite /triangle mulr0 !mul0r expr0n mulr0.
apply: (@le_by (eps * T.+1%:R * T%:R / 2%:R)); first by rewrite /triangle; field.
by rewrite !mulr_ge0 ?invr_ge0 ?ler0n.
Qed.

Lemma nested_third eps T : 0 <= eps <= 1 -> eps * T%:R <= 1 ->
  eps * T%:R ^+ 2 / 3%:R <= nested eps T.
Proof.
move=> eps01 short; have [eps0 eps1] := andP eps01.
apply: le_trans (nested_lower T eps01).
case: T short => [|T] short.
  by apply: (@le_by 0) => //; rewrite /triangle; field.
apply: (@le_by (eps * (1 - eps * T.+1%:R) * (T.+1%:R ^+ 2 - 1) / 6%:R
                + eps * (3%:R * T%:R + 4%:R) / 6%:R)).
  by rewrite /triangle; field.
have -> : T.+1%:R ^+ 2 - 1 = T%:R * (T%:R + 2%:R) :> R by ring.
by apply: addr_ge0; rewrite !mulr_ge0 ?invr_ge0 ?ler0n ?subr_ge0 // -?natrM -?natrD ler0n.
Qed.

Lemma lecture_sumE eps T : lecture_sum eps T = eps * T%:R ^+ 2.
Proof.
rewrite /lecture_sum; elim: T => [|T IH]; first by rewrite big_ord0; ring.
by rewrite big_ord_recr /= IH; ring.
Qed.

Lemma square_lecture eps T : 0 <= eps -> eps * T%:R ^+ 2 <= lecture_bound_value eps T.
Proof.
move=> eps0; apply: (@le_by (eps * T%:R + eps * T%:R ^+ 2)).
  by rewrite /lecture_bound_value; ring.
by rewrite addr_ge0 ?mulr_ge0 ?exprn_ge0 ?ler0n.
Qed.

Lemma per_step_triangle eps T : per_step_sum eps T <= triangle eps T.
Proof. by rewrite -sum_line; apply: ler_sum => t _; rewrite le_minl lexx orbT. Qed.

End Sums.

Theorem bernoulli_holds : bernoulli.
Proof. by move=> R eps t; apply: bernoulli_line. Qed.

Theorem nested_expression_holds : nested_expression.
Proof. by move=> R eps T; rewrite nested_pointwise -nested_closed nested_pointwise. Qed.

Theorem quadratic_order_holds : quadratic_order.
Proof.
move=> R eps T eps01; rewrite -nested_pointwise nested_triangle //.
rewrite triangle_square; last by case/andP: eps01.
by split=> // short; rewrite nested_third.
Qed.

Theorem lecture_sum_value_holds : lecture_sum_value.
Proof. exact: lecture_sumE. Qed.
