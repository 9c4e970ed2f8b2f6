"""The report's glossary."""

from tightrope.reports.glossary import entries

INTRODUCTION = """# Glossary

Words that the report and this manual use in a sense of their own. In the report each is a link to where
it is used first.
"""


def markdown() -> str:
    return (
        "\n\n".join([INTRODUCTION, *(f"[{one.written}]{{#{one.anchor}}}\n:   {one.words}" for one in entries())]) + "\n"
    )
