"""组织与大厅: the departments of the region as a tree, and the halls their counters stand in."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from desktop_app.rules.cases import CLOSED
from desktop_app.rules.errors import ServiceError
from desktop_app.rules.identifiers import check_identity
from desktop_app.rules.organisation import is_within, tree_order
from desktop_app.rules.texts import clean_text
from desktop_app.services.divisions import checked_division, list_division_paths
from desktop_app.services.office_state import queue_up
from desktop_app.services.work import Work
from models.cases import Case
from models.catalogue import Matter
from models.enums import Area, IdentityKind, MatterState, Permission, UseLevel
from models.sites import Counter, Department, Hall

LONGEST_NAME = 100
LONGEST_SHORT_NAME = 20
LONGEST_LINE = 200
LONGEST_TRAFFIC = 500
ENDED = (MatterState.ABOLISHED,)


@dataclass(frozen=True, slots=True)
class DepartmentNode:
    """A department in the tree: `depth` 0 at the top, `division_path` in words, `matters` those not abolished."""

    id: int
    code: str
    name: str
    short_name: str
    parent_id: int | None
    level: UseLevel | None
    division_code: str
    division_path: str
    address: str
    phone: str
    hours: str
    review_body: str
    court: str
    is_active: bool
    depth: int
    matters: int


@dataclass(frozen=True, slots=True)
class DepartmentGiven:
    """A department as filled in; `is_code_confirmed` takes a credit code that fails its check."""

    code: str
    name: str
    short_name: str = ""
    parent_id: int | None = None
    level: UseLevel | None = None
    division_code: str = ""
    address: str = ""
    phone: str = ""
    hours: str = ""
    review_body: str = ""
    court: str = ""
    is_active: bool = True
    is_code_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class HallRow:
    """A hall with how many counters it has."""

    id: int
    name: str
    division_code: str
    division_path: str
    address: str
    hours: str
    phone: str
    traffic: str
    counters: int


@dataclass(frozen=True, slots=True)
class HallGiven:
    """A hall as filled in."""

    name: str
    division_code: str = ""
    address: str = ""
    hours: str = ""
    phone: str = ""
    traffic: str = ""


def list_department_tree(work: Work) -> list[DepartmentNode]:
    """Every department, each behind the one it belongs to; the upper levels first, then by name."""
    departments = {row.id: row for row in work.session.scalars(sa.select(Department))}
    listed = sorted(departments.values(), key=_rank)
    places = tree_order({row.id: row.parent_id for row in listed}, [row.id for row in listed])
    paths = list_division_paths(work, {row.division_code for row in listed})
    matters = _matters_of_departments(work)
    return [_node(departments[place.id], place.depth, paths, matters.get(place.id, 0)) for place in places]


def _rank(department: Department) -> tuple[int, str, int]:
    levels = list(UseLevel)
    level = len(levels) if department.level is None else levels.index(department.level)
    return level, department.name, department.id


def find_departments(work: Work, text: str, limit: int = 20) -> list[DepartmentNode]:
    """Active departments whose name, short name or code holds a text, in the order of the tree."""
    wanted = text.strip().casefold()
    found = (
        node
        for node in list_department_tree(work)
        if node.is_active and wanted in f"{node.name}\n{node.short_name}\n{node.code}".casefold()
    )
    return [node for _, node in zip(range(limit), found, strict=False)]


def save_department(work: Work, department_id: int | None, given: DepartmentGiven) -> int:
    """Set up a department (`department_id` is `None`), change or move it, put it out of use or back; its number.

    What published versions and issued papers say of it stays as it was.
    Raises `department_unknown`, `department_code_unconfirmed`, `department_code_taken`, `department_cycle`,
    `department_parent_inactive`, `department_in_use`, `division_unknown` and the refusals of the text fields.
    """
    work.require(Permission.SITES_EDIT)
    queue_up(work.session)  # two moves at the same moment could close a circle that neither sees
    department = Department() if department_id is None else _find_department(work, department_id)
    before = {} if department_id is None else _facts(department)
    _check_parent(work, department_id, given)
    if department_id is not None and department.is_active and not given.is_active:
        _require_unused(work, department)
    values = _checked_values(work, given, str(before.get("code", "")))
    try:
        with work.session.begin_nested():
            for key, value in values.items():
                setattr(department, key, value)
            work.session.add(department)
    except IntegrityError:
        raise _code_taken(work, str(values["code"])) from None
    changed = {key: value for key, value in _facts(department).items() if before.get(key) != value}
    work.record("sites.save_department", f"department:{department.id}", Area.SITES, Area.CATALOGUE, **changed)
    return department.id


def list_halls(work: Work) -> list[HallRow]:
    """Every hall, by name."""
    counters = sa.select(sa.func.count()).where(Counter.hall_id == Hall.id).scalar_subquery()
    rows = work.session.execute(sa.select(Hall, counters).order_by(Hall.name, Hall.id)).all()
    paths = list_division_paths(work, {hall.division_code for hall, _counters in rows})
    return [
        HallRow(
            hall.id,
            hall.name,
            hall.division_code,
            paths.get(hall.division_code, ""),
            hall.address,
            hall.hours,
            hall.phone,
            hall.traffic,
            count or 0,
        )
        for hall, count in rows
    ]


def save_hall(work: Work, hall_id: int | None, given: HallGiven) -> int:
    """Set up a hall (`hall_id` is `None`) or change one; its number.

    Raises `hall_unknown`, `hall_name_taken`, `division_unknown` and the refusals of the text fields.
    """
    work.require(Permission.SITES_EDIT)
    hall = Hall() if hall_id is None else work.session.get(Hall, hall_id, with_for_update=True)
    if hall is None:
        raise ServiceError("hall_unknown")
    hall.name = _one_line(given.name, "大厅名称", needed=True, longest=LONGEST_NAME)
    hall.division_code = checked_division(work, given.division_code)
    hall.address = _one_line(given.address, "大厅地址")
    hall.hours = clean_text(given.hours, "办公时间", longest=LONGEST_LINE)
    hall.phone = _one_line(given.phone, "电话")
    hall.traffic = clean_text(given.traffic, "交通指引", longest=LONGEST_TRAFFIC)
    work.session.add(hall)
    try:
        work.session.flush()
    except IntegrityError:
        raise ServiceError("hall_name_taken", name=hall.name) from None
    work.record("sites.save_hall", f"hall:{hall.id}", Area.SITES, name=hall.name)
    return hall.id


def _find_department(work: Work, department_id: int) -> Department:
    department = work.session.get(Department, department_id, populate_existing=True)
    if department is None:
        raise ServiceError("department_unknown")
    return department


def _check_parent(work: Work, department_id: int | None, given: DepartmentGiven) -> None:
    """Refuse a parent that is unknown, out of use, the department itself or one of those below it."""
    if given.parent_id is None:
        return
    parent = _find_department(work, given.parent_id)
    if given.is_active and not parent.is_active:
        raise ServiceError("department_parent_inactive", parent=parent.name)
    if department_id is None:
        return
    parents = {
        row.id: row.parent_id for row in work.session.execute(sa.select(Department.id, Department.parent_id))
    }
    if is_within(parents, given.parent_id, department_id):
        raise ServiceError("department_cycle", parent=parent.name, department=given.name)


def _checked_values(work: Work, given: DepartmentGiven, code_before: str) -> dict[str, object]:
    """What is written of a department, column by column."""
    return {
        "code": _checked_code(work, given, code_before),
        "name": _one_line(given.name, "部门名称", needed=True, longest=LONGEST_NAME),
        "short_name": _one_line(given.short_name, "部门简称", longest=LONGEST_SHORT_NAME),
        "parent_id": given.parent_id,
        "level": given.level,
        "division_code": checked_division(work, given.division_code),
        "address": _one_line(given.address, "地址"),
        "phone": _one_line(given.phone, "电话"),
        "hours": clean_text(given.hours, "办公时间", longest=LONGEST_LINE),
        "review_body": _one_line(given.review_body, "行政复议机关"),
        "court": _one_line(given.court, "行政诉讼法院"),
        "is_active": given.is_active,
    }


def _checked_code(work: Work, given: DepartmentGiven, before: str) -> str:
    """The code in normal form; one that fails its check needs a confirmation, once."""
    text = _one_line(given.code, "统一社会信用代码", needed=True, longest=50)
    check = check_identity(IdentityKind.CREDIT_CODE, text, work.today)
    if check.warnings and not given.is_code_confirmed and check.text != before:
        raise ServiceError("department_code_unconfirmed", reason=check.warnings[0].label)
    return check.text


def _code_taken(work: Work, code: str) -> ServiceError:
    name = work.session.scalar(sa.select(Department.name).where(Department.code == code)) or ""
    return ServiceError("department_code_taken", number=code, department=name)


def _require_unused(work: Work, department: Department) -> None:
    matters = _count(work, Matter.department_id == department.id, Matter.state.not_in(ENDED))
    cases = _count(work, Case.department_id == department.id, Case.state.not_in(CLOSED))
    children = _count(work, Department.parent_id == department.id, Department.is_active.is_(True))
    if matters or cases or children:
        raise ServiceError(
            "department_in_use", department=department.name, matters=matters, cases=cases, children=children
        )


def _count(work: Work, *conditions: sa.ColumnElement[bool]) -> int:
    """How many rows of the table the conditions are about fulfil them."""
    return work.session.scalar(sa.select(sa.func.count()).where(*conditions)) or 0


def _matters_of_departments(work: Work) -> dict[int, int]:
    query = (
        sa.select(Matter.department_id, sa.func.count())
        .where(Matter.state.not_in(ENDED))
        .group_by(Matter.department_id)
    )
    return {row[0]: row[1] for row in work.session.execute(query)}


def _one_line(text: str, name: str, *, needed: bool = False, longest: int = LONGEST_LINE) -> str:
    return clean_text(" ".join(text.split()), name, needed=needed, longest=longest)


def _facts(department: Department) -> dict[str, object]:
    """What the audit chain tells of a department."""
    return {
        "code": department.code,
        "name": department.name,
        "parent": department.parent_id,
        "level": department.level,
        "is_active": department.is_active,
    }


def _node(department: Department, depth: int, paths: dict[str, str], matters: int) -> DepartmentNode:
    return DepartmentNode(
        department.id,
        department.code,
        department.name,
        department.short_name,
        department.parent_id,
        department.level,
        department.division_code,
        paths.get(department.division_code, ""),
        department.address,
        department.phone,
        department.hours,
        department.review_body,
        department.court,
        department.is_active,
        depth,
        matters,
    )
