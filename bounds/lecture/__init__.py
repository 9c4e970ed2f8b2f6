"""The lecture's theorems, one a file."""
