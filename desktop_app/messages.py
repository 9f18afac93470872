"""The one table error code → sentence, used by the window and the command line alike.

A sentence says what happened and what to do next; `{name}` takes a value of the error.
"""

from desktop_app.rules.errors import ServiceError

SENTENCES: dict[str, str] = {
    # database and office 数据库与本厅
    "backup_chain_broken": "备份中的操作留痕从第 {number} 条起不相接，可能被改动过，没有恢复。请换一份备份。",
    "backup_key_missing": "这份备份使用另一把本厅密钥，备份文件旁没有对应的 .key 密钥文件，没有恢复。请把密钥文件与备份放在一起。",
    "backup_newer": "这份备份由更新的程序版本制作，没有恢复。请先升级本程序。",
    "backup_onto_itself": "不能把备份写到正在使用的数据库文件上，请换一个文件名。",
    "backup_unreadable": "所选文件不是本系统的备份，或已损坏，没有恢复任何内容。请换一份备份。",
    "backup_unwritable": "备份文件无法写入，没有生成备份。请检查文件夹是否存在、是否允许写入。",
    "base_url_invalid": "二维码网址前缀应以 http:// 或 https:// 开头，只含字母、数字和“. - _ ~ /”，最多 {longest} 个字符。",
    "database_away": "暂时连不上数据库，刚才的操作没有保存。请检查网络后重试，已填内容不会丢失。",
    "database_busy": "数据库正忙，刚才的操作没有保存。请稍候再试一次。",
    "database_damaged": "数据库文件不完整或不是本系统的数据库。请联系管理员用最近的备份恢复。",
    "database_foreign": "这个数据库属于其他程序，没有写入任何内容。请核对数据库地址。",
    "database_newer": "数据库由更新的程序版本建立，请先升级本程序。",
    "database_unsupported": "不支持这种数据库地址。请使用 SQLite 文件或 PostgreSQL 地址。",
    "database_unwritable": "数据库文件无法打开或不能写入。请检查文件夹权限。",
    "hall_name_invalid": "大厅名称应为 1 至 {longest} 个字，不含控制字符。",
    "key_differs": "本机的密钥文件 office.key 不属于这个数据库，打印的二维码将无法验证。请复制正确的密钥文件，或从备份恢复。",
    "key_missing": "这个数据库已有密钥，但本机没有密钥文件 office.key。请从已在使用的电脑或备份中复制密钥文件后再打开。",
    "key_unreadable": "本厅密钥文件无法读取或已损坏。请从备份恢复密钥文件 office.key。",
    "not_permitted": "您的角色没有“{permission}”权限。如确需办理，请联系管理员。",
    "setting_invalid": "设置“{name}”的值类型不对，请检查设置文件。",
    "setting_out_of_range": "设置“{name}”应在 {least} 至 {most} 之间。",
    "setting_unknown": "没有名为“{name}”的设置。",
    "settings_unreadable": "本机设置文件 workstation.toml 无法读取，请检查其内容。",
    "sign_in_needed": "请先登录再办理。",
    "storage_full": "磁盘空间不足，刚才的操作没有保存。请清理磁盘后重试，已填内容不会丢失。",
    # accounts 账号
    "account_inactive": "这个账号已停用，请联系管理员。",
    "account_last_administrator": "这是最后一个在用的系统管理员，不能停用或改为其他角色。请先设置另一名管理员。",
    "account_locked": "密码多次输入错误，账号已锁定到 {until}。请稍后再试，或请管理员解锁。",
    "account_name_invalid": "请填写姓名，最多 {longest} 个字，不含控制字符。",
    "account_own_deactivation": "不能停用自己的账号，请由另一名管理员办理。",
    "account_unknown": "没有找到这个账号，请刷新后重试。",
    "department_needed": "审批人员需要所属部门，请选择部门。",
    "department_unknown": "没有找到这个部门，请刷新后重试。",
    "login_invalid": "登录名应为 2 至 32 个字母、数字、汉字或“. _ -”。",
    "login_taken": "登录名“{login}”已被使用，请换一个。",
    "password_unfit": "密码应为 {shortest} 至 {longest} 个字符，且不能与登录名相同。",
    "password_wrong": "原密码不正确，密码没有修改。",
    "sign_in_wrong": "登录名或密码不正确，还可以再试 {left} 次。",
    # calendar 工作日历
    "calendar_file_empty": "文件中 {year} 年没有任何放假安排，可能尚未公布，没有导入。",
    "calendar_not_loaded": "{year} 年的工作日历尚未载入，无法计算期限。请在“工作日历”中导入国务院办公厅的放假通知后再办理。",
    "day_name_invalid": "请填写放假的名称，最多 {longest} 个字，不含控制字符。",
    "limit_invalid": "时限 {days} 天不合理，应在 0 至 {longest} 天之间，请核对事项的时限设置。",
    "notice_contradiction": "放假通知中的“{date}”有矛盾：{reason}。请核对通知原文后重新粘贴。",
    "notice_incomplete": "{year} 年的日历尚未载入，而这份通知没有包括元旦、劳动节和国庆节。请粘贴全年放假安排的通知全文。",
    "notice_unreadable": "没有从所给文字中读出放假安排。请粘贴国务院办公厅放假通知的全文，例如“一、元旦：1月1日至3日放假，共3天。”",
    "notice_year_different": "通知写明的是 {found} 年，与所选的 {expected} 年不同，请核对。",
    "notice_year_missing": "通知中没有写明年份，请选择年份后再读取。",
    "pause_invalid": "暂停的恢复日期 {resume} 早于开始日期 {start}，请核对。",
    # drafts 草稿
    "draft_too_large": "表单内容超过 {limit}，草稿没有保存。请删减过长的文字。",
    # catalogue 事项目录
    "matter_ambiguous": "这个实施编码下有多个业务办理项，请改用业务办理项编码查询：{items}。",
    "sample_refused": "这个数据库里已有本单位的账号，不能载入示例数据。请换一个新的数据库。",
    # exchange 文件
    "file_binary": "这不是文字或表格文件，没有导入任何内容。请选择 JSON Lines、XLSX 或 CSV 文件。",
    "file_empty": "文件是空的，没有导入任何内容。请确认选对了文件。",
    "file_headings_unknown": "表格前几行里没有找到“事项编码”等表头，没有导入任何内容。请按模板的表头整理后重试。",
    "file_json_array": "文件是一个 JSON 数组，没有导入任何内容。请另存为 JSON Lines，即每行一条记录。",
    "file_missing": "没有找到这个文件，请核对位置和文件名。",
    "file_old_workbook": "这是旧版或加密的 Office 文件，没有导入任何内容。请在表格软件中另存为不加密的 XLSX。",
    "file_too_large": "文件超过 {limit}，没有读取。请确认选对了文件。",
    "file_unpacks_too_large": "表格文件解压后异常庞大，可能不安全，没有读取。请让提供方重新导出。",
    "file_unreadable": "文件无法读取或格式不符，没有导入任何内容。请确认选对了文件。",
    "file_unwritable": "文件写不进去，请换一个位置，或关闭正在使用该文件的程序后重试。",
    "import_cancelled": "已取消导入，没有保存任何内容。",
    # identifiers and numbering 证件号码与编号
    "case_number_invalid": "输入的不是完整的办件编号，请核对后重新输入或扫描。",
    "identity_number_invalid": "证件号码为空、过长或含有无法识别的字符，请重新录入。",
    "matter_code_too_long": "事项实施编码有 {length} 个字符，超过 {longest} 个，无法编制办件编号。请联系事项编辑核对编码。",
    "number_exhausted": "本日或本年度的编号已用完（最大 {largest}），无法继续编号。请联系系统管理员。",
    # cases 办件
    "case_moved": "{actor}刚刚对这件办件做了“{action}”，现在的状态是“{state}”。您填写的内容还在，请查看最新情况后再决定。",
    "case_of_other_department": "这件办件由其他部门审批，您不能办理。",
    "case_state_wrong": "办件现在的状态是“{state}”，不能“{action}”。",
    "case_unknown": "没有找到这件办件，请核对办件编号。",
    "certificate_expired": "证照有效期早于今天，请改正有效期。",
    "deferred_outstanding": "容缺材料尚未补齐，不能作出准予决定：{material}。",
    "identity_unconfirmed": "{party}的证件号码未通过校验。请核对证件原件；确认无误的，请填写确认说明后继续。",
    "material_count_invalid": "材料“{material}”的份数不对：收取的至少 1 份、最多 {most} 份，未收取的为 0 份。",
    "material_missing": "必要材料尚未收齐，不能受理：{material}。可以先收件，再一次性告知补正。",
    "material_unknown": "材料清单里没有第 {position} 项，请刷新事项后重新填写。",
    "matter_not_in_use": "这个事项当前状态为“{state}”，不能收件。",
    "matter_unknown": "没有找到这个事项，请重新选择。",
    "matter_version_changed": "这个事项刚刚更新了版本，请核对新的材料清单后再提交。",
    "party_unknown": "这件办件没有登记{party}。",
    "supplement_empty": "请至少勾选一项需要补正的材料。",
    "supplement_given": "这件办件已经一次性告知过补正，依法不能再次要求补正。",
    "supplement_unasked": "材料“{material}”不在补正告知书里，不能作为补正材料收取。",
    "text_invalid": "“{name}”里有无法识别的控制字符，请删除后重试。",
    "text_needed": "请填写“{name}”。",
    "text_too_long": "“{name}”太长，最多 {longest} 个字。",
    # printing 文书与打印
    "document_unknown": "没有找到这份文书，请刷新后重试。",
    "glyph_missing": "“{character}”（{code_point}）在打印字体中没有对应的字形，文书没有生成。请核对原字，必要时改用规范汉字或联系管理员。",
    "print_failed": "打印机“{printer}”没有接受这份文书。请检查打印机是否开机、联机、有纸后再打印，或另存为 PDF。",
    "print_unknown": "这次打印已经有了结果，或没有登记。",
    "printer_missing": "本机没有可用的打印机。请另存为 PDF，安装打印机后再打印。",
    "qr_text_invalid": "查询网址“{address}”不能用于二维码。请在“本厅设置”中填写以 http:// 或 https:// 开头的网址，只用字母、数字和常用符号。",
    "qr_unreadable": "扫到的不是本系统文书的二维码，请对准文书上的二维码重新扫描。",
    # reviews 好差评
    "review_already_invited": "这件办件正在评价或已经评价，不能重复邀请。",
    "review_closed": "本次评价已经结束。",
    "review_option_wrong": "所选评价内容与满意度不符，请重新选择。",
    # sites 窗口
    "counter_closed": "窗口“{counter}”已停用，请选择其他窗口。",
    "counter_invalid": "请填写窗口编号（最多 {longest} 个字符）和名称，不含控制字符。",
    "counter_lost": "您的窗口已在另一处登录或超时释放，请重新选择窗口。已填内容不会丢失。",
    "counter_number_taken": "窗口编号“{number}”已被使用，请换一个。",
    "counter_taken": "窗口“{counter}”由{holder}使用中，请选择其他窗口。",
    "counter_unknown": "没有找到这个窗口，请刷新后重试。",
}


def sentence(error: ServiceError) -> str:
    """The Chinese sentence for an error, with its values filled in."""
    return SENTENCES[error.code].format(**error.values)
