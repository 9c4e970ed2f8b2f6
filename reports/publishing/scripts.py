"""A script of ours in a page, whose policy then allows it by its hash, and no other one."""

import re

from tightrope.reports.publishing.toys.javascript import fingerprint

POLICY = re.compile(r'(<meta\s+http-equiv="Content-Security-Policy"\s+content="[^"]*)"')  # as pandoc writes page.html


def with_script(html: str, code: str) -> str:
    """The page with the script at its end. Raises ValueError if it has no policy."""
    policy = POLICY.search(html)
    if not policy:
        raise ValueError("page.html must have a policy that can allow a script by its hash")
    allowed = f" '{fingerprint(code)}'" if "script-src" in policy[1] else f"; script-src '{fingerprint(code)}'"
    body, end = f"{html[: policy.end(1)]}{allowed}{html[policy.end(1) :]}".rsplit("</body>", 1)
    return f"{body}<script>{code}</script>\n</body>{end}"
