"""python -m tightrope is the console script tightrope.

Python puts the current folder first on the path of `python -m`. It is taken off again: a file there that happens to be
called as a library is, or as a module that a problem's name mentions, is not ours to run.
"""

import os
import sys

if not sys.flags.safe_path and sys.path and sys.path[0] in ("", os.path.abspath(".")):
    del sys.path[0]

from tightrope.reports.commands.cli import main

if __name__ == "__main__":  # and not for the processes that a report starts
    status = main()
    exec("")  # CPython remembers an interruption within exec, as while a dataclass is made, though it was caught, and
    sys.exit(status)  # would end `python -m` by the signal instead of with 130; what is run last makes it forget
