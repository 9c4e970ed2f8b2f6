"""The exact worst case under a reading, with its certificate."""
