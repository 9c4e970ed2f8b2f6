"""What is measured of a problem, exactly or from episodes."""
