(* Problems that reach the bounds, and problems that break the lecture's lines.
   All have two or three states, and two actions: true is the expert's. *)

From mathcomp Require Import all_ssreflect all_algebra ring.
From Tightrope Require Import statements sums master cloning dagger.
Import Order.TTheory GRing.Theory Num.Theory.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* --- Tables over two and three values ------------------------------------------- *)

Section Tables.

Variable R : realFieldType.
Implicit Types (x y z : R).

Definition two x y (b : bool) : R := if b then x else y.

Lemma sum_two (F : bool -> R) : \sum_b F b = F true + F false.
Proof. by rewrite big_bool. Qed.

Lemma two_law x y : 0 <= x -> 0 <= y -> x + y = 1 -> @is_law R bool_finType (two x y).
Proof. by move=> x0 y0 sum1; split=> [[|] //|]; rewrite sum_two. Qed.

Lemma point_law (X : finType) (k : X) : @is_law R X (fun i => (i == k)%:R).
Proof.
split=> [i|]; first by rewrite ler0n.
by rewrite (bigD1 k) //= eqxx big1 ?addr0 // => i /negbTE ->.
Qed.

Definition s0 : 'I_3 := @Ordinal 3 0 isT.
Definition s1 : 'I_3 := @Ordinal 3 1 isT.
Definition s2 : 'I_3 := @Ordinal 3 2 isT.

Definition three (X : Type) (x y z : X) (s : 'I_3) : X :=
  match val s with 0%N => x | 1%N => y | _ => z end.

Lemma cases3 (P : 'I_3 -> Prop) : P s0 -> P s1 -> P s2 -> forall s, P s.
Proof.
move=> p0 p1 p2 [[|[|[|//]]] lt3].
- by rewrite (_ : Ordinal lt3 = s0) //; apply: val_inj.
- by rewrite (_ : Ordinal lt3 = s1) //; apply: val_inj.
by rewrite (_ : Ordinal lt3 = s2) //; apply: val_inj.
Qed.

Lemma sum3 (F : 'I_3 -> R) : \sum_s F s = F s0 + F s1 + F s2.
Proof.
rewrite !big_ord_recl big_ord0 addr0 addrA.
by congr (F _ + F _ + F _); apply: val_inj.
Qed.

Lemma three_law x y z : 0 <= x -> 0 <= y -> 0 <= z -> x + y + z = 1 ->
  @is_law R (ordinal_finType 3) (three x y z).
Proof. by move=> x0 y0 z0 sum1; split; [apply: cases3 | rewrite sum3]. Qed.

End Tables.

(* With two actions, to err is to take the other one. *)
Lemma error_two (R : realFieldType) (S : finType) (M : problem R S bool_finType) t s :
  expert M t s = true -> error M t s = learner M t s false.
Proof.
move=> right; rewrite /error right.
by rewrite (bigD1 false) //= big1 ?addr0 // => -[].
Qed.

(* --- The tightrope: two states, true is on the rope --------------------------------- *)

Section Rope.

Variables (R : realFieldType) (eps : R).
Hypothesis eps01 : 0 <= eps <= 1.

Definition rope : problem R bool_finType bool_finType := {|
  start := fun s => (s == true)%:R;
  dynamics := fun _ s a s' => (s' == s && a)%:R;
  expert := fun _ _ => true;
  learner := fun _ s => if s then two (1 - eps) eps else two 0 1
|}.

Lemma rope_wf : well_formed rope.
Proof.
have [eps0 eps1] := andP eps01; split=> [|t s a|t [|]] /=; try exact: point_law.
  by apply: two_law; rewrite ?subr_ge0 ?subrK.
by apply: two_law; rewrite ?ler01 ?add0r.
Qed.

Lemma rope_learner t : learner_law rope t =1 two ((1 - eps) ^+ t) (1 - (1 - eps) ^+ t).
Proof.
elim: t => [|t IH] s; first by case: s; rewrite /= expr0 ?subrr.
rewrite /= !sum_two /= !IH /= exprSr.
by case: s => /=; ring.
Qed.

Lemma rope_expert t : expert_law rope t =1 two 1 0.
Proof.
elim: t => [|t IH] s; first by case: s.
by rewrite /= !sum_two /= !IH; case: s => /=; ring.
Qed.

Lemma rope_cost t : cost rope t = 1 - (1 - eps) ^+ t.+1.
Proof.
by rewrite /cost sum_two !error_two //= !rope_learner /= [(1 - eps) ^+ t.+1]exprS; ring.
Qed.

Lemma rope_pointwise T : pointwise rope eps T.
Proof. by move=> t s _; rewrite rope_expert error_two //; case: s => //=; rewrite ltxx. Qed.

End Rope.

(* --- The exam: a share m t is not yet examined after t actions -------------------------- *)

(* States: yet, exam, done. Who meets the exam fails it for certain and repeats
   it; the expert passes and is done. *)
Section Exam.

Variables (R : realFieldType) (m : nat -> R).
Hypotheses (m0 : m 0 <= 1) (m_ge0 : forall t, 0 <= m t) (m_le : forall t, m t.+1 <= m t).

Definition exam : problem R (ordinal_finType 3) bool_finType := {|
  start := three (m 0) (1 - m 0) 0;
  dynamics := fun t => three
    (fun _ => three (m t.+1 / m t) (1 - m t.+1 / m t) 0)
    (fun a s' => (s' == if a then s2 else s1)%:R)
    (fun _ s' => (s' == s2)%:R);
  expert := fun _ _ => true;
  learner := fun _ => three (two 1 0) (two 0 1) (two 1 0)
|}.

(* The share that was not yet examined one action earlier. *)
Definition before t : R := if t is u.+1 then m u else 1.

Lemma m_before t : m t <= before t. Proof. by case: t. Qed.

Lemma before_le1 t : before t <= 1.
Proof. by elim: t => [|[|t] IH] //=; apply: le_trans (m_le t) IH. Qed.

Lemma kept t : m t * (m t.+1 / m t) = m t.+1.
Proof.
have [none|some] := eqVneq (m t) 0; last by rewrite mulrC divfK.
by have := m_le t; have := m_ge0 t.+1; rewrite none mul0r => ge0 le0; apply/eqP; rewrite eq_le ge0 le0.
Qed.

Lemma exam_wf : well_formed exam.
Proof.
have law1 x y : x + y = 1 -> 0 <= x -> 0 <= y -> @is_law R bool_finType (two x y).
  by move=> *; apply: two_law.
split=> [|t|t] /=.
- by apply: three_law; rewrite ?subr_ge0 // addr0 addrC subrK.
- apply: cases3 => a /=; try exact: point_law.
  apply: three_law => //; first by rewrite divr_ge0.
    rewrite subr_ge0; have [none|some] := eqVneq (m t) 0; first by rewrite none invr0 mulr0 ler01.
    by rewrite ler_pdivr_mulr ?mul1r // lt_neqAle eq_sym some m_ge0.
  by rewrite addr0 addrC subrK.
by apply: cases3; apply: law1; rewrite ?ler01 ?addr0 ?add0r.
Qed.

Lemma exam_learner t : learner_law exam t =1 three (m t) (1 - m t) 0.
Proof.
elim: t => [|t IH] s //; rewrite /= sum3 !sum_two !IH /three /=.
move: (kept t); set r := _ / _ => k.
by case: s => [[|[|[|//]]] lt3] /=; rewrite -?k; ring.
Qed.

Lemma exam_expert t : expert_law exam t =1 three (m t) (before t - m t) (1 - before t).
Proof.
elim: t => [|t IH] s; first by move: s; apply: cases3; rewrite /= ?subrr.
rewrite /= sum3 !IH /three /=.
move: (kept t); set r := _ / _ => k.
by case: s => [[|[|[|//]]] lt3] /=; rewrite -?k; ring.
Qed.

Lemma exam_cost t : cost exam t = 1 - m t.
Proof. by rewrite /cost sum3 !error_two // !exam_learner /three /= /three /=; ring. Qed.

Lemma exam_expert_error t : expert_error exam t = before t - m t.
Proof. by rewrite /expert_error sum3 !error_two // !exam_expert /three /= /three /=; ring. Qed.

Lemma exam_distance t : distance exam t = 2%:R * (1 - before t).
Proof.
rewrite /distance sum3 !exam_learner !exam_expert /three /= subrr normr0.
rewrite ger0_norm; last first.
  by rewrite opprB addrA subrK subr_ge0 before_le1.
by rewrite sub0r normrN ger0_norm ?subr_ge0 ?before_le1 //; ring.
Qed.

End Exam.

(* --- The refutations: states that the expert swaps, the learner errs in one only ----------- *)

Section Swap.

Variables (R : realFieldType) (eps : R).
Hypotheses (eps_gt0 : 0 < eps) (eps_half : eps <= 1 / 2%:R).

Lemma half_ge0 : 0 <= 1 / 2%:R :> R. Proof. by rewrite divr_ge0 ?ler01 ?ler0n. Qed.

Lemma half_half : 1 / 2%:R + 1 / 2%:R = 1 :> R. Proof. by field. Qed.

Lemma twice : 0 <= 1 - 2%:R * eps.
Proof. by rewrite subr_ge0 mulrC -ler_pdivl_mulr ?ltr0n. Qed.

Lemma errs_law : @is_law R bool_finType (two (1 - 2%:R * eps) (2%:R * eps)).
Proof. by apply: two_law; rewrite ?twice ?subrK // mulr_ge0 ?ler0n ?ltW. Qed.

Lemma right_law : @is_law R bool_finType (two 1 0).
Proof. by apply: two_law; rewrite ?ler01 ?addr0. Qed.

(* State true is x, false is y. *)
Definition swap : problem R bool_finType bool_finType := {|
  start := two (1 / 2%:R) (1 / 2%:R);
  dynamics := fun _ s a s' => (s' == if s then ~~ a else true)%:R;
  expert := fun _ _ => true;
  learner := fun _ s => if s then two (1 - 2%:R * eps) (2%:R * eps) else two 1 0
|}.

Lemma swap_wf : well_formed swap.
Proof.
split=> [|t s a|t [|]] /=; [| exact: point_law | exact: errs_law | exact: right_law].
by apply: two_law half_half; rewrite half_ge0.
Qed.

Lemma swap_expert t s : expert_law swap t s = 1 / 2%:R.
Proof.
elim: t s => [|t IH] s; first by case: s.
by rewrite /= !sum_two /= !IH; case: s => /=; ring.
Qed.

Lemma swap_error t : expert_error swap t = eps.
Proof. by rewrite /expert_error sum_two !error_two // !swap_expert /=; field. Qed.

Lemma swap_mixture : ~ mixture_identity swap eps 1.
Proof.
case=> q [[q0 _] /(_ false)]; rewrite swap_expert !expr1 /= !sum_two /= => eq.
have : eps * q false = - (eps / 2%:R).
  have -> : eps * q false = (1 - eps) * (1 / 2%:R) + (1 - (1 - eps)) * q false
                            - (1 - eps) * (1 / 2%:R) by ring.
  by rewrite -eq; field.
move=> neg; have : 0 <= eps * q false by apply: mulr_ge0; [exact: ltW | exact: q0].
by rewrite neg oppr_ge0 leNgt divr_gt0 ?ltr0n.
Qed.

(* The same with a trap behind the error. *)
Definition swap_trap : problem R (ordinal_finType 3) bool_finType := {|
  start := three (1 / 2%:R) (1 / 2%:R) 0;
  dynamics := fun _ => three
    (fun a s' => (s' == if a then s1 else s2)%:R)
    (fun _ s' => (s' == s0)%:R)
    (fun _ s' => (s' == s2)%:R);
  expert := fun _ _ => true;
  learner := fun _ => three (two (1 - 2%:R * eps) (2%:R * eps)) (two 1 0) (two 0 1)
|}.

Lemma swap_trap_wf : well_formed swap_trap.
Proof.
split=> [|t|t] /=.
- by apply: three_law; rewrite ?half_ge0 ?lexx ?addr0 ?half_half.
- by apply: cases3 => a; apply: point_law.
apply: cases3; [exact: errs_law | exact: right_law |].
by apply: two_law; rewrite ?ler01 ?add0r.
Qed.

Lemma swap_trap_expert t : expert_law swap_trap t =1 three (1 / 2%:R) (1 / 2%:R) 0.
Proof.
elim: t => [|t IH] s //; rewrite /= sum3 !IH /three /=.
by case: s => [[|[|[|//]]] lt3] /=; ring.
Qed.

Lemma swap_trap_error t : expert_error swap_trap t = eps.
Proof.
rewrite /expert_error sum3 !error_two // !swap_trap_expert /three /= /three /=.
by field.
Qed.

Lemma swap_trap_learner1 :
  learner_law swap_trap 1 =1 three (1 / 2%:R) (1 / 2%:R - eps) eps.
Proof.
move=> s; rewrite /= sum3 !sum_two /three /=.
by case: s => [[|[|[|//]]] lt3] /=; field.
Qed.

Lemma swap_trap_learner2 :
  learner_law swap_trap 2 =1 three (1 / 2%:R - eps) (1 / 2%:R - eps) (2%:R * eps).
Proof.
move=> s; rewrite (_ : learner_law swap_trap 2 s = \sum_x learner_law swap_trap 1 x
  * \sum_a learner swap_trap 1 x a * dynamics swap_trap 1 x a s) // sum3 !sum_two.
rewrite !swap_trap_learner1 /=; do !rewrite /three /=.
by case: s => [[|[|[|//]]] lt3] /=; field.
Qed.

Lemma swap_trap_distance : distance swap_trap 2 = 4%:R * eps.
Proof.
rewrite /distance sum3 !swap_trap_learner2 !swap_trap_expert /three /=.
rewrite subr0 [1 / _ - eps]addrC addrK normrN !ger0_norm ?mulr_ge0 ?ler0n ?ltW //.
by ring.
Qed.

Lemma swap_trap_beyond : 2%:R * (1 - (1 - eps) ^+ 2) < 4%:R * eps.
Proof.
rewrite -subr_gt0 [ltRHS](_ : _ = 2%:R * eps ^+ 2); last by ring.
by rewrite mulr_gt0 ?ltr0n ?exprn_gt0.
Qed.

End Swap.
