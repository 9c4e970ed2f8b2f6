"""The explorer: the lecture's bound beside the worst case of each reading, for any epsilon and horizon."""

from collections.abc import Iterator

from sympy import Eq, Expr, Gt, true

from tightrope.bounds.catalogue import bound
from tightrope.bounds.extremes.closed_forms import CLOSED_FORMS, ClosedForms, closed_forms
from tightrope.bounds.language.letters import T, epsilon, expert_cost, m, u
from tightrope.bounds.language.readings import FINITE_DATA, ON_POLICY, READINGS
from tightrope.reports.publishing.toys.toy import BOUND, WORST, Case, Choice, Drawn, Line, Sentence, Slider, Toy
from tightrope.reports.publishing.toys.worst_problem import share

LECTURE = bound("lecture")
COUNTED = {"disagreement": "disagreements", "gap": "task cost beyond the expert's"}


def _of(forms: ClosedForms, quantity: str) -> Expr:
    return forms.of(quantity).subs(expert_cost, share * T)


def _case(forms: ClosedForms, quantity: str) -> Case:
    """One reading, one quantity. A gap that is not known exactly is so for an expert that pays nothing."""
    priced = quantity == "gap"
    problem = forms.charged if priced else forms.witness
    command = f"tightrope worst-case --reading {forms.reading.key} --epsilon {{epsilon}} --horizon {{T}}"
    command += " --missing {m}" * forms.reading.leaves_data
    command += " --quantity gap --assume u={u} --assume J_star={paid}" * priced
    return Case(
        lines=(
            Line(label="the lecture's bound, εT + 2εT²", role="bound", value=LECTURE.expression),
            Line(label="the worst case", role="worst", value=_of(forms, quantity)),
            Line(
                label="DAgger, with error ε on its own states",
                role="dagger",
                value=_of(closed_forms(ON_POLICY.key), quantity),
            ),
            Line(label="all T decisions", role="ceiling", value=T),
        ),
        sentences=tuple(_sentences(forms)),
        numbers={"looseness": BOUND / WORST, "excess": WORST / BOUND, "paid": share * T},
        witness=problem,
        drawn=Drawn(key=problem, priced=priced),
        command=command,
        known=Eq(share, 0) if priced and forms.gap is None else true,
    )


def _sentences(forms: ClosedForms) -> Iterator[Sentence]:
    words = forms.reading.words.replace("probability m", "probability m = {m}")
    yield Sentence(words=f"The error is at most ε = {{epsilon}} {words}.")
    above = Gt(WORST, 0) & Gt(BOUND, WORST)
    if forms.reading in LECTURE.readings:
        yield Sentence(words="The lecture's bound is {looseness} times the worst case.", when=above)
    else:
        other = "The lecture's bound is not about this error; it is {looseness} times the worst case."
        yield Sentence(words=other, when=above)
        false = "The lecture's bound is false of this error: the worst case is {excess} times the bound."
        yield Sentence(words=false, when=Gt(WORST, BOUND))
    yield Sentence(words="The bound says nothing here: it is more than all {T} decisions.", when=Gt(BOUND, T))


EXPLORER = Toy(
    key="worst-case",
    title="The bound and the worst case",
    sliders=(
        Slider(letter=epsilon, sign="ε", words="error allowed", least=1e-4, most=1, start=0.01),
        Slider(letter=T, sign="T", words="decisions", least=1, most=1000, start=50, steps="whole"),
        Slider(
            letter=m,
            sign="m",
            words="probability that an expert run leaves the data",
            least=0,
            most=1,
            start=0.1,
            scale="linear",
            only=FINITE_DATA.key,
        ),
        Slider(
            letter=u,
            sign="u",
            words="what one error can cost if the expert takes over after it; more than T counts as T",
            least=0.01,
            most=1000,
            start=1000,
            steps="whole above 1",  # between, DAgger's worst case is not known
            only="gap",
        ),
        Slider(
            letter=share,
            sign="J*/T",
            words="what the expert pays for each decision",
            least=0,
            most=1,
            start=0,
            scale="linear",
            only="gap",
        ),
    ),
    choices=(
        Choice(key="reading", words="The error is", options={one.key: one.spoken for one in READINGS}),
        Choice(key="counted", words="Counted are", options=COUNTED),
    ),
    start=("per_step", "disagreement"),
    cases={f"{one.reading.key} {quantity}": _case(one, quantity) for one in CLOSED_FORMS for quantity in COUNTED},
    along=T,
    up="expected in an episode",
)
