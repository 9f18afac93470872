"""All tables in one place, for whoever needs the whole schema."""

from models import (
    accounts,
    applicants,
    audit,
    calendar,
    cases,
    catalogue,
    examination,
    files,
    materials,
    office,
    online,
    printing,
    reviews,
    sites,
    supervision,
)
from models.base import Base

MODULES = (
    *(accounts, applicants, audit, calendar, cases, catalogue, examination, files),
    *(materials, office, online, printing, reviews, sites, supervision),
)
METADATA = Base.metadata
