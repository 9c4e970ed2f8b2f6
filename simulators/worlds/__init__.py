"""Worlds: the situations of the lecture as small decision processes, one a file."""
