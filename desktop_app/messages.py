"""The one table error code → sentence, used by the window and the command line alike.

A sentence says what happened and what to do next; `{name}` takes a value of the error.
"""

from desktop_app.rules.errors import ServiceError

SENTENCES: dict[str, str] = {
    # database and office 数据库与本厅
    "database_away": "暂时连不上数据库，刚才的操作没有保存。请检查网络后重试，已填内容不会丢失。",
    "database_busy": "数据库正忙，刚才的操作没有保存。请稍候再试一次。",
    "database_damaged": "数据库文件不完整或不是本系统的数据库。请联系管理员用最近的备份恢复。",
    "database_newer": "数据库由更新的程序版本建立，请先升级本程序。",
    "database_unsupported": "不支持这种数据库地址。请使用 SQLite 文件或 PostgreSQL 地址。",
    "database_unwritable": "数据库文件无法打开或不能写入。请检查文件夹权限。",
    "key_unreadable": "本厅密钥文件无法读取或已损坏。请从备份恢复密钥文件 office.key。",
    "not_permitted": "您的角色没有“{permission}”权限。如确需办理，请联系管理员。",
    "setting_invalid": "设置“{name}”的值类型不对，请检查设置文件。",
    "settings_unreadable": "本机设置文件 workstation.toml 无法读取，请检查其内容。",
    "sign_in_needed": "请先登录再办理。",
    "storage_full": "磁盘空间不足，刚才的操作没有保存。请清理磁盘后重试，已填内容不会丢失。",
    # calendar 工作日历
    "calendar_not_loaded": "{year} 年的工作日历尚未载入，无法计算期限。请在“工作日历”中导入国务院办公厅的放假通知后再办理。",
}


def sentence(error: ServiceError) -> str:
    """The Chinese sentence for an error, with its values filled in."""
    return SENTENCES[error.code].format(**error.values)
