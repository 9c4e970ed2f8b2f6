"""Policies of other libraries, each as its users write it; torch by a stand-in with the one habit that matters."""

import numpy as np
import pytest

import tightrope
from tests.simulators.own_policies.policies import Tensor
from tightrope.simulators.learned.mixture_density import Trained

GARNET = tightrope.problem("garnet:states=12,actions=3,branching=3,seed=4", 6)
FEATURES = np.random.default_rng(1).normal(size=(12, 4))
WEIGHTS = np.random.default_rng(2).normal(size=(4, 3))


def shares():
    raised = np.exp(FEATURES @ WEIGHTS)
    return raised / raised.sum(axis=1, keepdims=True)


def agrees(policy):
    """What is measured of its samples contains what is exact of the softmax behind them."""
    exact = tightrope.evaluate(GARNET, 6, learner=shares(), arithmetic="float")
    found = tightrope.measure(policy, GARNET, 6, episodes=1000, seed=1, observations=FEATURES)
    return (
        found.disagreement.lower < exact.disagreement < found.disagreement.upper
        and found.epsilon("per_step").lower < exact.epsilon["per_step"] < found.epsilon("per_step").upper
    )


def test_a_network_of_torch():
    class Network:
        """logits = features @ weights, Gumbel's trick: what comes needs a gradient and lies on a GPU."""

        def samples(self, observations, rng):
            logits = observations @ WEIGHTS + rng.gumbel(size=(len(observations), 3))
            return Tensor(logits.argmax(axis=1))

        def probabilities(self, observation):
            raised = np.exp((observation @ WEIGHTS).astype(np.float32))
            return Tensor(raised / raised.sum())

    exact = tightrope.evaluate(GARNET, 6, learner=shares(), arithmetic="float")
    found = tightrope.evaluate(tightrope.from_policy(Network(), GARNET, observations=FEATURES), 6, arithmetic="float")
    assert agrees(Network())
    assert found.disagreement == pytest.approx(exact.disagreement, rel=1e-5)


@pytest.mark.filterwarnings("default")
def test_a_network_of_jax():
    jax = pytest.importorskip("jax", reason="JAX is the extra `bench`")

    class Network:
        def samples(self, observations, rng):
            key = jax.random.key(int(rng.integers(2**31)))
            return jax.random.categorical(key, jax.numpy.asarray(observations) @ WEIGHTS, axis=1)

        def probabilities(self, observation):
            return jax.nn.softmax(jax.numpy.asarray(observation) @ WEIGHTS)

    exact = tightrope.evaluate(GARNET, 6, learner=shares(), arithmetic="float")
    found = tightrope.evaluate(tightrope.from_policy(Network(), GARNET, observations=FEATURES), 6, arithmetic="float")
    assert agrees(Network())
    assert found.disagreement == pytest.approx(exact.disagreement, rel=1e-5)


def test_a_classifier_of_scikit_learn():
    """It is exact; the same by samples; and its predict is another policy than its probabilities."""
    tree = pytest.importorskip("sklearn.tree").DecisionTreeClassifier(max_depth=2, random_state=1)
    model = tree.fit(FEATURES, np.array(GARNET.mdp.actions)[GARNET.expert_at(1)])

    class Drawn:
        def sample(self, observation, rng):
            return rng.choice(model.classes_, p=model.predict_proba([observation])[0])

    drawn, greedy = (
        tightrope.from_policy(model, GARNET, observations=FEATURES, acts=acts) for acts in ("draws", "likeliest")
    )
    found = tightrope.measure(Drawn(), GARNET, 6, episodes=40, seed=1, observations=FEATURES)
    exact = tightrope.evaluate(drawn, 6)
    assert found.disagreement.lower < exact.disagreement < found.disagreement.upper
    assert 0 < tightrope.evaluate(greedy, 6).disagreement < exact.disagreement
    chosen = np.argmax(model.classes_[None] == model.predict(FEATURES)[:, None], axis=1)
    own = np.array([GARNET.mdp.actions.index(name) for name in model.classes_])[chosen]
    assert tightrope.evaluate(greedy, 6).disagreement == tightrope.evaluate(GARNET, 6, learner=own).disagreement


def test_a_network_that_is_kept_here_is_measured_as_what_is_computed_of_it():
    """A mixture density network, brought as a stranger brings one: samples and a log density."""
    one = Trained(name="one-tree", components=2, seed=1)

    class Network:
        def samples(self, s, rng):
            return one.law(s).sample(rng)

        def log_density(self, s, a):
            with np.errstate(divide="ignore"):
                return np.log(one.law(np.array([s])).density(a)[0])

    found, exact = tightrope.measure_action(Network(), "one-tree", samples=4000, seed=1), one.numbers()
    computed = [value for name, value in exact.items() if "KL" in name]
    assert found.hits.lower <= found.density.hits <= found.hits.upper
    assert [found.density.log_loss] == pytest.approx(computed, abs=2e-4)
