"""A report is put in place whole, in one step, and what strangers put there is never lost."""

import os
from pathlib import Path

import pytest

from tests.attacks.killed_steps import little_report, write_little
from tests.attacks.processes import content
from tightrope.reports.publishing import place, report
from tightrope.reports.publishing.experiment import QUICK


@pytest.fixture
def target(tmp_path):
    """A folder with an old report, and nothing beside it."""
    write_little(tmp_path / "report", "old")
    return tmp_path / "report"


PUT = {
    "a file": lambda path: path.write_text("years of work", encoding="utf-8"),
    "a link": lambda path: path.symlink_to("/etc/hostname"),
    "a pipe": os.mkfifo,
    "an empty folder": Path.mkdir,
}
put_anything = pytest.mark.parametrize("put", PUT.values(), ids=PUT)


def words_of(folder):
    return (folder / "report.md").read_text(encoding="utf-8")


def test_a_report_takes_the_place_of_an_older_one_and_nothing_else_is_left(target):
    write_little(target, "new")

    assert words_of(target) == "new"
    assert os.listdir(target.parent) == ["report"]


def test_it_is_exchanged_in_one_step_where_the_system_can(target, monkeypatch):
    monkeypatch.setattr(os, "rename", lambda *_: pytest.fail("it was renamed"))
    write_little(target, "new")

    assert words_of(target) == "new"


def test_without_that_step_it_takes_its_place_as_well(target, monkeypatch):
    monkeypatch.setattr(place, "_exchange", lambda one, other: False)
    write_little(target, "new")

    assert words_of(target) == "new"
    assert os.listdir(target.parent) == ["report"]


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "report").mkdir()
    write_little(tmp_path / "report", "new")

    assert words_of(tmp_path / "report") == "new"


def changed(target, make):
    """The target as something that is no report."""
    target.rename(target.parent / "moved")
    make(target)


TARGETS = {
    "a link to a report": lambda target: changed(target, lambda path: path.symlink_to("moved")),
    "a link to nothing": lambda target: changed(target, lambda path: path.symlink_to("nothing")),
    "a file": lambda target: changed(target, PUT["a file"]),
    "a pipe": lambda target: changed(target, os.mkfifo),
    "a part that is a link": lambda target: (
        (target / "report.md").rename(target.parent / "report.md"),
        (target / "report.md").symlink_to("../report.md"),
    ),
    "a file that its manifest lists and no report has": lambda target: (
        PUT["a file"](target / "thesis"),
        (target / "manifest.json").write_text(
            (target / "manifest.json").read_text(encoding="utf-8").replace("report.md", "thesis"), encoding="utf-8"
        ),
    ),
    **{f"{name} in it": lambda target, put=put: put(target / "thesis") for name, put in PUT.items()},
    **{f"{name} in its data": lambda target, put=put: put(target / "data" / "thesis") for name, put in PUT.items()},
}


@pytest.mark.parametrize("make", TARGETS.values(), ids=TARGETS)
def test_what_is_no_report_and_nothing_else_is_refused_before_any_work(target, make):
    make(target)
    before = content(target.parent)

    with (
        pytest.raises(ValueError, match=r"must be a folder|not part of its report|holds no report"),
        place.beside(target),
    ):
        pytest.fail("the work was begun")
    assert content(target.parent) == before


def test_a_mount_point_and_the_current_folder_are_refused(target, monkeypatch):
    monkeypatch.chdir(target)

    for folder, words in ((Path("/proc"), "mount point"), (target, "current one"), (target.parent, "current one")):
        with pytest.raises(ValueError, match=words):
            place.check_target(folder)


@put_anything
@pytest.mark.parametrize("where", ["thesis", "data/thesis"])
def test_what_is_put_there_meanwhile_stays_and_the_new_report_is_kept_beside(target, put, where):
    before = content(target)
    with pytest.raises(ValueError, match=r"the new report is in .*report\.new"), place.beside(target) as new:
        little_report(new, "new")
        put(target / where)
        place.put(new, target)

    assert os.path.lexists(target / where)
    assert before.items() <= content(target).items()
    assert words_of(target.parent / "report.new") == "new"
    assert sorted(os.listdir(target.parent)) == ["report", "report.new"]


def test_a_second_report_that_is_kept_gets_another_name(target):
    (target.parent / "report.new").mkdir()
    with pytest.raises(ValueError, match=r"report\.new-2"), place.beside(target) as new:
        little_report(new, "new")
        PUT["a file"](target / "thesis")
        place.put(new, target)


@put_anything
@pytest.mark.parametrize("exchange", [place._exchange, lambda one, other: False])
def test_what_is_put_there_in_the_last_instant_is_kept_with_the_old_report(target, put, exchange, monkeypatch):
    monkeypatch.setattr(place, "_exchange", lambda one, other: (put(target / "thesis"), exchange(one, other))[1])
    with pytest.raises(ValueError, match=r"kept in .*report\.old"):
        write_little(target, "new")

    assert words_of(target) == "new"
    assert os.path.lexists(target.parent / "report.old" / "thesis")
    assert sorted(os.listdir(target.parent)) == ["report", "report.old"]


def test_an_empty_folder_that_is_filled_meanwhile_is_not_touched(tmp_path):
    target = tmp_path / "report"
    target.mkdir()
    with pytest.raises(ValueError, match="the new report is in"), place.beside(target) as new:
        little_report(new, "new")
        PUT["a file"](target / "thesis")
        place.put(new, target)

    assert os.listdir(target) == ["thesis"]


def test_a_second_writer_is_refused_and_the_first_one_is_not_disturbed(target):
    with place.beside(target) as new:
        little_report(new, "new")
        with pytest.raises(ValueError, match="another process is making a report"):
            write_little(target, "other")
        place.put(new, target)

    assert words_of(target) == "new"
    assert os.listdir(target.parent) == ["report"]


WORKS = {
    "a file": PUT["a file"],
    "a link": lambda path: (path.symlink_to("elsewhere"), (path.parent / "elsewhere").mkdir()),
    "a folder with something in it": lambda path: (path.mkdir(), PUT["a file"](path / "thesis")),
    "a folder with another lock": lambda path: (path.mkdir(), PUT["a file"](path / "lock")),
    "an empty lock and more": lambda path: (path.mkdir(), (path / "lock").touch(), PUT["a file"](path / "thesis")),
}


@pytest.mark.parametrize("make", WORKS.values(), ids=WORKS)
def test_a_folder_where_the_work_would_be_is_swept_only_if_it_is_provably_its_own(target, make):
    make(target.parent / ".report.tightrope")
    before = content(target.parent)

    with pytest.raises(ValueError, match="not tightrope's: move it"):
        write_little(target, "new")
    assert content(target.parent) == before


def test_the_old_report_comes_back_if_the_system_stopped_between_two_renamings(target):
    work = target.parent / ".report.tightrope"
    work.mkdir()
    (work / "lock").write_text(place.OURS, encoding="ascii")
    little_report(work / "new", "new")
    target.rename(work / "old")

    with pytest.raises(RuntimeError), place.beside(target):
        raise RuntimeError("the experiment broke")
    assert words_of(target) == "old"
    assert os.listdir(target.parent) == ["report"]


def test_work_that_fails_leaves_no_folder_that_it_made(tmp_path):
    with pytest.raises(RuntimeError), place.beside(tmp_path / "a" / "b" / "report") as new:
        new.mkdir()
        raise RuntimeError("the experiment broke")

    assert os.listdir(tmp_path) == []


def test_a_full_disk_is_told_and_leaves_the_old_report(target, monkeypatch):
    before = content(target)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(report, "write_texts", full)
    monkeypatch.setattr(report, "results_of", lambda *_: {})
    with pytest.raises(ValueError, match="cannot be written beside .*: No space left on device"):
        report.write_report(target, (), QUICK)
    assert content(target) == before
    assert os.listdir(target.parent) == ["report"]
