"""Imports of records that tests make, without a file."""

from collections.abc import Iterable

from desktop_app.exchange.findings import ParsedRecord
from desktop_app.services.catalogue_import import ImportReport, import_matters, prepare_records
from desktop_app.services.work import SYSTEM, Office, Work

FILE_NAME = "清单.jsonl"


def import_records(
    work: Work, records: Iterable[ParsedRecord], *, abolish_vanished: bool = False
) -> ImportReport:
    """Import records; what the report needs stays as long as the report."""
    return import_matters(work, prepare_records(records, FILE_NAME), abolish_vanished=abolish_vanished)


def import_into(office: Office, *records: ParsedRecord, abolish_vanished: bool = False) -> ImportReport:
    """Import records in an act of their own."""
    with office.work(SYSTEM) as work:
        return import_records(work, records, abolish_vanished=abolish_vanished)
