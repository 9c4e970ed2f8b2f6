"""`tightrope problems`: every family and every kind of file on a line; or one family with what it takes."""

import argparse

from tightrope.reports.commands.layout import columns, entries, paragraph
from tightrope.reports.commands.options import declare_json
from tightrope.reports.commands.output import print_json
from tightrope.simulators.model.family import Family, Format, family_of
from tightrope.simulators.model.terminal import listed
from tightrope.simulators.names import FAMILIES, FORMATS, problem

HORIZON = 20
GAP, CUT = 2, "..."


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("family", metavar="NAME", nargs="?", help="one family with its parameters, or FILE.drn")
    declare_json(parser)


def run(options: argparse.Namespace) -> int:
    for one in FORMATS:
        if options.family is not None and options.family.endswith(one.suffix):
            return _tell_of_file(one, options)
    if options.family is not None:
        return _tell(_family(options.family), options)
    if options.json:
        formats = [_of_file(one) for one in FORMATS]
        return print_json({"families": [_document(one) for one in FAMILIES], "formats": formats})
    rows = [*((one.key, one.words) for one in FAMILIES), *((f"FILE{one.suffix}", one.words) for one in FORMATS)]
    width = max(len(name) for name, _ in rows)
    print("\n".join(_line(f"{name.ljust(width)}{' ' * GAP}{words}") for name, words in rows))
    print(f"\n{paragraph('What one of them takes: tightrope problems NAME')}")
    return 0


def _family(name: str) -> Family:
    try:
        return family_of(name.partition(":")[0], FAMILIES)
    except ValueError as error:
        raise ValueError(f"{error}; tightrope problems lists them") from error


def _line(text: str) -> str:
    """Cut at a word where it is too long."""
    if len(text) <= columns():
        return text
    return text[: columns() - len(CUT)].rpartition(" ")[0].rstrip(",;: ") + CUT


def _document(one: Family) -> dict[str, object]:
    return {
        "key": one.key,
        "words": one.words,
        "reading": one.reading,
        "examples": list(one.examples),
        "parameters": [
            {"name": each.name, "domain": each.domain.words, "default": each.default and str(each.default)}
            for each in one.parameters
        ],
    }


def _tell(one: Family, options: argparse.Namespace) -> int:
    if options.json:
        return print_json(_document(one))
    print(paragraph(f"{one.key}: {one.words}."))
    if one.reading is not None:
        print(f"\n{paragraph(f'It brings its learner; epsilon is the {one.reading} error.')}")
    if one.parameters:
        rows = [(each.name, f"{each.domain.words}{_default(each.default)}") for each in one.parameters]
        print(f"\nparameters\n{entries(rows)}")
    print("\nfor example")
    print("\n".join(f"  tightrope evaluate {name}{_needs(one, name)} --horizon {HORIZON}" for name in one.examples))
    return 0


def _tell_of_file(one: Format, options: argparse.Namespace) -> int:
    if options.json:
        return print_json(_of_file(one))
    print(paragraph(f"FILE{one.suffix}: {one.words}."))
    if one.options:
        print(
            f"\n{paragraph(f'Behind the name it takes {listed(one.options)}: FILE{one.suffix}:{one.options[0]}=...')}"
        )
    return 0


def _of_file(one: Format) -> dict[str, object]:
    return {"suffix": one.suffix, "words": one.words, "options": list(one.options)}


def _needs(one: Family, name: str) -> str:
    """An epsilon, unless the problem brings its learner whatever epsilon is."""
    try:
        brings = one.reading is None and problem(name, HORIZON).learner is not None
    except ValueError:  # its library is not installed
        brings = False
    return "" if brings else " --epsilon 1/20"


def _default(value: object) -> str:
    return "" if value is None else f" (default {value})"
