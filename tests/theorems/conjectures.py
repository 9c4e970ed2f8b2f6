"""Fifty-four conjectures whose truth is known by hand, with why: what `tightrope refute` must answer rightly."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Known:
    """A conjecture, its verdict, and the reason that a person would give. `ask` are further arguments of `refute`."""

    formula: str
    reading: str
    verdict: str
    why: str
    ask: dict = field(default_factory=dict)


def _gap(**more) -> dict:
    return {"quantity": "gap", **more}


U2, U_HALF, J3, RHO = ({"u": "2"}, {"u": "1/2"}, {"J_star": "3"}, {"rho": "1/5"})
TV = {"quantity": "tv"}
TIGHTROPE = "T - (1-epsilon)*(1-(1-epsilon)**T)/epsilon"

KNOWN = (
    # True and sharp.
    Known(TIGHTROPE, "pointwise", "attained", "the lecture's recursion in closed form"),
    Known("sum(1-(1-epsilon)**t, t, 1, T)", "pointwise", "attained", "the same as a sum"),
    Known("sum(min(1, epsilon*t), t, 1, T)", "per_step", "attained", "the exam"),
    Known("min(T, epsilon*T*(T+1)/2)", "per_step", "attained", "sharp while epsilon T <= 1"),
    Known("epsilon*T*(T+1)/2", "pointwise", "attained", "at T = 1 every epsilon attains it"),
    Known("T*min(1, epsilon*T)", "time_averaged", "attained", "the trap"),
    Known("epsilon*T**2", "time_averaged", "attained", "sharp while epsilon T <= 1"),
    Known("epsilon*T", "on_policy", "attained", "an identity"),
    Known("1-(1-epsilon)**T", "pointwise", "attained", "first errors of the tightrope", TV),
    Known("min(1, epsilon*T)", "per_step", "attained", "first errors of the exam", TV),
    Known("u*epsilon*T", "on_policy", "attained", "errors that cost u each", _gap(assume=U2)),
    Known("T-J_star", "per_step", "attained", "epsilon = 1 loses all that the expert does not pay", _gap(assume=J3)),
    Known("min(T*min(1,epsilon*T), T-J_star)", "time_averaged", "attained", "the charged trap", _gap(assume=J3)),
    Known("min(epsilon*T*(T+1)/2, epsilon*T/rho)", "pointwise", "attained", "at T = 1", _gap(assume=RHO)),
    Known("1-(1-m)*(1-epsilon)**T", "finite_data", "attained", "the unseen start", {**TV, "missing": "1/8"}),
    Known("u*epsilon*T*(T+1)/2", "per_step", "attained", "an error costs at most u < 1", _gap(assume=U_HALF)),
    # True and loose.
    Known("epsilon*T + 2*epsilon*T**2", "pointwise", "holds", "the lecture's headline"),
    Known("epsilon*T + 2*epsilon*T**2", "per_step", "holds", "the lecture's headline"),
    Known("epsilon*T + 2*epsilon*T**2", "time_averaged", "holds", "the lecture's headline"),
    Known("epsilon*T/2 + epsilon*T**2", "time_averaged", "holds", "half of the headline"),
    Known("2*sum(min(1, epsilon*t), t, 1, T)", "per_step", "holds", "twice the worst case"),
    Known("sqrt(epsilon)*T**2*1.01", "time_averaged", "holds", "epsilon <= sqrt(epsilon)"),
    Known("2*T*(1-exp(-epsilon*T))", "pointwise", "holds", "1-(1-epsilon)^t <= epsilon t, and 2(1-e^-x) >= min(1,x)"),
    Known("2*T*epsilon*T/(1+epsilon*T)", "per_step", "attained", "2x/(1+x) >= min(1, x), equal at epsilon = T = 1"),
    Known("0.51*epsilon*T**2", "per_step", "holds", "for T >= 50, (T+1)/T <= 1.02", {"horizon": "51:"}),
    Known("4*sqrt(epsilon)*T**2", "time_averaged", "holds", "a bound of the literature's kind, loose"),
    Known(
        "epsilon*T/(epsilon+rho)*1.5",
        "pointwise",
        "holds",
        "for epsilon <= 4/5",
        {**_gap(assume=RHO), "epsilon": "0:4/5"},
    ),
    Known("epsilon*T*(T+1)/2", "pointwise", "holds", "away from T = 1", {"horizon": "2:"}),
    # False by little.
    Known("0.99*sum(min(1, epsilon*t), t, 1, T)", "per_step", "refuted", "one percent"),
    Known(f"0.9999*({TIGHTROPE})", "pointwise", "refuted", "one hundredth of a percent"),
    Known("0.99*T*min(1, epsilon*T)", "time_averaged", "refuted", "one percent"),
    Known("0.999*u*epsilon*T", "on_policy", "refuted", "one in a thousand", _gap(assume=U2)),
    Known("1-exp(-epsilon*T)", "pointwise", "refuted", "1 - epsilon < e^-epsilon, by epsilon^2/2", TV),
    Known("epsilon*T*(T+1)/2 - epsilon**2*T*(T**2-1)/6", "pointwise", "refuted", "the series, cut off at an even term"),
    Known("sum(min(1, epsilon*t), t, 1, T-1)", "per_step", "refuted", "one decision too few"),
    Known("sum(min(1, epsilon*(t-1)), t, 1, T)", "per_step", "refuted", "errors counted from the next decision on"),
    Known("T-J_star-1/100", "per_step", "refuted", "a hundredth", _gap(assume=J3)),
    # False only somewhere.
    Known("epsilon*T**2/2 + epsilon*T/3", "per_step", "refuted", "epsilon T/6 short wherever epsilon T <= 1"),
    Known("epsilon*T**2*3/4", "per_step", "refuted", "only at T = 1: (T+1)/(2T) <= 3/4 from T = 2 on"),
    Known("epsilon*T**2*3/4", "per_step", "attained", "the same without T = 1", {"horizon": "2:"}),
    Known("T*epsilon*T/(1+epsilon*T)", "per_step", "refuted", "false near epsilon T = 1"),
    Known("epsilon*T*(T+1)/2*min(1, 1/(epsilon*T))", "per_step", "refuted", "false only for epsilon T > 1"),
    Known(
        "epsilon*T*(T+1)/2*min(1, 1/(epsilon*T))",
        "per_step",
        "attained",
        "true while epsilon T <= 1",
        {"epsilon": "0:1/20", "horizon": "1:20"},
    ),
    Known(
        "epsilon*T/(epsilon+rho)", "pointwise", "refuted", "overshoots only where epsilon + rho > 1", _gap(assume=RHO)
    ),
    Known(
        "epsilon*T/(epsilon+rho)",
        "pointwise",
        "holds",
        "and not where it is below 1",
        {**_gap(assume=RHO), "epsilon": "0:3/4"},
    ),
    # Wrong exponent.
    Known("10*epsilon*T", "per_step", "refuted", "linear: false from T = 20 on"),
    Known("epsilon*T**1.9", "per_step", "refuted", "false only beyond T = 1000"),
    Known("5*epsilon**2*T**2", "time_averaged", "refuted", "the wrong power of epsilon"),
    Known("10*T*sqrt(epsilon*T)*epsilon", "pointwise", "refuted", "epsilon^1.5 is too small"),
    # True under one reading, false under another.
    Known("sum(1-(1-epsilon)**t, t, 1, T)", "per_step", "refuted", "the exam beats the tightrope"),
    Known("sum(min(1, epsilon*t), t, 1, T)", "time_averaged", "refuted", "the trap beats the exam"),
    Known("sum(min(1, epsilon*t), t, 1, T)", "pointwise", "attained", "Bernoulli, equal at T = 1"),
    Known("epsilon*T", "pointwise", "refuted", "DAgger's bound is not cloning's"),
    Known(
        "epsilon*T + 2*epsilon*T**2",
        "finite_data",
        "refuted",
        "epsilon says nothing outside the data",
        {"missing": "1/8"},
    ),
)
