"""The commands for cases and their papers: listing, showing, printing, and proving a QR code."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from desktop_app.cli.arguments import page_size, path, text
from desktop_app.cli.opening import named_department, opened, reading
from desktop_app.cli.output import Answer, minute, table
from desktop_app.cli.procedure_lines import procedure_lines
from desktop_app.rules.errors import ServiceError
from models.enums import CaseState, DocumentKind

if TYPE_CHECKING:
    from desktop_app.services.case_queries import CaseDetail
    from desktop_app.services.case_rows import CaseRow
    from desktop_app.services.printing import DocumentRow

LIST_LIMIT = 50


def add_commands(commands: Any, common: argparse.ArgumentParser) -> None:
    """Add `cases list`, `cases show`, `cases print`, `cases check` and `verify`."""
    cases = commands.add_parser("cases", help="办件").add_subparsers(
        title="命令", metavar="命令", required=True
    )
    listing = cases.add_parser("list", parents=[common], help="列出办件，新收的在前；--open 时最急的在前")
    listing.add_argument("--open", action="store_true", help="只列在办的，按到期日排列")
    listing.add_argument(
        "--state",
        metavar="STATE",
        action="append",
        type=text,
        choices=[state.value for state in CaseState],
        help=f"只列这种状态的，可多次使用：{_choices(CaseState)}",
    )
    listing.add_argument("--department", metavar="NAME", type=text, help="部门的编码、名称或简称")
    listing.add_argument("--limit", metavar="N", type=page_size, default=LIST_LIMIT, help="最多几件")
    listing.set_defaults(run=list_cases)

    show = cases.add_parser("show", parents=[common], help="显示一件办件，证件号码和电话不完整显示")
    show.add_argument("number", metavar="NUMBER", type=text, help="办件编号")
    show.set_defaults(run=show_case)

    printing = cases.add_parser("print", parents=[common], help="把文书写成 PDF，并记入打印记录")
    printing.add_argument("number", metavar="NUMBER", type=text, help="办件编号")
    printing.add_argument(
        "document",
        metavar="DOCUMENT",
        type=text,
        choices=[kind.value for kind in DocumentKind],
        help=f"文书种类：{_choices(DocumentKind)}",
    )
    printing.add_argument("out", metavar="OUT.pdf", type=path, help="写到哪个文件")
    printing.add_argument("--large", action="store_true", help="大字版")
    printing.set_defaults(run=print_case)

    check = cases.add_parser("check", parents=[common], help="按案卷评查要点检查一件办件的案卷")
    check.add_argument("number", metavar="NUMBER", type=text, help="办件编号")
    check.set_defaults(run=check_case)

    verify = commands.add_parser("verify", parents=[common], help="核对文书二维码的文字是否为本厅签发")
    verify.add_argument("text", metavar="TEXT", help="二维码中的文字")
    verify.set_defaults(run=verify_text)


def _choices(members: type[CaseState | DocumentKind]) -> str:
    return "，".join(f"{member.value} {member.label}" for member in members)


def list_cases(arguments: argparse.Namespace) -> Answer:
    """The cases that fit, as the lists of the window show them."""
    from desktop_app.services.case_queries import list_recent_cases
    from desktop_app.services.statistics import BacklogFilter, list_backlog

    states = tuple(CaseState(state) for state in arguments.state or ())
    with reading(arguments) as work:
        wanted: str | None = arguments.department
        department_id = None if wanted is None else named_department(work, wanted)
        if arguments.open:
            chosen = BacklogFilter(department_id, states)
            found = list_backlog(work, limit=arguments.limit, chosen=chosen)
        else:
            found = list_recent_cases(work, limit=arguments.limit, states=states, department_id=department_id)
    if not found:
        return Answer([], ["没有符合条件的办件。"])
    headings = ("办件编号", "事项", "申请人", "状态", "收件时间", "到期日", "余工作日", "时限灯")
    return Answer(found, table(headings, map(_columns, found)))


def _columns(row: "CaseRow") -> tuple[str, ...]:
    return (
        row.number,
        row.matter_name,
        row.applicant_name,
        row.state.label,
        minute(row.received_at),
        row.due_on.isoformat(),
        "" if row.remaining_days is None else str(row.remaining_days),
        row.light.label if row.light else "",
    )


def show_case(arguments: argparse.Namespace) -> Answer:
    """Everything about one case but the numbers of its people, which stay masked, and its query code."""
    from desktop_app.services.case_queries import get_case, get_case_id
    from desktop_app.services.printing import list_documents
    from desktop_app.services.procedures import get_procedure

    with reading(arguments) as work:
        case_id = get_case_id(work, arguments.number)
        detail = get_case(work, case_id)
        procedure = get_procedure(work, case_id)
        documents = list_documents(work, case_id)
    value = {
        "case": detail.row,
        "parties": detail.parties,
        "materials": detail.materials,
        "clocks": detail.clocks,
        "events": detail.events,
        "opinions": detail.opinions,
        "decision": detail.decision,
        "procedure": procedure,
        "review": detail.review,
        "documents": documents,
    }
    return Answer(value, [*_case_lines(detail, documents), *procedure_lines(procedure)])


def _case_lines(detail: "CaseDetail", documents: "list[DocumentRow]") -> Iterator[str]:
    row = detail.row
    yield f"{row.number}  {row.matter_name}"
    yield f"状态：{row.state.label}，现由{row.holder_name}办理；收件 {minute(row.received_at)}"
    for party in detail.parties:
        number = f"{party.identity_kind.label} {party.masked_number}"
        phone = f"，电话 {party.masked_phone}" if party.masked_phone else ""
        yield f"{party.role.label}：{party.name}，{number}{phone}"
    yield "材料："
    for line in detail.materials:
        demand = f"，需补正：{line.demand}" if line.demand else ""
        count = f" {line.count} 份" if line.count else ""
        yield f"  {line.position + 1}. {line.name}（{line.necessity.label}）{line.received_as.label}{count}{demand}"
    yield "时限："
    for clock in detail.clocks:
        stopped = f"，已于 {clock.stopped_on.isoformat()} 停止" if clock.stopped_on else ""
        yield f"  {clock.kind.label} {clock.due_on.isoformat()}{stopped}"
        yield f"    {clock.explanation}"
    yield "办理过程："
    for event in detail.events:
        yield f"  {minute(event.at)} {event.actor_name} {event.action.label} {event.text}".rstrip()
    yield "文书："
    for document in documents:
        void = f"，已作废：{document.void_reason}" if document.void_reason else ""
        yield f"  {document.kind.value} {document.kind.label} {document.number}，已打印 {document.prints} 次{void}"
    if detail.review is not None:
        yield f"评价：{detail.review.label}"


def print_case(arguments: argparse.Namespace) -> Answer:
    """Write the newest document of a kind as PDF; the copy is recorded, a second one is marked 补打."""
    from desktop_app.cli.paper import save_document
    from desktop_app.services.case_queries import get_case_id
    from desktop_app.services.printing import list_documents
    from desktop_app.services.work import SYSTEM

    kind = DocumentKind(arguments.document)
    with opened(arguments) as office, office.work(SYSTEM) as work:
        case_id = get_case_id(work, arguments.number)
        issued = [row for row in list_documents(work, case_id) if row.kind is kind]
        if not issued:
            raise ServiceError("document_not_issued", document=kind.label)
        copy = save_document(work, issued[-1].id, arguments.out, is_large=arguments.large)
    number = issued[-1].number
    again = f"，第 {copy} 份，已注明补打" if copy > 1 else ""
    return Answer(
        {"document": kind, "number": number, "copy": copy, "file": arguments.out},
        [f"{kind.label} {number} 已写入 {arguments.out}{again}"],
    )


def check_case(arguments: argparse.Namespace) -> Answer:
    """What the checks say of a case's file, check by check; status 1 where something must be put right."""
    from desktop_app.services.case_queries import get_case_id
    from desktop_app.services.file_checks import get_file_report

    with reading(arguments) as work:
        report = get_file_report(work, get_case_id(work, arguments.number))
    lines: list[str] = []
    for outcome in report.outcomes:
        state = "不适用" if not outcome.applies else "有问题" if outcome.findings else "通过"
        lines.append(f"{outcome.code:<4}{state} {outcome.title}")
        lines += [
            f"      {'须补正' if found.blocks else '已提示'}：{found.text}" for found in outcome.findings
        ]
    value = {"number": report.number, "archived_at": report.archived_at, "checks": report.outcomes}
    blocking = report.blocking
    refusal = ServiceError("file_unsound", count=len(blocking), flaw=blocking[0].text) if blocking else None
    return Answer(value, lines, refusal)


def verify_text(arguments: argparse.Namespace) -> Answer:
    """Whether a QR text is genuine, and of which document and case; status 1 where it is not."""
    from desktop_app.services.lookup import get_verdict

    with reading(arguments) as work:
        verdict = get_verdict(work, arguments.text)
    row, document = verdict.case, verdict.document
    if not verdict.is_genuine or row is None or document is None:
        return Answer({"is_genuine": False}, ["不是本厅签发的文书二维码。"], ServiceError("qr_not_genuine"))
    value = {
        "is_genuine": True,
        "document": document,
        "void_reason": verdict.void_reason,
        "case": {"number": row.number, "matter_name": row.matter_name, "state": row.state},
    }
    return Answer(
        value,
        [
            f"真实但已作废：{document.label}（{verdict.void_reason}）"
            if verdict.void_reason
            else f"真实有效：{document.label}",
            f"办件编号：{row.number}",
            f"事项：{row.matter_name}",
            f"状态：{row.state.label}",
        ],
    )
