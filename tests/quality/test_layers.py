"""Imports go one way, as the contracts in `pyproject.toml` say; and the contracts notice when they do not."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.quality.sources import ROOT, modules, shown, tree

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
ENTRANCES = {"desktop_app.__init__", "desktop_app.__main__"}
"""What stands outside the layers: the package itself and `python -m desktop_app`."""

OFFENCES = {
    "layers": ("desktop_app/services/offence.py", "from desktop_app.gui import page"),
    "rules": ("desktop_app/rules/offence.py", "import sqlalchemy"),
    "values": ("desktop_app/documents/offence.py", "from models.cases import Case"),
    "database": ("desktop_app/database.py", "import models.cases"),
    "services": ("desktop_app/services/offence.py", "from PySide6.QtCore import QObject"),
    "gui": ("desktop_app/gui/offence.py", "from models.cases import Case"),
    "cli": ("desktop_app/cli/offence.py", "from models.cases import Case"),
    "tables": ("models/offence.py", "from desktop_app.paths import ROOT"),
}


def test_imports_keep_to_the_contracts() -> None:
    checked = _lint(ROOT)

    assert checked.returncode == 0, checked.stdout


def test_every_module_has_its_layer() -> None:
    (layers,) = (contract["layers"] for contract in SETTINGS["contracts"] if contract["type"] == "layers")
    named = {name.strip(" ()") for layer in layers for name in layer.split("|")}
    present = {f"desktop_app.{path.stem}" for path in (ROOT / "desktop_app").iterdir() if _is_code(path)}

    assert present - ENTRANCES - named == set()


def test_every_contract_has_an_offence_to_notice() -> None:
    assert OFFENCES.keys() == {contract["id"] for contract in SETTINGS["contracts"]}


@pytest.mark.parametrize("contract", OFFENCES)
def test_a_contract_notices_an_offence(contract: str, tmp_path: Path) -> None:
    for folder in ("desktop_app", "models"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    name, line = OFFENCES[contract]
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")

    checked = _lint(tmp_path, "--contract", contract)

    assert checked.returncode == 1
    assert "BROKEN" in checked.stdout


def test_revisions_never_import_tables() -> None:
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in modules("migrations/versions")
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Import) and any(alias.name.startswith("models") for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("models"))
    ]

    assert found == []


def _is_code(path: Path) -> bool:
    return path.suffix == ".py" or (path / "__init__.py").exists()


def _lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [str(program), "--no-cache", "--no-logo", *options],
        check=False,
        cwd=folder,
        capture_output=True,
        text=True,
    )
