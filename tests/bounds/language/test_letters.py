"""Letters: each is defined once, so that no file's letter silently becomes another's."""

import ast
from collections import Counter
from pathlib import Path

from tightrope.bounds.language import letters


def test_no_letter_is_defined_twice():
    tree = ast.parse(Path(letters.__file__).read_text(encoding="utf-8"))
    names = [target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets]

    assert [name for name, count in Counter(names).items() if count > 1] == []
