"""Choosing a division, a department or a matter by typing: what stands in the list, and how it is found."""

from typing import TYPE_CHECKING

from desktop_app.gui.jobs import Jobs
from desktop_app.gui.lookup import Choice, LookupField
from desktop_app.services.catalogue import find_matters
from desktop_app.services.divisions import DivisionRow, find_divisions
from desktop_app.services.organisation import DepartmentNode, find_departments

if TYPE_CHECKING:
    from desktop_app.services.work import Work

MOST_FOUND = 30


def division_field(name: str, title: str, jobs: Jobs) -> LookupField:
    """A field for a division; its value is the code."""
    hint = "名称、代码或拼音首字母，例如：魏都 西大街"
    return LookupField(name, title, jobs, _divisions, placeholder=hint)


def department_field(name: str, title: str, jobs: Jobs) -> LookupField:
    """A field for an active department; its value is the row number."""
    return LookupField(name, title, jobs, _departments, placeholder="名称、简称或信用代码")


def matter_field(name: str, title: str, jobs: Jobs) -> LookupField:
    """A field for a matter; its value is the row number."""
    return LookupField(name, title, jobs, _matters, placeholder="名称、编码、别名或拼音首字母")


def division_choice(code: str, path: str) -> Choice:
    """A division in words; one that is in no list any more still shows its code."""
    return Choice(code, f"{path}　{code}".strip())


def department_choice(node: DepartmentNode) -> Choice:
    """A department in words."""
    return Choice(str(node.id), f"{node.name}　{node.code}")


def _divisions(work: "Work", text: str) -> list[Choice]:
    rows: list[DivisionRow] = find_divisions(work, text, MOST_FOUND)
    return [division_choice(row.code, row.path) for row in rows]


def _departments(work: "Work", text: str) -> list[Choice]:
    return [department_choice(node) for node in find_departments(work, text, MOST_FOUND)]


def _matters(work: "Work", text: str) -> list[Choice]:
    rows = find_matters(work, text, MOST_FOUND)
    return [
        Choice(str(row.id), f"{row.name}　{row.department_name}　{row.item_code or row.code}") for row in rows
    ]
