"""申请表: the form as it was filled in, on paper for the applicant to read and sign."""

from desktop_app.documents.content import ApplicationForm, FormLine, FormTable
from desktop_app.rules.application_forms import FieldKind, filled_lines, in_words, read_form
from desktop_app.services.case_documents import common, local_time
from desktop_app.services.case_records import CaseRecord
from desktop_app.services.printing import issue, reserve_number
from desktop_app.services.work import Work
from models.enums import DocumentKind


def issue_application(work: Work, record: CaseRecord) -> None:
    """The application form of a case; nothing where the matter has none."""
    schema, values = record.content.application_form, record.case.form
    form = read_form(schema)
    if not form:
        return
    number = reserve_number(work, record, DocumentKind.APPLICATION)
    issue(
        work,
        record,
        ApplicationForm(
            **common(work, record, DocumentKind.APPLICATION, number),
            form_title=form.title,
            applied_on=local_time(record.case.received_at).date(),
            lines=tuple(
                FormLine(field.title, words, field.group) for field, words in filled_lines(schema, values)
            ),
            tables=tuple(
                FormTable(
                    field.title,
                    tuple(column.title for column in field.columns),
                    tuple(
                        tuple(in_words(column, row.get(column.name)) for column in field.columns)
                        for row in values.get(field.name, ())
                    ),
                )
                for field in form.fields
                if field.kind is FieldKind.TABLE
            ),
        ),
    )
