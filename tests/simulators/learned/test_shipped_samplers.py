"""What is said of the networks of L21 and L22 beside what they are judged by is the same by other kernels, too."""

import json
import os
import platform
import subprocess
import sys

import pytest

from tightrope.simulators.learned import train_autoencoder, train_denoisers
from tightrope.simulators.learned.parameters import HERE
from tightrope.simulators.worlds.tree import states

SAID = """
import json
from tightrope.simulators.learned import train_autoencoder, train_denoisers
found = [train_denoisers.shipped(kind, sampler).hits(steps)
         for kind in train_denoisers.KINDS for sampler in train_denoisers.SAMPLERS for steps in (2, 10)]
found += [said() for kind in train_autoencoder.KINDS
          for one in [train_autoencoder.shipped(kind)] for said in (one.bound, one.told)]
print(json.dumps(found))
"""


def said(**kernel):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_CORE")}
    ended = subprocess.run(
        [sys.executable, "-c", SAID], env=environment | kernel, capture_output=True, text=True, timeout=120, check=True
    )
    return json.loads(ended.stdout)


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the other kernel is one of x86-64")
def test_another_kernel_says_the_same_to_ten_digits():
    here, there = said(), said(OPENBLAS_CORETYPE="Prescott", NPY_DISABLE_CPU_FEATURES="X86_V3 X86_V4")

    assert here != there  # else the kernels are the same, and this shows nothing
    assert there == pytest.approx(here, rel=5e-11, abs=1e-14)


@pytest.mark.parametrize("sampler, steps", [("flow", 2), ("flow", 5), ("diffusion", 2), ("diffusion", 5)])
def test_an_average_over_the_states_is_right_to_two_hundredths_of_itself(sampler, steps):
    """Beside three times as many states. Eight nodes of Gauss and Legendre are wrong by a quarter of a flow's."""
    found = train_denoisers.shipped(train_denoisers.KINDS[0], sampler)
    s = states(151 if sampler == "flow" or steps == 2 else 25)
    fine = found.world.collisions(found.law(s, steps), s).mean()

    assert found.hits(steps) == pytest.approx(fine, rel=0.02)


@pytest.mark.parametrize("recipe", [*train_denoisers.RECIPES, *train_autoencoder.RECIPES], ids=lambda one: one.name)
def test_every_recipe_has_its_network_in_a_small_file(recipe):
    assert (HERE / f"{recipe.name}.json").stat().st_size < 30_000


def test_recipes_have_bands_for_what_is_judged_and_a_network_that_is_none_is_outside():
    kind, sampler = train_denoisers.KINDS[2], "flow"
    recipe = next(one for one in train_denoisers.RECIPES if one.name == train_denoisers.name_of(kind, sampler))
    shipped = train_denoisers.shipped(kind, sampler).parameters
    idle = {name: 0 * value for name, value in shipped.items()}

    assert not recipe.outside(recipe.judged(shipped))
    assert recipe.outside(recipe.judged(idle))
