"""Networks on sequences are their formulas, see what they are said to see, and refuse what is no batch of theirs."""

import numpy as np
import pytest

from tightrope.simulators.learners.sequence_networks import NETWORKS, TASKS
from tightrope.simulators.networks.attention import Attention
from tightrope.simulators.networks.convolution import Convolution
from tightrope.simulators.networks.recurrent import Recurrent
from tightrope.simulators.networks.sequence import one_hot

RANDOM = np.random.default_rng(20261126)
RECURRENT = Recurrent(inputs=3, hidden=4, outputs=2)
ATTENTION = Attention(inputs=3, width=4, heads=2, layers=2, longest=6, outputs=2)
CONVOLUTION = Convolution(inputs=3, width=4, dilations=(1, 2), outputs=2)
every = pytest.mark.parametrize("network", [RECURRENT, ATTENTION, CONVOLUTION], ids=lambda one: type(one).__name__)


def shifted(network):
    """Parameters, none of them 0."""
    return {name: value + 0.1 for name, value in network.initial(RANDOM).items()}


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def relu(x):
    return np.maximum(x, 0)


def softmax(x):
    return np.exp(x) / np.exp(x).sum()


def test_a_recurrent_network_is_its_formula():
    p, x = shifted(RECURRENT), RANDOM.standard_normal((2, 3, 3))
    h = c = np.zeros(4)
    for t in range(3):
        i, f, o, g = np.split(x[1, t] @ p["inward"] + h @ p["onward"] + p["gates"], 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)

    assert RECURRENT.values(np, p, x)[1, 2] == pytest.approx(h @ p["outward"] + p["bias"], rel=1e-12)


def test_a_convolution_is_its_formula():
    p, x = shifted(CONVOLUTION), RANDOM.standard_normal((2, 4, 3))
    layer = x[1] @ p["inward"]
    for i, dilation in enumerate((1, 2)):
        before = np.vstack([np.zeros((dilation, 4)), layer[:-dilation]])
        layer = layer + relu(layer @ p[f"now{i}"] + p[f"bias{i}"] + before @ p[f"before{i}"])
    values = relu(layer @ p["hidden"] + p["hidden_bias"]) @ p["outward"] + p["bias"]

    assert CONVOLUTION.values(np, p, x)[1] == pytest.approx(values, rel=1e-12)


def test_attention_is_its_formula():
    p, x = shifted(ATTENTION), RANDOM.standard_normal((2, 3, 3))
    layer = x[1] @ p["inward"] + p["place"][:3]
    for i in range(2):
        q, k, v = (layer @ p[f"{what}{i}"] for what in ("query", "key", "value"))
        brought = np.zeros((3, 4))
        for t in range(3):
            for head in (slice(0, 2), slice(2, 4)):
                brought[t, head] = softmax(k[: t + 1, head] @ q[t, head] / np.sqrt(2)) @ v[: t + 1, head]
        layer = layer + brought @ p[f"joined{i}"]
        layer = layer + relu(layer @ p[f"hidden{i}"] + p[f"hidden_bias{i}"]) @ p[f"onward{i}"] + p[f"onward_bias{i}"]

    assert ATTENTION.values(np, p, x)[1] == pytest.approx(layer @ p["outward"] + p["bias"], rel=1e-12)


@every
def test_what_comes_later_changes_nothing_now(network):
    p, x = network.initial(RANDOM), RANDOM.standard_normal((1, 6, 3))
    other = x.copy()
    other[:, 4:] += 1.0
    found, changed = network.values(np, p, x), network.values(np, p, other)

    assert (found[:, :4] == changed[:, :4]).all()
    assert (found[:, 4:] != changed[:, 4:]).any()


@every
def test_the_past_changes_what_is_done_now_as_far_as_the_field_reaches(network):
    p, x = network.initial(RANDOM), RANDOM.standard_normal((1, 6, 3))
    field = network.field if isinstance(network, Convolution) else 6
    changed = []
    for t in range(6):
        other = x.copy()
        other[:, t] += 1.0
        changed.append((network.values(np, p, other)[0, -1] != network.values(np, p, x)[0, -1]).any())

    assert changed == [t >= 6 - field for t in range(6)]


@every
def test_autograd_finds_the_slope_that_differences_find(network):
    autograd = pytest.importorskip("autograd")
    import autograd.numpy as xp

    p, x = network.initial(RANDOM), RANDOM.standard_normal((2, 5, 3))

    def loss(module, inward):
        return module.sum(network.values(module, {**p, "inward": inward}, x) ** 2)

    slope = autograd.grad(lambda inward: loss(xp, inward))(p["inward"])
    h = np.zeros_like(p["inward"])
    h[1, 2] = 1e-6

    assert slope[1, 2] == pytest.approx((loss(np, p["inward"] + h) - loss(np, p["inward"] - h)) / 2e-6, rel=1e-5)


@every
@pytest.mark.parametrize("shape", [(4, 3), (2, 4, 2), (3,)])
def test_a_batch_of_another_shape_is_refused(network, shape):
    with pytest.raises(ValueError, match=r"must have the shape \(N, T, 3\); got"):
        network.values(np, network.initial(RANDOM), np.zeros(shape))


@pytest.mark.parametrize(
    "made",
    [
        lambda: Recurrent(inputs=3, hidden=0, outputs=2),
        lambda: Convolution(inputs=3, width=4, dilations=(1, 0), outputs=2),
        lambda: Attention(inputs=3, width=4, heads=0, layers=1, longest=6, outputs=2),
    ],
)
def test_an_empty_layer_is_refused(made):
    with pytest.raises(ValueError, match="at least one number; got the sizes"):
        made()


def test_heads_that_do_not_divide_the_width_and_sequences_that_are_too_long_are_refused():
    with pytest.raises(ValueError, match="the heads must divide the width; got 3 heads and 4"):
        Attention(inputs=3, width=4, heads=3, layers=1, longest=6, outputs=2)
    with pytest.raises(ValueError, match="knows places 1 to 6; the sequences have 7"):
        ATTENTION.values(np, ATTENTION.initial(RANDOM), np.zeros((1, 7, 3)))


def test_one_hot_has_a_one_at_the_symbol():
    assert one_hot(np.array([[0, 2]]), 3).tolist() == [[[1, 0, 0], [0, 0, 1]]]


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_network_whose_values_are_not_finite_decides_nothing(value):
    task, made = NETWORKS["lag3_convolution1"]
    broken = made.initial(np.random.default_rng(1)) | {"bias": np.full(made.outputs, value)}
    with pytest.raises(ValueError, match="values of a network must be finite"):
        TASKS[task].exact_error(made, broken)
