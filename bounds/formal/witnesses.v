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
Proof. by rewrite /cost sum3 !error_two // !exam_learner /three /=; ring. Qed.

Lemma exam_expert_error t : expert_error exam t = before t - m t.
Proof. by rewrite /expert_error sum3 !error_two // !exam_expert /three /=; ring. Qed.

Lemma exam_distance t : distance exam t = 2%:R * (1 - before t).
Proof.
rewrite /distance sum3 !exam_learner !exam_expert /three /= subrr normr0.
rewrite ger0_norm; last first.
  by rewrite opprB addrA subrK subr_ge0 before_le1.
by rewrite sub0r normrN ger0_norm ?subr_ge0 ?before_le1 //; ring.
Qed.

End Exam.
