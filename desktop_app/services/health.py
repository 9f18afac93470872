"""体检: whether the database, its key, its calendar and its disk are in order."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from desktop_app.database import current_revision, head_revision
from desktop_app.keys import fingerprint
from desktop_app.messages import sentence
from desktop_app.rules.errors import ServiceError
from desktop_app.services.audit import find_broken_entry
from desktop_app.services.calendar import calendar_status
from desktop_app.services.file_upkeep import get_files_report, sweep_files
from desktop_app.services.office import key_folder
from desktop_app.services.work import SYSTEM, Actor, Office, Work
from models.cases import Case, NumberSeries
from models.enums import Permission
from models.printing import PrintRecord

UNREACHABLE_FILES = frozenset({"files_folder_away", "files_folder_unset"})
LEAST_FREE_BYTES = 500_000_000
SERIAL_DIGITS = 4
"""At the end of every case number."""


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One thing that was looked at: a stable code, its name on the screen, the verdict, and what was found."""

    code: str
    label: str
    is_sound: bool
    finding: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything that was looked at."""

    items: tuple[CheckItem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing needs attention."""
        return all(item.is_sound for item in self.items)


def check(office: Office, actor: Actor = SYSTEM) -> CheckReport:
    """Look at everything that can go wrong unseen; changes nothing but to sweep files away that nothing names any more.

    Raises `database_away`, `database_damaged`.
    """
    with office.read(actor) as work:
        work.require(Permission.DATABASE_MAINTAIN)
    freed = _sweep(office)
    with office.read(SYSTEM) as work:
        return CheckReport((*_items(work), _files(work, freed)))


def _items(work: Work) -> Iterator[CheckItem]:
    if work.office.database.is_sqlite:
        yield _structure(work)
        yield _references(work)
    yield _schema(work)
    yield _chain(work)
    yield _numbers(work)
    yield _key(work)
    yield _calendar(work)
    yield _disk(work)


def _structure(work: Work) -> CheckItem:
    found = work.session.connection().exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    finding = "完好" if found == "ok" else "文件已损坏，请用最近的备份恢复"
    return CheckItem("structure", "数据库文件结构", found == "ok", finding)


def _references(work: Work) -> CheckItem:
    broken = work.session.connection().exec_driver_sql("PRAGMA foreign_key_check").first()
    finding = "完好" if broken is None else f"表 {broken[0]} 中有失去关联的记录"
    return CheckItem("references", "数据关联", broken is None, finding)


def _schema(work: Work) -> CheckItem:
    revision = current_revision(work.office.database)
    is_sound = revision == head_revision()
    finding = f"{revision}" if is_sound else f"{revision}，应为 {head_revision()}，请重新打开程序完成升级"
    return CheckItem("schema", "数据库版本", is_sound, finding)


def _chain(work: Work) -> CheckItem:
    chain = find_broken_entry(work)
    finding = (
        f"共 {chain.entries} 条，前后相接"
        if chain.is_whole
        else f"第 {chain.broken_at} 条起不相接，可能被改动"
    )
    return CheckItem("audit_chain", "操作留痕", chain.is_whole, finding)


def _numbers(work: Work) -> CheckItem:
    """A series behind the numbers in use would give the next paper a number that exists."""
    behind = [series for query in (_cases_ahead(), _prints_ahead()) for series in work.session.scalars(query)]
    finding = f"{len(behind)} 个编号序列落后于已用编号：{behind[0]}" if behind else "没有重号风险"
    return CheckItem("number_series", "编号序列", not behind, finding)


def _cases_ahead() -> sa.Select[tuple[str]]:
    length = sa.func.length(Case.number) - SERIAL_DIGITS
    used = (
        sa.select(
            (sa.literal("case:") + sa.func.substr(Case.number, 1, length)).label("series"),
            sa.cast(sa.func.max(sa.func.substr(Case.number, length + 1)), sa.Integer).label("last"),
        )
        .group_by(sa.text("series"))
        .subquery()
    )
    return _ahead(used, NumberSeries.series + NumberSeries.period)


def _prints_ahead() -> sa.Select[tuple[str]]:
    used = (
        sa.select(
            (sa.literal("print:") + sa.cast(PrintRecord.document_id, sa.Text)).label("series"),
            sa.func.max(PrintRecord.copy_number).label("last"),
        )
        .group_by(PrintRecord.document_id)
        .subquery()
    )
    return _ahead(used, NumberSeries.series + sa.literal(""))


def _ahead(used: sa.Subquery, series: sa.ColumnElement[str]) -> sa.Select[tuple[str]]:
    """The series whose used numbers are greater than the last one they gave out."""
    return (
        sa.select(used.c.series)
        .join(NumberSeries, series == used.c.series, isouter=True)
        .where(sa.or_(NumberSeries.last.is_(None), NumberSeries.last < used.c.last))
        .order_by(used.c.series)
    )


def _key(work: Work) -> CheckItem:
    is_sound = work.settings.key_fingerprint == fingerprint(work.office.key)
    finding = work.settings.key_fingerprint if is_sound else "本机密钥与数据库记载的不同，二维码将无法验证"
    return CheckItem("key", "本厅密钥", is_sound, finding)


def _calendar(work: Work) -> CheckItem:
    status = calendar_status(work)
    years = f"已载入 {status.loaded_years[0]} 至 {status.loaded_years[-1]} 年"
    finding = (
        f"{years}；{work.today.year + 1} 年尚未载入，请导入放假通知" if status.missing_next_year else years
    )
    return CheckItem("calendar", "工作日历", not status.warning, finding)


def _sweep(office: Office) -> int:
    """Bytes that are free again; a folder out of reach is reported with the rest."""
    try:
        with office.read(SYSTEM) as work:
            unused = get_files_report(work).unused
        if not unused:
            return 0
        with office.work(SYSTEM) as work:
            return sweep_files(work)
    except ServiceError as error:
        if error.code in UNREACHABLE_FILES:
            return 0
        raise


def _files(work: Work, freed: int) -> CheckItem:
    """The attachments of the cases, and what nobody named any more."""
    try:
        report = get_files_report(work)
    except ServiceError as error:
        if error.code not in UNREACHABLE_FILES:
            raise
        return CheckItem("files", "附件", is_sound=False, finding=sentence(error))
    finding = f"共 {report.files:,} 个，{report.size / 1_000_000:,.1f} MB"
    if freed:
        finding += f"；清理了无人使用的文件 {freed / 1_000_000:,.1f} MB"
    if report.missing:
        finding += f"；缺少 {len(report.missing)} 个，请从备份的附件文件夹恢复"
    return CheckItem("files", "附件", not report.missing, finding)


def _disk(work: Work) -> CheckItem:
    """The disk of the database file, or of a server's workstation."""
    free = shutil.disk_usage(key_folder(work.office.database)).free
    return CheckItem("disk", "磁盘空间", free >= LEAST_FREE_BYTES, f"剩余 {free // 1_000_000:,} MB")
