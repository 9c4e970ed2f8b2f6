"""How a claim is said: letters, readings, bounds, assumptions, and the only evaluator."""
