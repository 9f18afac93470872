"""The technical log: readable by machines, bounded, and without personal data."""

import json
import logging
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from desktop_app import logs

CASE_NUMBER = "11411000MB9900013M3410125015000202611200001"
ORGANISATION = "91411000MA99000607"


@pytest.fixture
def restored_logging() -> Generator[None]:
    """The root logger as the test found it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = []
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(capture=False)


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder the program logs into."""
    request.getfixturevalue("restored_logging")
    logs.configure_logging(tmp_path / "logs")
    return tmp_path / "logs"


def entries(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / logs.FILE_NAME).read_text("utf-8").splitlines()]


def test_an_entry_is_one_line_of_json(folder: Path) -> None:
    logging.getLogger("desktop_app.test").warning("第一行\n第二行 %s", "值")

    (entry,) = entries(folder)

    assert entry["message"] == "第一行\n第二行 值"
    assert (entry["level"], entry["logger"]) == ("WARNING", "desktop_app.test")
    assert entry["at"].endswith("+00:00")


@pytest.mark.parametrize(
    "number",
    [
        "411002199003070006",
        "41102519880105000X",
        "41102519880105000x",
        "４１１００２１９９００３０７０００６",
        "411002900307000",
        "13800000000",
        "0374-0000000",
    ],
)
@pytest.mark.parametrize("text", ["{}", "号码{}有误", "('{}', 1)", "a{}b", "x=\\n{}"])
def test_personal_numbers_are_masked(folder: Path, number: str, text: str) -> None:
    logging.getLogger("desktop_app.test").error("%s", text.format(number))

    assert number not in entries(folder)[0]["message"]
    assert logs.masked(text.format(number)) == text.format("***")


@pytest.mark.parametrize("text", [CASE_NUMBER, ORGANISATION, "2026-11-20 09:30:00", "411002", "a" * 64])
def test_what_helps_and_is_not_personal_stays(text: str) -> None:
    assert logs.masked(text) == text


def test_tracebacks_are_masked(folder: Path) -> None:
    failure = ValueError("refused\nDETAIL:  Key (identity_number)=(P1234567) exists.\n411002199003070006")
    try:
        _fail(failure)
    except ValueError:
        logging.getLogger("desktop_app.test").exception("failed", stack_info=True)

    (entry,) = entries(folder)

    assert "ValueError: refused\nDETAIL: ***\n***" in entry["exception"]
    assert "test_logs" in entry["exception"]
    assert "test_logs" in entry["stack"]


def test_five_files_of_a_megabyte_are_kept(folder: Path) -> None:
    log = logging.getLogger("desktop_app.test")
    for _ in range(700):
        log.warning("x" * 10_000)

    files = sorted(folder.iterdir())
    assert len(files) == 5
    assert all(file.stat().st_size <= logs.FILE_BYTES for file in files)


def test_broken_text_is_logged_all_the_same(folder: Path) -> None:
    """Handed to our handler alone: the test's own report could not carry it."""
    record = logging.makeLogRecord({"msg": "\ud800"})
    (handler,) = [each for each in logging.getLogger().handlers if isinstance(each.formatter, logs.JsonLines)]
    handler.handle(record)

    assert entries(folder)[0]["message"] == "\ud800"


@pytest.mark.usefixtures("restored_logging")
def test_without_a_folder_the_log_goes_to_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", "utf-8")

    logs.configure_logging(tmp_path / "file" / "logs")
    logging.getLogger("desktop_app.test").warning("here")

    assert json.loads(capsys.readouterr().err)["message"] == "here"


def _fail(failure: Exception) -> None:
    raise failure
