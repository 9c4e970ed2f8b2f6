"""The question over a whole plane: cells, how one is measured, the store that survives anything, and who computes."""
