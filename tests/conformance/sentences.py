"""What a reader of a report's words may ask: what backs a general sentence, and what a letter in a formula stands for."""

import re

GENERAL = re.compile(
    r"\b(always|never|for ever|at least|at most|only if|just if|if and only if|whatever|however much|to the power"
    r"|for any|for every|no amount|no number|any amount|every amount|any learner|cannot)\b",
    re.IGNORECASE,
)
BACKED = re.compile(r"`tightrope derive|\b(this|these|that|small) worlds?\b|\bproved\b|\bkernel\b", re.IGNORECASE)
DERIVATION = re.compile(r"`tightrope derive ([a-z-]+)`")
KNOWN = {"T", "t", r"\epsilon"}  # from the report's first section: the horizon, a decision, the error
WORDS = {r"\pi", "e", "E", "P"}  # a policy, Euler's number, expectation and probability
GREEK = {
    rf"\{name}" for name in ["alpha", "beta", "gamma", "delta", "epsilon", "eta", "lambda", "mu", "pi", "rho", "sigma"]
}


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!]) (?=[A-Z`$*{])", " ".join(text.split()))


def unbacked(text: str) -> list[str]:
    """The general sentences that name neither a proof nor the world that they speak of."""
    return [one for one in sentences(text) if GENERAL.search(one) and not BACKED.search(one)]


def unexplained(text: str) -> set[str]:
    """The letters of the formulas that do not stand by themselves in some `$...$`, among words, or before a relation."""
    formulas = re.findall(r"\$+([^$]+)\$+", text)
    used = {letter for formula in formulas for letter in letters(formula)}
    return used - KNOWN - WORDS - {letter for formula in formulas for letter in introduced(formula)}


def letters(formula: str) -> set[str]:
    """Its Greek letters, and single Latin ones; what a sum runs over and the words in it do not count."""
    bound = set(re.findall(r"\\sum_\{?([a-z])", formula))
    bare = re.sub(r"\\(mathrm|mathbb|text|mathit|operatorname)\{[^}]*\}", " ", formula)
    bare = re.sub(r"_(\{[^{}]*\}|\\?[A-Za-z0-9*]+)", " ", bare)  # subscripts name, they do not stand for numbers
    greek = {name for name in re.findall(r"\\[a-zA-Z]+", bare) if name in GREEK}
    latin = set(re.findall(r"[A-Za-z]", re.sub(r"\\[a-zA-Z]+", " ", bare)))
    return (greek | latin) - bound


def introduced(formula: str) -> set[str]:
    """The letter that stands alone, with an index or an argument at most, or before a relation sign."""
    index = r"(_(\{[^{}]*(\{[^{}]*\})?[^{}]*\}|\\?[A-Za-z0-9*]+))?(\^(\*|\d))?(\([^()]*\))?"
    found = re.match(rf"\s*(\\[a-z]+|[A-Za-z]){index}\s*($|=|<|>|\\leq|\\geq)", formula)
    return {found[1]} if found else set()
