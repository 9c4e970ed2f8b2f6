"""A card's picture in words, for who cannot see it."""

from tightrope.reports.publishing.cards.picture import Amounts, Picture


def described(picture: Picture) -> str:
    """Of bars all that they say; of lines what they are."""
    if isinstance(picture, Amounts):
        return f"Bars, {picture.title}: " + "; ".join(f"{one.name} {one.says}" for one in picture.amounts) + "."
    names = ", ".join(one.name for one in picture.lines)
    return f"Lines, {picture.title}, over the {picture.along}: {names}."
