"""Who may do what, and when an account is locked."""

from datetime import datetime, timedelta

from models.enums import Permission, Role

_EVERYONE = frozenset({Permission.CATALOGUE_VIEW, Permission.CALENDAR_VIEW})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CLERK: _EVERYONE
    | {
        Permission.CASES_VIEW,
        Permission.APPLICANTS_VIEW,
        Permission.CARDS_APPEAL,
        Permission.CASES_RECEIVE,
        Permission.CASES_DELIVER,
        Permission.CASES_ARCHIVE,
        Permission.DOCUMENTS_PRINT,
        Permission.REVIEWS_COLLECT,
        Permission.COUNTER_SIT,
    },
    Role.APPROVER: _EVERYONE
    | {
        Permission.CASES_VIEW,
        Permission.APPLICANTS_VIEW,
        Permission.CARDS_APPEAL,
        Permission.BARS_EDIT,
        Permission.CASES_EXAMINE,
        Permission.CASES_DECIDE,
        Permission.CASES_CERTIFY,
        Permission.CASES_EXTEND,
        Permission.DOCUMENTS_PRINT,
    },
    Role.SUPERVISOR: _EVERYONE
    | {
        Permission.CASES_VIEW,
        Permission.APPLICANTS_VIEW,
        Permission.CASES_CORRECT,
        Permission.BACKLOG_VIEW,
        Permission.CASES_ARCHIVE,
        Permission.BARS_EDIT,
        Permission.CARDS_DECIDE,
        Permission.DEADLINES_APPROVE,
        Permission.REVIEWS_VIEW,
        Permission.AUDIT_VIEW,
        Permission.DOCUMENTS_PRINT,
    },
    Role.EDITOR: _EVERYONE
    | {
        Permission.CATALOGUE_EDIT,
        Permission.CATALOGUE_IMPORT,
        Permission.CATALOGUE_REVIEW,
        Permission.DOCUMENTS_PRINT,
    },
    Role.ADMINISTRATOR: _EVERYONE
    | {
        Permission.ACCOUNTS_EDIT,
        Permission.AUDIT_VIEW,
        Permission.CALENDAR_EDIT,
        Permission.CATALOGUE_IMPORT,
        Permission.CATALOGUE_REVIEW,
        Permission.DATABASE_MAINTAIN,
        Permission.SETTINGS_EDIT,
        Permission.SITES_EDIT,
    },
}

MAX_FAILED_ATTEMPTS = 5
LOCK_TIME = timedelta(minutes=15)
LEASE_TIME = timedelta(seconds=60)
"""How long a counter stays taken after its holder's last sign of life."""
HEARTBEAT = timedelta(seconds=15)


def locked_until(failed_attempts: int, now: datetime) -> datetime | None:
    """Until when an account is locked after a wrong password; `None` while tries are left."""
    return now + LOCK_TIME if failed_attempts >= MAX_FAILED_ATTEMPTS else None
