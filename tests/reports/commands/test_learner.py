"""`--learner FILE`: a policy of one's own, evaluated."""

import json
from fractions import Fraction

import numpy as np
import pytest

from tightrope.reports.commands.cli import main


def test_a_table_for_the_lakes_own_states_is_a_learner_on_the_command_line(tmp_path, capsys):
    pytest.importorskip("gymnasium")
    np.save(tmp_path / "random.npy", np.full((16, 4), 0.25))
    asked = ["evaluate", "gymnasium:FrozenLake-v1", "--horizon", "20", "--json", "--exact"]

    assert main([*asked, "--learner", str(tmp_path / "random.npy")]) == 0
    said = json.loads(capsys.readouterr().out)
    assert Fraction(said["exact"]["readings"]["pointwise"]) == Fraction(3, 4)
    assert main([*asked, "--learner", str(tmp_path / "random.npy"), "--epsilon", "1/2"]) == 2
    assert "a learner of one's own takes no epsilon" in capsys.readouterr().err
