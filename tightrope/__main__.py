"""python -m tightrope is the console script tightrope."""

import sys

from tightrope.reports.commands.cli import main

sys.exit(main())
