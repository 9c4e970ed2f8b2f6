"""A card of each claim: the small picture on the page, and the whole card as a slide."""
