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
    "calendar_file_empty": "文件中 {year} 年没有任何放假安排，可能尚未公布，没有导入。",
    "calendar_not_loaded": "{year} 年的工作日历尚未载入，无法计算期限。请在“工作日历”中导入国务院办公厅的放假通知后再办理。",
    "limit_invalid": "时限 {days} 天不合理，应在 0 至 {longest} 天之间，请核对事项的时限设置。",
    "notice_contradiction": "放假通知中的“{date}”有矛盾：{reason}。请核对通知原文后重新粘贴。",
    "notice_unreadable": "没有从所给文字中读出放假安排。请粘贴国务院办公厅放假通知的全文，例如“一、元旦：1月1日至3日放假，共3天。”",
    "notice_year_different": "通知写明的是 {found} 年，与所选的 {expected} 年不同，请核对。",
    "notice_year_missing": "通知中没有写明年份，请选择年份后再读取。",
    "pause_invalid": "暂停的恢复日期 {resume} 早于开始日期 {start}，请核对。",
    # exchange 文件
    "file_too_large": "文件超过 {limit}，没有读取。请确认选对了文件。",
    "file_unreadable": "文件无法读取或格式不符，没有导入任何内容。请确认选对了文件。",
    # identifiers and numbering 证件号码与编号
    "case_number_invalid": "输入的不是完整的办件编号，请核对后重新输入或扫描。",
    "identity_number_invalid": "证件号码为空、过长或含有无法识别的字符，请重新录入。",
    "matter_code_too_long": "事项实施编码有 {length} 个字符，超过 {longest} 个，无法编制办件编号。请联系事项编辑核对编码。",
    "number_exhausted": "本日或本年度的编号已用完（最大 {largest}），无法继续编号。请联系系统管理员。",
}


def sentence(error: ServiceError) -> str:
    """The Chinese sentence for an error, with its values filled in."""
    return SENTENCES[error.code].format(**error.values)
