"""Where a bound meets a problem."""
