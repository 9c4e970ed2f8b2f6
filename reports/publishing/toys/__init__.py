"""What a reader of the page tries out, by name."""

from tightrope.reports.publishing.toys.brake_light import BRAKE_LIGHT
from tightrope.reports.publishing.toys.paradox import PARADOX
from tightrope.reports.publishing.toys.worst_case import EXPLORER

ALL = {one.key: one for one in (EXPLORER, BRAKE_LIGHT, PARADOX)}
