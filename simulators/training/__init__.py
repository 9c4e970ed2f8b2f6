"""How a learner is trained: DAgger and what surrounds it."""
