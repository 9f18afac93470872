"""`guide` and `guides`: one matter and a whole department as PDF, from the command line."""

import shutil
from pathlib import Path

import pytest

from tests.e2e.command_line import CommandLine
from tests.unit.documents.reading import pages_of, squeezed

CODE = "11411000MB9910043G4410728001000"
HALL_OF = "颍昌县公安局"


@pytest.fixture(scope="module")
def hall(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A hall with the sample catalogue, only read here."""
    home = tmp_path_factory.mktemp("hall") / "home"
    shutil.copytree(sample_home, home)
    return CommandLine(home)


def text(path: Path) -> str:
    return squeezed("".join(pages_of(path.read_bytes())))


def test_a_guide_is_written_in_the_style_asked_for(hall: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "指南.pdf"
    told = hall.ask("guide", CODE, out)
    assert (told["style"], told["is_large"], told["version"]) == ("standard", False, 1)
    assert told["bytes"] == out.stat().st_size
    assert "10.申请材料目录" in text(out)

    hall.ask("guide", CODE, out, "--style", "plain", "--large")
    assert "您要带什么" in text(out)


def test_answers_are_given_as_words(hall: CommandLine, tmp_path: Path) -> None:
    found = next(
        shown
        for row in hall.ask("matters", "search", "许可", "--limit", "50")
        if (shown := hall.ask("matters", "show", row["item_code"] or row["code"]))["content"]["situations"]
    )
    code = found["item_code"] or found["code"]
    situation = found["content"]["situations"][0]
    out = tmp_path / "out.pdf"
    hall.ask("guide", code, out, "--situation", f"{situation['key']}={situation['options'][0]['key']}")
    assert "本指南按以下情形打印" in text(out)
    assert hall.refused("guide", code, out, "--situation", "没有=这个") == "situation_unknown"
    assert hall.run("guide", code, out, "--situation", "没有等号").status == 2


def test_a_department_is_bound_into_one_file(hall: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "book.pdf"
    told = hall.ask("guides", out, "--department", HALL_OF, "--style", "brief")
    assert told["guides"] > 1
    assert told["pages"] == len(pages_of(out.read_bytes())) == told["guides"] + 2
    assert told["skipped"] == []
    assert "居民身份证" in text(out)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("guide", "没有这个编码", "x.pdf"), "matter_unknown"),
        (("guides", "x.pdf", "--department", "没有这个部门"), "department_not_found"),
    ],
)
def test_what_is_not_there_is_refused(hall: CommandLine, words: tuple[str, ...], code: str) -> None:
    assert hall.refused(*words) == code


@pytest.mark.parametrize("place", ["taken.txt/out.pdf", "nowhere/out.pdf", "."])
def test_a_place_that_cannot_be_written_is_refused(hall: CommandLine, tmp_path: Path, place: str) -> None:
    (tmp_path / "taken.txt").write_text("kept")
    for words in (("guide", CODE), ("guides", "--department", HALL_OF)):
        assert hall.refused(*words, tmp_path / place) == "output_unwritable"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["taken.txt"]
