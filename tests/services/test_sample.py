"""The sample hall: whole, repeatable, and never put over a real one."""

import json

import pytest
import sqlalchemy as sa

from desktop_app.paths import SEED
from desktop_app.rules.errors import ServiceError
from desktop_app.services.accounts import create_account, sign_in
from desktop_app.services.catalogue import find_matters
from desktop_app.services.sample import SampleReport, load_sample, sample_logins
from desktop_app.services.work import NOBODY, SYSTEM, Office
from models.accounts import Account
from models.audit import AuditEntry
from models.enums import Role
from models.registry import METADATA
from models.sites import Counter, Department
from tests.factories import Hall


def _load(office: Office) -> SampleReport:
    with office.work(SYSTEM) as work:
        return load_sample(work)


def _counts(office: Office) -> dict[str, int]:
    with office.read(SYSTEM) as work:
        return {
            table.name: work.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in METADATA.sorted_tables
        }


def test_the_sample_is_loaded_whole(office: Office) -> None:
    report = _load(office)
    counts = _counts(office)

    assert report == SampleReport(
        departments=counts["department"],
        counters=counts["counter"],
        accounts=counts["account"],
        review_options=counts["review_option"],
        matters=50,
        halls=1,
        divisions=counts["division"],
        materials=counts["material"],
        drafts=counts["matter_draft"],
    )
    assert counts["counter_scope"] == 3
    with office.read(SYSTEM) as work:
        seed = json.loads((SEED / "hall.json").read_text("utf-8"))
        assert (work.settings.hall_name, work.settings.is_sample) == (seed["hall"]["name"], True)
        assert len(work.session.scalars(sa.select(Counter)).all()) == len(seed["counters"])
        department = work.session.scalars(
            sa.select(Department).where(Department.code == "11411000MB99100190")
        ).one()
        assert (department.short_name, department.court) == ("颍行审", "颍昌县人民法院")
        assert find_matters(work, "开公司")[0].name == "公司设立登记"


def test_the_second_time_changes_nothing(office: Office) -> None:
    _load(office)
    before = _counts(office)

    assert _load(office).is_unchanged
    assert _counts(office) == before


def test_what_was_changed_by_hand_stays_and_what_is_missing_comes_back(office: Office) -> None:
    _load(office)
    with office.work(SYSTEM) as work:
        work.session.execute(sa.update(Counter).where(Counter.number == "01").values(name="咨询窗口"))
        work.session.execute(sa.delete(Counter).where(Counter.number == "02"))
        create_account(work, "xinren", "新人", Role.SUPERVISOR, "a password of nobody")

    assert _load(office) == SampleReport(0, 1, 0, 0, 0)
    with office.read(SYSTEM) as work:
        names = list(work.session.scalars(sa.select(Counter.name).order_by(Counter.number)))
        assert names[:2] == ["咨询窗口", "综合受理窗口2"]


def test_every_published_login_works(office: Office) -> None:
    _load(office)
    logins = sample_logins()

    assert {label for _, _, label, _ in logins} == {role.label for role in Role}
    for login, password, role_label, name in logins[:1] + logins[-4:]:
        with office.work(NOBODY) as work:
            actor = sign_in(work, login, password).admitted()
        assert actor.name == name
        assert actor.role is not None
        assert actor.role.label == role_label


def test_passwords_are_kept_as_hashes_only(office: Office) -> None:
    _load(office)
    with office.read(SYSTEM) as work:
        hashes = list(work.session.scalars(sa.select(Account.password_hash)))

    assert all(text.startswith("$argon2id$") for text in hashes)


def test_a_hall_with_people_of_its_own_is_left_alone(office: Office, hall: Hall) -> None:
    assert hall.administrator.account_id
    before = _counts(office)

    with pytest.raises(ServiceError) as refusal:
        _load(office)
    assert refusal.value.code == "sample_refused"
    assert _counts(office) == before


def test_loading_needs_its_permission(office: Office, hall: Hall) -> None:
    with pytest.raises(ServiceError) as refusal, office.work(hall.clerk) as work:
        load_sample(work)
    assert refusal.value.code == "not_permitted"


def test_loading_leaves_its_entries(office: Office) -> None:
    _load(office)
    with office.read(SYSTEM) as work:
        actions = list(work.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.number)))

    assert [action for action in actions if not action.startswith("materials.")] == [
        *("catalogue.start_draft", "catalogue.save_draft", "catalogue.submit_draft") * 2,
        "catalogue.return_draft",
        "sites.import_divisions",
        "catalogue.import",
        "sample.load",
    ]
