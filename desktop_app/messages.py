"""The one table error code → sentence, used by the window and the command line alike.

A sentence says what happened and what to do next; `{name}` takes a value of the error.
"""

from desktop_app.rules.errors import ServiceError

SENTENCES: dict[str, str] = {
    # calendar 工作日历
    "calendar_not_loaded": "{year} 年的工作日历尚未载入，无法计算期限。请在“工作日历”中导入国务院办公厅的放假通知后再办理。",
}


def sentence(error: ServiceError) -> str:
    """The Chinese sentence for an error, with its values filled in."""
    return SENTENCES[error.code].format(**error.values)
