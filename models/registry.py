"""All tables in one place, for whoever needs the whole schema."""

from models import (
    accounts,
    audit,
    calendar,
    cases,
    catalogue,
    examination,
    materials,
    office,
    printing,
    reviews,
    sites,
)
from models.base import Base

MODULES = (
    *(accounts, audit, calendar, cases, catalogue, examination),
    *(materials, office, printing, reviews, sites),
)
METADATA = Base.metadata
