"""A problem and its learner as a Markov chain in Storm's explicit format, written here from their definition alone.

A state of the chain is (t, s, erred): decisions made, where the process is, whether the learner has disagreed. One more
stands before the first. A reward is paid in a state: e_t(s), or the expected cost of the decision.
"""

from fractions import Fraction

import stormpy


def chain(problem, horizon, reward):
    """Lines of a DRN file. `reward(t, s)` is paid at decision t in state s. All numbers exact."""
    mdp, learner = problem.mdp, problem.learner
    size, choices = mdp.shape
    place = {(0, None, False): 0}
    for t in range(1, horizon + 2):
        for s in range(size):
            for erred in (False, True):
                place[t, s, erred] = len(place)
    lines = ["@type: DTMC", "@value_type: rational", "@parameters", "", "@reward_models", "paid"]
    lines += ["@nr_states", str(len(place)), "@nr_choices", str(len(place)), "@model"]
    total = int(mdp.start.sum())
    for (t, s, erred), number in place.items():
        after = {}
        if t == 0:
            after = {place[1, s2, False]: Fraction(int(w), total) for s2, w in enumerate(mdp.start) if w}
        elif t == horizon + 1:
            after = {number: Fraction(1)}
        else:
            layer = 0 if mdp.layers == 1 else t - 1
            for action, chance in learner.law(s, t - 1).items():
                row = (layer * size + s) * choices + action
                entries = slice(mdp.indptr[row], mdp.indptr[row + 1])
                whole = int(mdp.weight[entries].sum())
                wrong = erred or bool(mdp.decides[s]) and action != problem.expert_at(t)[s]
                for s2, weight in zip(mdp.successor[entries], mdp.weight[entries], strict=True):
                    to = place[t + 1, int(s2), wrong]
                    after[to] = after.get(to, 0) + chance * Fraction(int(weight), whole)
        paid = reward(t, s) if 1 <= t <= horizon else 0
        labels = " init" * (t == 0) + " erred" * erred
        lines += [f"state {number} [{paid}]{labels}", "\taction 0"]
        lines += [f"\t\t{to} : {chance}" for to, chance in sorted(after.items())]
    return lines


def ask(lines, question, folder, kind=stormpy.Rational):
    """Storm's answer in the first state: of the numbers' kind."""
    (folder / "chain.drn").write_text("\n".join(lines) + "\n")
    model = stormpy.build_model_from_drn[kind](str(folder / "chain.drn"))
    return stormpy.model_checking(model, stormpy.parse_properties(question)[0]).get_value(0)


def exactly(answer) -> Fraction:
    return Fraction(str(answer))
