"""`demo` and `screens`: the whole main job without a screen, and what it leaves behind."""

from pathlib import Path
from struct import unpack

import pytest
from pypdf import PdfReader

from desktop_app.services.story import story_office
from models.elements import GuideStyle
from models.enums import CaseState, DocumentKind
from tests.e2e.command_line import CommandLine

LEAST_SCREENS = 90


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height as the head of a PNG says."""
    width, height = unpack(">II", path.read_bytes()[16:24])
    return width, height


def papers_of_the_story() -> int:
    """How many papers its cases have when it is told once more."""
    with story_office() as (_office, story):
        return sum(len(case.document_ids) for case in story.cases)


def test_the_demo_does_the_whole_job_and_writes_every_paper(tmp_path: Path) -> None:
    fresh = CommandLine(tmp_path / "home", is_cold=True)
    out = tmp_path / "demo"
    (out / "documents").mkdir(parents=True)
    (out / "documents" / "mine.txt").write_text("kept")

    told = fresh.ask("demo", out)

    assert {case["state"] for case in told["cases"]} == {state.value for state in CaseState}
    assert told["audit"]["is_whole"]
    papers = [Path(name) for name in told["documents"]]
    assert {paper.stem.partition("-")[2] for paper in papers} == {kind.value for kind in DocumentKind}
    assert len(papers) == len(set(papers)) == papers_of_the_story()
    for paper in papers:
        text = "".join(page.extract_text() for page in PdfReader(paper).pages)
        assert DocumentKind(paper.stem.partition("-")[2]).label in text.replace("\n", "")
        assert "补打" not in text
    guides = [Path(name) for name in told["guides"]]
    assert [guide.name for guide in guides] == [
        *(f"{style}{size}.pdf" for style in GuideStyle for size in ("", "-large")),
        "book.pdf",
    ]
    assert all(PdfReader(guide).pages for guide in guides)
    assert len(told["screens"]) >= LEAST_SCREENS
    assert {picture_size(Path(name)) for name in told["screens"] if "-dialog" not in name} == {(1366, 768)}
    assert (out / "documents" / "mine.txt").read_text() == "kept"
    assert not (fresh.home / "yichuang.db").exists()


def test_screens_are_drawn_in_any_theme_and_size(tmp_path: Path) -> None:
    fresh = CommandLine(tmp_path / "home", is_cold=True)
    words = ("--theme", "contrast", "--size", "1920x1080", "--scale", "1.5")

    files = [Path(name) for name in fresh.ask("screens", tmp_path / "out", *words)["screens"]]

    assert len(files) >= LEAST_SCREENS
    assert sorted(files) == sorted((tmp_path / "out").iterdir())
    pages = [file for file in files if "-dialog" not in file.name]
    assert {picture_size(file) for file in pages} == {(1920, 1080)}
    contents = {file.read_bytes() for file in files}
    assert len(contents) > LEAST_SCREENS - 10


@pytest.mark.parametrize("command", ["demo", "screens"])
@pytest.mark.parametrize("place", ["taken.txt", "taken.txt/below", "/proc/nowhere"])
def test_a_place_that_cannot_be_written_is_refused(
    fresh: CommandLine, tmp_path: Path, command: str, place: str
) -> None:
    (tmp_path / "taken.txt").write_text("kept")

    assert fresh.refused(command, tmp_path / place) == "output_unwritable"
    assert (tmp_path / "taken.txt").read_text() == "kept"
