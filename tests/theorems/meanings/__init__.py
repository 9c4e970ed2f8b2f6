"""What the letters of each derivation mean: one file a derivation,
or a family of them that speaks of the same problems.

Each has DERIVATIONS and `worlds(count, seed)`: that many concrete problems, random and extremal, with numbers for the
letters. A world need not meet every reading: a derivation's lines are asked in the worlds whose numbers meet it.
"""
