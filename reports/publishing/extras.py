"""What a report needs beside the bare package: all that is missing is named before anything starts."""

from importlib.util import find_spec

from tightrope.reports.publishing.experiment import Experiment

EXTRA = {"pypandoc": "report", "typst": "report", "gymnasium": "gym"}  # a module, and which extra installs it
OF_PAGES = ("pypandoc", "typst")


def check_extras(experiments: tuple[Experiment, ...]) -> None:
    """Raises ValueError if a module that the pages or these experiments need is not installed."""
    missing = {name: "the pages" for name in OF_PAGES if not find_spec(name)}
    for name in dict.fromkeys(name for one in experiments for name in one.needs if not find_spec(name)):
        missing[name] = ", ".join(one.key for one in experiments if name in one.needs)
    if missing:
        extras = ",".join(dict.fromkeys(EXTRA[name] for name in missing))
        needed = "; ".join(f"{name} for {what}" for name, what in missing.items())
        raise ValueError(
            f"not installed: {needed}; pip install 'tightrope[{extras}]', or leave experiments out by --only"
        )
