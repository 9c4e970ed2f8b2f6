"""Storm's files as others write them, and ours as Storm reads them."""

from fractions import Fraction

import numpy as np
import pytest

import tightrope
from tests.simulators.formats.test_arrays import random_arrays
from tightrope.simulators.formats.drn import load, save, to_lines
from tightrope.simulators.measures.outcomes import totals
from tightrope.simulators.model.arithmetic import EXACT, fraction

COIN = """// Exported by storm
// Original model type: MDP
@type: MDP
@value_type: {kind}
@parameters

@reward_models
steps coins
@nr_states
4
@nr_choices
6
@model
state 0 [0, 1/2] init
\taction toss [1, 0]
\t\t1 : 1/3
\t\t2 : 2/3
\taction wait [1, 0]
\t\t0 : 1
state 1 [0, 0] ((x = 2) & (y = 0)) heads
//[x=1\t& y=2]
\taction toss [1, 0]
\t\t0 : 1/2
\t\t3 : 1/2
\taction __NOLABEL__ [2, 3]
\t\t3 : 1
state 2 [0, 0] "tails (of a coin)" heads
\taction wait [1, 0]
\t\t2 : 1
state 3 done
\taction wait [0, 0]
\t\t3 : 1
"""


@pytest.fixture
def coin(tmp_path):
    path = tmp_path / "coin.drn"
    path.write_text(COIN.format(kind="rational"))
    return path


def test_rewards_of_states_and_choices_add_up_and_what_is_minimised_costs(coin):
    made = tightrope.problem(f"{coin}:minimise=coins", 4)
    costs = {(s, a): fraction(made.mdp.exact_cost[s, a]) for s in range(4) for a in range(3)}

    assert made.mdp.actions == ("toss", "wait", "a1")
    assert costs[0, 0] == costs[0, 1] == Fraction(1, 6)
    assert costs[1, 0] == 0
    assert costs[1, 2] == 1
    assert made.mdp.decides.tolist() == [True, True, False, False]
    assert made.mdp.available[:2].tolist() == [[True, True, False], [True, False, True]]
    assert "costs c from 0 to 3 and became c/3;" in made.notes[-1]
    assert made.expert_at(2)[1] == 0, "it pays as little as it can"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [("0", "7/2", "c/(7/2);"), ("1", "3", "(c - 1)/2;"), ("-1", "1", "(c + 1)/2;"), ("2", "2", "every reward is -2")],
)
def test_what_became_of_costs_is_a_formula_that_can_be_read(tmp_path, low, high, words):
    path = tmp_path / "costs.drn"
    loops = f"state 0 init\n\taction a [{low}]\n\t\t0 : 1\n\taction b [{high}]\n\t\t0 : 1\n"
    path.write_text(f"@type: MDP\n@parameters\n\n@reward_models\nc\n@nr_states\n1\n@nr_choices\n2\n@model\n{loops}")

    assert words in tightrope.problem(f"{path}:minimise=c").notes[-1]


def test_what_is_maximised_is_the_return(coin):
    made = tightrope.problem(f"{coin}:maximise=coins", 6, "1/10")
    found = tightrope.evaluate(made, 6)

    assert made.expert_at(2)[1] == 2, "the choice without a name pays 3"
    assert totals(made, found, EXACT)["return"].expert > totals(made, found, EXACT)["return"].learner
    assert "rewards r from 0 to 3 became costs (3 - r)/3" in made.notes[-1]


def test_a_goal_is_a_label_and_pays_once(coin):
    for label in ("done", "((x = 2) & (y = 0))", "tails (of a coin)"):
        made = tightrope.problem(f"{coin}:goal={label}", 5)
        found = tightrope.evaluate(made, 5, learner=made.expert)
        chance = totals(found.problem, found, EXACT)["return"].expert
        assert chance == (Fraction(7, 9) if label.startswith("tails") else Fraction(1, 3))


def test_labels_name_states_where_they_are_the_only_ones(coin):
    assert tightrope.problem(f"{coin}:goal=done").mdp.states[:4] == (
        "s0",
        "((x = 2) & (y = 0)), heads",
        "heads, tails (of a coin)",
        "done",
    )


def test_doubles_mean_the_fractions_that_they_round(tmp_path, coin):
    text = COIN.replace("1/3", "0.3333333333333333").replace("2/3", "0.6666666666666666").replace("1/2", "0.5")
    (tmp_path / "doubles.drn").write_text(text.format(kind="double"))
    left, right = (tightrope.problem(f"{path}:minimise=steps") for path in (tmp_path / "doubles.drn", coin))

    assert left.mdp.weight.tolist() == right.mdp.weight.tolist()
    assert "1 of 6 laws in floats" in left.notes[0]


def test_a_discount_and_a_start_can_be_written_behind_the_name(coin):
    made = tightrope.problem(f"{coin}:minimise=steps,discount=19/20,start=1", 3)

    assert made.mdp.start.tolist() == [0, 1, 0, 0, 0]
    assert made.mdp.states[-1] == "end"
    assert {fraction(x) for x in made.mdp.exact_probability[made.mdp.successor == 4]} == {Fraction(1, 20), 1}


@pytest.mark.parametrize(
    ("change", "options", "words"),
    [
        ((), "", "what does the expert want.* reward models: steps, coins; labels: init"),
        ((), ":maximise=gold", "no reward model is called gold; there are steps, coins"),
        ((), ":goal=dune", r"no state has the label dune \(did you mean done\?\); labels: init"),
        ((), ":goal=done,maximise=coins", "one of minimise, maximise and goal"),
        ((), ":colour=red", "takes the options minimise, maximise, goal, discount, start; got colour"),
        ((), ":minimise=steps,start=4", "start must be a state, 0 to 3; got 4"),
        ((), ":minimise=steps,discount=2", "discount must be a number above 0 and at most 1"),
        (("1 : 1/3", "1 : 1/4"), ":minimise=steps", "choice toss of state 0 .* sum to 11/12, not 1"),
        (("1 : 1/3", "1 : x"), ":minimise=steps", "a number of a .drn file must be a number"),
        (("1 : 1/3", "9 : 1/3"), ":minimise=steps", "line 16: a move is written STATE : NUMBER with a state below 4"),
        (("state 2", "state 7"), ":minimise=steps", "states come in order, from 0 to 3; got '7' for 2"),
        (("nr_states\n4", "nr_states\n5"), ":minimise=steps", "says 5 states; there are 4"),
        (("nr_states\n4", "nr_states\n" + "9" * 40), ":minimise=steps", "@nr_states must be a number from 1 to"),
        (("nr_choices\n6", "nr_choices\n5"), ":minimise=steps", "@nr_choices says 5 choices; there are 6"),
        (("@type: MDP", "@type: CTMC"), ":minimise=steps", "@type must be one of MDP, DTMC; got 'CTMC'"),
        (("@parameters\n", "@parameters\np"), ":minimise=steps", "parameters and intervals are not read"),
        (("@model", "@modal"), ":minimise=steps", "line 13: before @model stand keys"),
        (("[1, 0]", "[1, 0"), ":minimise=steps", "] is missing"),
        ((" init", ""), ":minimise=steps", "0 states have the label init: write start=NUMBER"),
        (("\taction wait [0, 0]\n\t\t3 : 1\n", ""), ":minimise=steps", "state 3 has no action"),
        (("@value_type: rational", '//tightrope {"actions": 7}'), "", "in the comment //tightrope actions must be a"),
        (("@value_type: rational", '//tightrope {"actions": ["x"]}'), "", "does not fit the model"),
    ],
)
def test_what_is_wrong_is_named(coin, change, options, words):
    text = COIN.format(kind="rational")
    coin.write_text(text.replace(*change) if change else text)
    with pytest.raises(ValueError, match=words) as caught:
        tightrope.problem(f"{coin}{options}", 3)
    assert "coin.drn" in str(caught.value)
    assert len(str(caught.value)) < 600


def test_our_files_say_what_they_want(tmp_path):
    p, moves = random_arrays(1)
    save(tightrope.from_arrays(p, moves, start=0), tmp_path / "ours.drn")

    with pytest.raises(ValueError, match="it is a problem of ours, which says what the expert wants"):
        load(tmp_path / "ours.drn", maximise="return")


def storm_says(made, horizon, folder):
    """The best cost and the best return of so many decisions, in rationals."""
    stormpy = pytest.importorskip("stormpy", reason="Storm is the extra `storm`")
    save(made, folder / "asked.drn")
    model = stormpy.build_model_from_drn[stormpy.Rational](str(folder / "asked.drn"))
    steps = horizon + (len(np.flatnonzero(made.mdp.start)) > 1)
    asked = [f'R{{"cost"}}min=? [C<={steps}]', f'R{{"return"}}max=? [C<={steps}]']
    found = [stormpy.model_checking(model, stormpy.parse_properties(one)[0]) for one in asked]
    return model, [Fraction(str(one.get_value(model.initial_states[0]))) for one in found]


@pytest.mark.parametrize("seed", range(8))
def test_storm_reads_our_file_and_its_best_values_are_ours(seed, tmp_path):
    p, moves = random_arrays(seed, states=4, actions=3)
    start = [0, "1/3", "2/3", 0] if seed % 2 else 2
    if seed > 5:  # an action less in a state, a single one in another, none in a third, which pays
        moves = moves[:, :, 0].T.copy()
        moves[0, 0] = moves[1, 1] = moves[1, 2] = -np.inf
        moves[3] = 2
    more = {"ends": [3]} if seed > 5 else {}
    made = tightrope.from_arrays(p, moves, start=start, discount="9/10", states=["a", "b", "c", "d"], **more)
    ready = tightrope.problem(made, 5)
    model, (cost, reward) = storm_says(ready, 5, tmp_path)
    found = tightrope.evaluate(ready, 5, learner=ready.expert)

    assert reward == totals(found.problem, found, EXACT)["return"].expert
    assert cost < found.expert_task if seed > 5 else cost == found.expert_task, "to end early costs less, and pays less"
    assert "d" in model.labeling.get_labels()


@pytest.mark.parametrize("name", ["FrozenLake-v1", "Taxi-v4"])
def test_storm_finds_the_return_of_our_expert_in_gymnasiums_tables(name, tmp_path):
    pytest.importorskip("gymnasium")
    made = tightrope.problem(f"gymnasium:{name}", 8)
    found = tightrope.evaluate(made, 8, learner=made.expert)

    assert storm_says(made, 8, tmp_path)[1][1] == totals(found.problem, found, EXACT)["return"].expert


def test_lines_hold_no_more_than_they_must():
    lines = list(to_lines(tightrope.problem("tightrope", 3, "1/10")))

    assert lines[:2] == ["@type: MDP", "@value_type: rational"]
    assert "\taction a1 [1]" in lines
    assert "\t\t1 : 1" in lines
