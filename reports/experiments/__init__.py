"""One experiment a file; `PARTS` is their order in the report."""

from collections.abc import Sequence

from tightrope.bounds.language.known import named
from tightrope.reports.experiments import (
    aggregation,
    brake_light,
    brake_light_networks,
    catalogue,
    cloning,
    costs,
    course_networks,
    data_budget,
    denoising,
    dependence,
    discretised,
    distance,
    finite_samples,
    forgetting,
    goal_coverage,
    growth,
    hindsight,
    history,
    label_budget,
    late_labels,
    latent_variable,
    lecture_lines,
    looseness,
    memoryless,
    mixture,
    multimodal,
    on_policy_cost,
    paradox,
    phase_brake_light,
    phase_goals,
    phase_growth,
    phase_kept_mistakes,
    phase_label_budget,
    phase_late_labels,
    phase_paradox,
    phase_side_cameras,
    plane,
    play_data,
    power,
    problems,
    published_rates,
    recalled_bounds,
    recoverability,
    schedules,
    sequences,
    shared_labels,
    side_cameras,
    state_complexity,
    tree_course,
    wandering,
    wrong_labels,
)
from tightrope.reports.publishing.experiment import Experiment

PARTS: dict[str, tuple[Experiment, ...]] = {  # of the report, after the sections of the lecture
    "Behavioural cloning": (
        problems.EXPERIMENT,
        cloning.EXPERIMENT,
        dependence.EXPERIMENT,
        distance.EXPERIMENT,
        on_policy_cost.EXPERIMENT,
    ),
    "The analysis of cloning": (
        lecture_lines.EXPERIMENT,
        growth.EXPERIMENT,
        looseness.EXPERIMENT,
        phase_growth.EXPERIMENT,
        state_complexity.EXPERIMENT,
        finite_samples.EXPERIMENT,
    ),
    "Mistakes in the data": (
        paradox.EXPERIMENT,
        phase_paradox.EXPERIMENT,
        phase_kept_mistakes.EXPERIMENT,
        data_budget.EXPERIMENT,
        wandering.EXPERIMENT,
        side_cameras.EXPERIMENT,
        phase_side_cameras.EXPERIMENT,
    ),
    "Why one may fail to fit the expert": (
        memoryless.EXPERIMENT,
        history.EXPERIMENT,
        sequences.EXPERIMENT,
        brake_light.EXPERIMENT,
        brake_light_networks.EXPERIMENT,
        phase_brake_light.EXPERIMENT,
        multimodal.EXPERIMENT,
        mixture.EXPERIMENT,
        latent_variable.EXPERIMENT,
        denoising.EXPERIMENT,
        discretised.EXPERIMENT,
        plane.EXPERIMENT,
    ),
    "Multi-task learning": (
        hindsight.EXPERIMENT,
        goal_coverage.EXPERIMENT,
        phase_goals.EXPERIMENT,
        play_data.EXPERIMENT,
    ),
    "DAgger": (
        aggregation.EXPERIMENT,
        recoverability.EXPERIMENT,
        tree_course.EXPERIMENT,
        course_networks.EXPERIMENT,
        forgetting.EXPERIMENT,
        shared_labels.EXPERIMENT,
        schedules.EXPERIMENT,
        label_budget.EXPERIMENT,
        phase_label_budget.EXPERIMENT,
        late_labels.EXPERIMENT,
        phase_late_labels.EXPERIMENT,
        wrong_labels.EXPERIMENT,
    ),
    "Bounds, checks and costs": (
        catalogue.EXPERIMENT,
        published_rates.EXPERIMENT,
        recalled_bounds.EXPERIMENT,
        power.EXPERIMENT,
        costs.EXPERIMENT,
    ),
}
ALL: tuple[Experiment, ...] = tuple(one for part in PARTS.values() for one in part)


def experiment(key: str) -> Experiment:
    """The experiment of that key. Raises ValueError for an unknown one."""
    return named(key, ALL, "experiment")


def chosen(keys: Sequence[str] | None) -> tuple[Experiment, ...]:
    """The experiments of those keys, or all. Raises ValueError for an unknown key, or one that is given twice."""
    if keys is not None and not (isinstance(keys, list | tuple) and all(isinstance(key, str) for key in keys)):
        raise TypeError(f"experiments are asked for by a list of keys; got a value of type {type(keys).__name__}")
    if twice := [key for key in dict.fromkeys(keys or ()) if list(keys or ()).count(key) > 1]:
        raise ValueError(f"each experiment is asked for once; got {', '.join(twice)} again")
    return tuple(experiment(key) for key in keys) if keys else ALL
