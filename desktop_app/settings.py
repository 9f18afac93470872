"""Every setting, declared once with its type, default and label: of the workstation and of the office."""

import dataclasses
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from desktop_app.paths import data_folder
from desktop_app.rules.errors import ServiceError

T = TypeVar("T")


def _setting(default: T, label: str) -> T:
    return field(default=default, metadata={"label": label})  # pyright: ignore[reportReturnType] a field stands for its value


@dataclass(frozen=True, slots=True)
class WorkstationSettings:
    """本机设置: what belongs to this computer (`workstation.toml` in the data folder)."""

    database: str = _setting("", "数据库地址")
    theme: str = _setting("light", "界面主题")
    text_percent: int = _setting(100, "文字大小（%）")
    printer: str = _setting("", "文书打印机")
    rating_screen: int = _setting(1, "评价屏序号")
    scan_folder: str = _setting("", "扫描文件夹")
    package_folder: str = _setting("", "网上申请收取文件夹")
    files_folder: str = _setting("", "附件文件夹（本机）")


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """本厅设置: what holds for the whole hall; kept in the database, changed by the administrator, audited."""

    hall_name: str = _setting("政务服务大厅", "大厅名称")
    base_url: str = _setting("https://hall.example", "二维码网址前缀")
    is_sample: bool = _setting(False, "示例数据库")
    key_fingerprint: str = _setting("", "密钥指纹")
    supplement_days: int = _setting(15, "补正期限（工作日）")
    draft_days: int = _setting(30, "网上草稿保留（自然日）")
    preexamination_days: int = _setting(1, "网上预审期限（工作日）")
    delivery_days: int = _setting(10, "送达期限（工作日）")
    service_persons: int = _setting(1, "送达人不少于（人）")
    notice_service_days: int = _setting(30, "公告送达期限（自然日）")
    yellow_days: int = _setting(1, "临期提醒：剩余工作日不多于")
    yellow_percent: int = _setting(80, "临期提醒：已用时限达到（%）")
    rating_seconds: int = _setting(60, "评价等待时间（秒）")
    statutory_default_days: int = _setting(20, "未载明法定时限时的默认工作日")
    pledge_check_days: int = _setting(60, "承诺核查期限（决定后自然日）")
    hearing_request_days: int = _setting(5, "听证申请期限（工作日）")
    hearing_hold_days: int = _setting(20, "组织听证期限（工作日）")
    hearing_notice_days: int = _setting(7, "听证提前通知（自然日）")
    consultation_days: int = _setting(5, "协办答复期限（工作日）")
    allows_local_pauses: bool = _setting(False, "现场勘验、技术审查按特别程序暂停计时")
    separates_decider: bool = _setting(False, "受理人不得作决定")
    separates_examiners: bool = _setting(False, "同一人不得办理连续两个审查环节")
    closes_unsupplemented: bool = _setting(True, "逾期未补正自动按视为撤回办理")
    files_folder: str = _setting("", "附件文件夹")
    """Where a server's office keeps files, seen alike by every counter; a database file keeps its own beside it."""
    file_megabytes: int = _setting(20, "单个附件最大（MB）")
    file_pages: int = _setting(300, "单个附件最多（页）")
    copy_tail: str = _setting("政务服务事项时使用", "复印件水印“仅供办理”之后")
    guide_sections: str = _setting("", "完整版办事指南的章节")
    """Empty for the usual ones; see `rules.guide_sections`."""


def label(settings: type[Any], name: str) -> str:
    """The Chinese label of a setting."""
    return next(str(item.metadata["label"]) for item in dataclasses.fields(settings) if item.name == name)


def read_workstation() -> WorkstationSettings:
    """The settings of this computer; raises `settings_unreadable` naming the file's fault."""
    path = data_folder() / "workstation.toml"
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return WorkstationSettings()
    except (UnicodeDecodeError, OSError):
        raise ServiceError("settings_unreadable") from None
    import tomllib

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise ServiceError("settings_unreadable") from None
    return from_mapping(WorkstationSettings, values)


def write_workstation(settings: WorkstationSettings) -> None:
    """Keep the settings of this computer, whole or not at all."""
    path = data_folder() / "workstation.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{name} = {_toml(value)}\n" for name, value in dataclasses.asdict(settings).items()]
    temporary = path.with_suffix(".tmp")
    temporary.write_text("".join(lines), "utf-8")
    Path(temporary).replace(path)


def _toml(value: object) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return str(value).lower()


def from_mapping(settings: type[T], values: dict[str, Any]) -> T:
    """Settings from stored values: unknown names are passed over, a value of the wrong type is refused."""
    known: dict[str, Any] = {}
    for item in dataclasses.fields(settings):  # pyright: ignore[reportArgumentType] always one of the classes above
        if item.name in values:
            value = values[item.name]
            if type(value) is not type(item.default):
                raise ServiceError("setting_invalid", name=item.metadata["label"])
            known[item.name] = value
    return settings(**known)


def database_address(option: str | None = None) -> str | None:
    """The database to open: the option, the environment, the workstation's setting; `None` for its own file."""
    return option or os.environ.get("YICHUANG_DATABASE") or read_workstation().database or None
