"""How a claim is proved: derivations, and what discharges their steps."""
