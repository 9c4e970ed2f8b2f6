"""`make retrain`: python -m tightrope.simulators.learned [NAME ...], all recipes or those of these names.

Exit status 1 if a seed diverged or ended outside of its bands; 2 for a name that is none. See `retraining` for what
becomes of the parameters.
"""

import sys

from tightrope.simulators.learned import (
    train_autoencoder,
    train_bins,
    train_denoisers,
    train_mixture_density,
    train_sequences,
    train_squared_error,
    train_tree_course,
    train_windscreen,
)
from tightrope.simulators.learned.recipe import Recipe
from tightrope.simulators.learned.retraining import retrain

RECIPES: tuple[Recipe, ...] = (
    *train_squared_error.RECIPES,
    *train_mixture_density.RECIPES,
    *train_bins.RECIPES,
    *train_autoencoder.RECIPES,
    *train_denoisers.RECIPES,
    *train_tree_course.RECIPES,
    *train_sequences.RECIPES,
    *train_windscreen.RECIPES,
)


def main(names: list[str]) -> int:
    known = {recipe.name: recipe for recipe in RECIPES}
    if unknown := sorted(set(names) - known.keys()):
        print(f"no such recipe: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    return 0 if retrain([known[name] for name in names or known]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
