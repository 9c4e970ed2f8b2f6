"""Writes the manual as HTML: python -m tightrope.reports.manual --out docs-site"""

import argparse
import sys
from pathlib import Path

from tightrope.reports.manual.site import write
from tightrope.simulators.model.terminal import told


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status: 0, 2 if it cannot be written or a page is wrong, 130 if it was interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tightrope.reports.manual", description=__doc__)
    parser.add_argument("--out", default="docs-site", metavar="DIR", help="the folder to write (default docs-site)")
    out = Path(parser.parse_args(arguments).out)
    try:
        made = write(out)
    except (ValueError, RuntimeError, OSError) as error:
        print(f"the manual: {told(str(error))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("the manual: interrupted", file=sys.stderr)
        return 130
    print(f"{out / 'index.html'}: {len(made)} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
