"""What the papers of a case say: one frozen dataclass a document, of plain values, kept as JSON to print it again.

Dates and times are local to the hall. Numbers of persons come in whole and are masked when they are printed.
"""

from desktop_app.documents.content.acceptance import (
    ACCEPTANCE_BASIS,
    SUPPLEMENT_BASIS,
    AcceptanceNotice,
    NegativeReport,
    Receipt,
    RefusalDecision,
    SupplementNotice,
    SupplementReceipt,
)
from desktop_app.documents.content.application import (
    DEFERRAL_BASIS,
    PLEDGE_BASIS,
    ApplicationForm,
    DeferralNotice,
    DeferralPromise,
    FormLine,
    FormTable,
    PledgeLetter,
    PledgeLine,
)
from desktop_app.documents.content.decision import (
    DECISION_BASIS,
    CollectionReceipt,
    DenialDecision,
    GrantDecision,
    ServedDocument,
    ServiceReceipt,
    TerminationNotice,
)
from desktop_app.documents.content.hearing import (
    HEARING_BASIS,
    HEARING_RIGHTS_BASIS,
    PUBLIC_HEARING_BASIS,
    STATEMENT_BASIS,
    HearingAnnouncement,
    HearingApplication,
    HearingNotice,
    HearingRecord,
    HearingRights,
    StatementRecord,
)
from desktop_app.documents.content.parts import (
    LICENSING_LAW,
    CaseFacts,
    CasePaper,
    DeferredLine,
    LawSentence,
    Letterhead,
    MaterialLine,
    Remedies,
    SupplementLine,
)
from desktop_app.documents.content.procedure import (
    EXTENSION_BASIS,
    INSPECTION_BASIS,
    SPECIAL_BASIS,
    ExtensionApproval,
    ExtensionNotice,
    InspectionRecord,
    Inspector,
    SpecialProcedureNotice,
)

__all__ = [
    "ACCEPTANCE_BASIS",
    "DECISION_BASIS",
    "DEFERRAL_BASIS",
    "EXTENSION_BASIS",
    "HEARING_BASIS",
    "HEARING_RIGHTS_BASIS",
    "INSPECTION_BASIS",
    "LICENSING_LAW",
    "PLEDGE_BASIS",
    "PUBLIC_HEARING_BASIS",
    "SPECIAL_BASIS",
    "STATEMENT_BASIS",
    "SUPPLEMENT_BASIS",
    "AcceptanceNotice",
    "ApplicationForm",
    "CaseDocument",
    "CaseFacts",
    "CasePaper",
    "CollectionReceipt",
    "DeferralNotice",
    "DeferralPromise",
    "DeferredLine",
    "DenialDecision",
    "ExtensionApproval",
    "ExtensionNotice",
    "FormLine",
    "FormTable",
    "GrantDecision",
    "HearingAnnouncement",
    "HearingApplication",
    "HearingNotice",
    "HearingRecord",
    "HearingRights",
    "InspectionRecord",
    "Inspector",
    "LawSentence",
    "Letterhead",
    "MaterialLine",
    "NegativeReport",
    "PledgeLetter",
    "PledgeLine",
    "Receipt",
    "RefusalDecision",
    "Remedies",
    "ServedDocument",
    "ServiceReceipt",
    "SpecialProcedureNotice",
    "StatementRecord",
    "SupplementLine",
    "SupplementNotice",
    "SupplementReceipt",
    "TerminationNotice",
]

CaseDocument = (
    ApplicationForm
    | Receipt
    | SupplementNotice
    | SupplementReceipt
    | AcceptanceNotice
    | RefusalDecision
    | NegativeReport
    | DeferralPromise
    | DeferralNotice
    | PledgeLetter
    | SpecialProcedureNotice
    | ExtensionApproval
    | ExtensionNotice
    | InspectionRecord
    | HearingAnnouncement
    | HearingRights
    | HearingApplication
    | HearingNotice
    | HearingRecord
    | StatementRecord
    | GrantDecision
    | DenialDecision
    | CollectionReceipt
    | ServiceReceipt
    | TerminationNotice
)
