"""Policies of a user's own, of any library: asked by their methods' names, played, and measured."""
