"""Writes the manual as HTML: python -m tightrope.reports.manual --out docs-site"""

import argparse
import sys
from pathlib import Path

from tightrope.reports.manual.site import write


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit status: 0, or 2 if it cannot be written or a page is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tightrope.reports.manual", description=__doc__)
    parser.add_argument("--out", default="docs-site", metavar="DIR", help="the folder to write (default docs-site)")
    out = Path(parser.parse_args(arguments).out)
    try:
        made = write(out)
    except (ValueError, RuntimeError, OSError) as error:
        print(f"the manual: {error}", file=sys.stderr)
        return 2
    print(f"{out / 'index.html'}: {len(made)} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
