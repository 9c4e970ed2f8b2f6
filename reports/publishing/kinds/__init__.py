"""How each kind of picture is drawn; matplotlib is imported here and in `pictures` and `on_axes` only."""
