"""附件一览的行: a line of the checklist, and under it the files that belong to it."""

from dataclasses import dataclass

from desktop_app.gui.attachments.scan_folder import size_words
from desktop_app.gui.cases.rows import moment
from desktop_app.gui.tables import Column
from desktop_app.gui.theme import Tone
from desktop_app.rules.trust import validity_words
from desktop_app.services.attachment_lines import AttachmentLine, Attachments
from desktop_app.services.case_files import FileRow
from models.procedure import TrustLevel

SHOWN_TYPES = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/tiff": "TIFF",
    "application/ofd": "OFD",
}


@dataclass(frozen=True, slots=True)
class PanelRow:
    """One row: a line without `file`, or one of its files."""

    line: AttachmentLine
    file: FileRow | None = None

    @property
    def key(self) -> tuple[int, int]:
        """What tells it apart: the line, and the file or 0."""
        return self.line.position, self.file.id if self.file else 0


def panel_rows(attachments: Attachments) -> list[PanelRow]:
    """Every line, each with its files under it."""
    rows: list[PanelRow] = []
    for line in attachments.lines:
        rows.append(PanelRow(line))
        rows += [PanelRow(line, file) for file in line.files]
    return rows


def line_title(line: AttachmentLine) -> str:
    """`2. 营业执照`; what belongs to the whole case has no number."""
    return f"{line.position + 1}. {line.name}" if line.position >= 0 else line.name


def file_facts(file: FileRow) -> str:
    """`PDF 3页 1.2 MB`."""
    pages = f" {file.pages}页" if file.pages else ""
    return f"{SHOWN_TYPES.get(file.media_type, '')}{pages} {size_words(file.size)}"


def _name(row: PanelRow) -> str:
    if row.file is None:
        return line_title(row.line)
    removed = "（已移除）" if row.file.removed_at else ""
    return f"　　{row.file.name}{removed}"


def _standing(row: PanelRow) -> str:
    if row.file is not None:
        return file_facts(row.file)
    line = row.line
    parts = [line.received_as.label] if line.received_as else []
    parts += [line.trust.label.split()[0]] if line.trust else []
    parts += [f"有效期至{validity_words(line.valid_until)}"] if line.valid_until else []
    return " · ".join(parts)


def _details(row: PanelRow) -> str:
    """Everything that is known, for the pointer and the screen reader."""
    if row.file is not None:
        added = f"{row.file.added_by} {moment(row.file.added_at)} 添加"
        removed = f"，{moment(row.file.removed_at)} 移除" if row.file.removed_at else ""
        return f"{row.file.name}　{file_facts(row.file)}　{added}{removed}"
    line = row.line
    parts = [line_title(line), _standing(row)]
    parts += [line.trust.label] if line.trust else []
    parts += [f"证照或核验编号 {line.licence_number}"] if line.licence_number else []
    parts += [f"{line.checked_by} {moment(line.checked_at)} 核对"] if line.checked_at else []
    parts += [f"沿用办件 {line.reused_from} 的材料"] if line.reused_from else []
    return "\n".join(part for part in parts if part)


def _tone(row: PanelRow) -> Tone:
    if row.file is not None:
        return Tone.MUTED
    return Tone.GOOD if row.line.trust in {TrustLevel.A, TrustLevel.B} else Tone.NEUTRAL


def _name_tone(row: PanelRow) -> Tone:
    return Tone.MUTED if row.file is not None and row.file.removed_at else Tone.NEUTRAL


COLUMNS: tuple[Column[PanelRow], ...] = (
    Column("材料与附件", _name, 0, tooltip=_details, tone=_name_tone),
    Column("收取与可信等级", _standing, 30, tooltip=_details, tone=_tone, least=14),
)
