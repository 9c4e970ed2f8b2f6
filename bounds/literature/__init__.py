"""What the literature claims, one file a paper, each statement a `Bound`: evaluated, attacked, and never believed."""

from tightrope.bounds.literature import (
    cs285_homework_2023,
    foster_2024,
    ghosh_2021,
    kaariainen_2006,
    laskey_2017,
    rajaraman_2020,
    rajaraman_2021,
    ross_bagnell_2010,
    ross_gordon_bagnell_2011,
    simchowitz_2025,
    spencer_2021,
    swamy_2021,
    syed_schapire_2010,
    xu_2021,
    xu_li_yu_2020,
)

ALL = (
    *kaariainen_2006.BOUNDS,
    *ross_bagnell_2010.BOUNDS,
    *syed_schapire_2010.BOUNDS,
    *ross_gordon_bagnell_2011.BOUNDS,
    *laskey_2017.BOUNDS,
    *rajaraman_2020.BOUNDS,
    *xu_li_yu_2020.BOUNDS,
    *ghosh_2021.BOUNDS,
    *rajaraman_2021.BOUNDS,
    *spencer_2021.BOUNDS,
    *swamy_2021.BOUNDS,
    *xu_2021.BOUNDS,
    *cs285_homework_2023.BOUNDS,
    *foster_2024.BOUNDS,
    *simchowitz_2025.BOUNDS,
)
