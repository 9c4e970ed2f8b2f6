"""Regenerate the font subsets: python subset.py STIXTwoMath-Regular.ttf NotoSansCJK-Regular.ttc

The page takes the .woff2, typst the .otf. Needs fonttools and brotli. The Chinese glyphs are those of characters.txt
beside this file: append to it what a new quote needs. The subsets themselves are sources, too, for whoever only leaves
out more. The families are renamed because "STIX Two" and "Noto" are trademarks and a subset is a modified version.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).parent

# Blocks that TeX mathematics reaches; MathML maps an <mi> letter to the mathematical alphabets at U+1D400 by itself.
MATHEMATICS = [
    *range(0x20, 0x7F),
    *(0xA0, 0xAC, 0xAF, 0xB0, 0xB1, 0xB4, 0xB7, 0xD7, 0xF7, 0x131, 0x237, 0x2C6, 0x2C7, 0x2D8, 0x2D9, 0x2DC),
    *(0x302, 0x303, 0x304, 0x305, 0x307, 0x308, 0x30C, 0x332, 0x338),
    *range(0x391, 0x3F7),  # Greek
    *(0x2002, 0x2003, 0x2009, 0x200A, 0x2010, 0x2013, 0x2014, 0x2016, 0x2018, 0x2019, 0x201C, 0x201D),
    *(0x2020, 0x2022, 0x2026, 0x2032, 0x2033, 0x2034, 0x203E, 0x2061, 0x2062, 0x2063, 0x20D7),
    *(0x2102, 0x210B, 0x210E, 0x210F, 0x2110, 0x2111, 0x2112, 0x2113, 0x2115, 0x2118, 0x2119, 0x211A, 0x211B),
    *(0x211C, 0x211D, 0x2124, 0x212C, 0x2130, 0x2131, 0x2133, 0x2135),
    *(0x2190, 0x2191, 0x2192, 0x2193, 0x2194, 0x21A6, 0x21D0, 0x21D2, 0x21D4, 0x27F5, 0x27F6, 0x27F7),
    *(0x27F8, 0x27F9, 0x27FA, 0x27FC),
    *range(0x2200, 0x2270),  # quantifiers, sets, sums, integrals, relations
    *(0x2272, 0x2273, 0x227A, 0x227B, *range(0x2282, 0x228C), *range(0x2293, 0x229A), 0x22A4, 0x22A5, 0x22A8),
    *(0x22C0, 0x22C1, 0x22C2, 0x22C3, 0x22C5, 0x22C6, 0x22EE, 0x22EF, 0x22F1),
    *(0x2308, 0x2309, 0x230A, 0x230B, 0x239C, 0x239F, 0x23B4, 0x23B5, 0x23DE, 0x23DF),
    *(0x25A0, 0x25A1, 0x25FB, 0x25FC, 0x27E8, 0x27E9, 0x2A7D, 0x2A7E, 0x2A85, 0x2A86),
    *range(0x1D400, 0x1D468),  # bold, italic
    *range(0x1D49C, 0x1D4D0),  # script
    *range(0x1D538, 0x1D552),  # blackboard bold capitals
    *range(0x1D6A4, 0x1D6E2),
    *range(0x1D6FC, 0x1D71C),  # Greek italic
    *range(0x1D7CE, 0x1D7E2),
]
PRIMES = [0x2032, 0x2033, 0x2034]


def rename(font, family):
    """Give the subset its own name; the copyright and licence entries (0, 13, 14) stay as they are."""
    font["name"].names = [record for record in font["name"].names if record.nameID in (0, 5, 13, 14)]
    postscript = family.replace(" ", "") + "-Regular"
    for entry, text in {1: family, 2: "Regular", 3: postscript, 4: family, 6: postscript}.items():
        font["name"].setName(text, entry, 3, 1, 0x409)
    if "CFF " in font:  # the CFF table repeats the names
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        cff.topDictIndex[0].FullName, cff.topDictIndex[0].FamilyName = family, family


def subset(font, characters, family, features, flavor, target):
    """Keep the glyphs of these characters and what their layout needs, without hints, under the new name."""
    options = Options(layout_features=features, hinting=False, desubroutinize=True, name_IDs=["*"], notdef_outline=True)
    options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG", "BASE"]
    keep = Subsetter(options)
    keep.populate(unicodes=characters)
    keep.subset(font)
    rename(font, family)
    font.flavor = flavor
    font.recalcTimestamp = False  # the same sources give the same bytes
    font.save(target)


def only_primes_in_scripts(font):
    """Drop the letters that STIX draws anew for superscripts, half of the font; a prime without its own one is tiny."""
    tables, primes = font["GSUB"].table, {font.getBestCmap()[code] for code in PRIMES}
    for feature in tables.FeatureList.FeatureRecord:
        if feature.FeatureTag != "ssty":
            continue
        for number in feature.Feature.LookupListIndex:
            for part in tables.LookupList.Lookup[number].SubTable:
                part = getattr(part, "ExtSubTable", part)
                part.alternates = {name: kept for name, kept in part.alternates.items() if name in primes}


def chinese_face(source):
    """The simplified Chinese of a collection, or a font as it is."""
    if not source.endswith(".ttc"):
        return TTFont(source, recalcTimestamp=False)
    faces = TTCollection(source, recalcTimestamp=False).fonts
    return next(face for face in faces if face["name"].getDebugName(4) == "Noto Sans CJK SC")


def main(math_source, chinese_source):
    """Write tightrope-math.woff2, tightrope-cjk.otf and tightrope-cjk.woff2 beside this file."""
    math = TTFont(math_source, recalcTimestamp=False)
    only_primes_in_scripts(math)
    subset(
        math, MATHEMATICS, "Tightrope Math", ["ssty", "dtls", "flac", "rtlm"], "woff2", HERE / "tightrope-math.woff2"
    )
    characters = [ord(c) for c in (HERE / "characters.txt").read_text(encoding="utf-8") if not c.isspace()]
    for ending, flavor in (("otf", None), ("woff2", "woff2")):
        chinese = chinese_face(chinese_source)
        subset(chinese, characters, "Tightrope CJK", ["kern", "locl"], flavor, HERE / f"tightrope-cjk.{ending}")


if __name__ == "__main__":
    main(*sys.argv[1:])
