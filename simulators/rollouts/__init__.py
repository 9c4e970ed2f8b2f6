"""Episodes by Monte Carlo: one stream of random words, exact thresholds, a NumPy reference and a compiled kernel."""
