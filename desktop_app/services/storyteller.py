"""Acting out cases in a sample hall: its people, its counters and a clock that stands where the story is."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from desktop_app.exchange.packages import Package
from desktop_app.rules.catalogue import MaterialSpec, MatterContent
from desktop_app.rules.checklists import ReceivedMaterial
from desktop_app.rules.situations import first_answers, select
from desktop_app.services import cases, examination, reviews, sites
from desktop_app.services.accounts import list_accounts, sign_in
from desktop_app.services.cards import raise_cards
from desktop_app.services.cases import ActResult, CaseInput, PartyInput
from desktop_app.services.catalogue import MatterDetail, get_matter
from desktop_app.services.delivery import Collector, deliver_case
from desktop_app.services.due_cases import settle_due_cases
from desktop_app.services.examination import Certificate
from desktop_app.services.online_cases import take_package
from desktop_app.services.printing import list_documents
from desktop_app.services.reviews import ReviewGiven
from desktop_app.services.sample import sample_logins
from desktop_app.services.story_forms import filled_form
from desktop_app.services.work import HALL_ZONE, SYSTEM, Actor, Office
from models.cases import Case
from models.enums import (
    ApplicantKind,
    CaseState,
    Grade,
    IdentityKind,
    MaterialCarrier,
    MaterialNecessity,
    Opinion,
    PartyRole,
    ReceivedAs,
    Role,
)

AN_ACT_TAKES = timedelta(minutes=2)
SHOWN_OPTIONS = 2
"""How many options a citizen of the story ticks."""


class StoryClock:
    """Stands at the instant of the story, and is a little later with every act."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The instant of the story."""
        return self.now

    def go_on(self) -> None:
        """An act takes its time."""
        self.now += AN_ACT_TAKES

    def set_to(self, month: int, day: int, hour: int, minute: int) -> None:
        """An instant of the story's year, by the hall's clocks; time never runs back."""
        wanted = datetime(self.now.year, month, day, hour, minute, tzinfo=HALL_ZONE)
        self.now = max(self.now, wanted)


@dataclass(slots=True)
class ToldCase:
    """A case on its way through the story, with every document issued for it."""

    sequence: int
    matter: MatterDetail
    applicant: PartyInput
    agent: PartyInput | None
    last: ActResult
    document_ids: list[int] = field(default_factory=list[int])

    def follow(self, result: ActResult) -> None:
        """Remember what the last act led to."""
        self.last = result
        self.document_ids += result.document_ids

    @property
    def state(self) -> CaseState:
        """Where the case stands."""
        return self.last.state


class Storyteller:
    """Signs the sample people in when they are first needed and lets them act."""

    def __init__(self, office: Office, clock: StoryClock) -> None:
        self.clock = clock
        self.cases: list[ToldCase] = []
        self._office = office
        self._passwords = {login.login: login.password for login in sample_logins()}
        self._people: dict[str, Actor] = {}
        self._tokens: dict[str, str] = {}
        with office.read(SYSTEM) as work:
            accounts = list_accounts(work)
        self._approvers: dict[int | None, str] = {}
        for row in accounts:
            if row.role is Role.APPROVER:
                self._approvers.setdefault(row.department_id, row.login)

    def person(self, login: str) -> Actor:
        """The member of staff, signed in."""
        if login not in self._people:
            with self._office.work(SYSTEM) as work:
                attempt = sign_in(work, login, self._passwords[login])
            self._people[login] = attempt.admitted()
        return self._people[login]

    def sit(self, login: str, number: str) -> None:
        """Someone takes a counter."""
        actor = self.person(login)
        with self._office.work(actor) as work:
            counter = next(row for row in sites.list_counters(work) if row.number == number)
            seat = sites.take_counter(work, counter.id, f"story-{login}")
        self._tokens[login] = seat.token
        self._people[login] = sites.seated(actor, seat)

    def stay(self) -> None:
        """Everybody who sits at a counter still sits there."""
        for login, token in self._tokens.items():
            with self._office.work(self._people[login]) as work:
                sites.renew_counter(work, token)

    def receive(
        self,
        clerk: str,
        code: str,
        applicant: PartyInput,
        agent: PartyInput | None = None,
        without: tuple[str, ...] = (),
        by: Mapping[MaterialNecessity, ReceivedAs] = {},
    ) -> ToldCase:
        """收件: with every material the matter asks for, except those whose names begin as given.

        `by` says how lines of a necessity are obtained where that is not the usual way.
        """
        with self._office.work(self.person(clerk)) as work:
            published = get_matter(work, code)
            answers = _answers(published.content, has_agent=agent is not None)
            matter = replace(published, content=select(published.content, answers))
            lines = tuple(
                ReceivedMaterial(line.position, way)
                if (way := by.get(matter.content.materials[line.position].necessity)) is not None
                else line
                for line in checklist(matter.content, without, has_agent=agent is not None)
            )
            form = filled_form(matter.content.application_form, applicant, work.today)
            given = CaseInput(matter.id, matter.version, applicant, agent, lines, answers=answers, form=form)
            result = cases.receive_case(work, given)
        told = ToldCase(len(self.cases) + 1, matter, applicant, agent, result, list(result.document_ids))
        self.cases.append(told)
        self.clock.go_on()
        return told

    def content(self, code: str) -> MatterContent:
        """What applies of a matter where its situation is the usual one."""
        with self._office.read(SYSTEM) as work:
            published = get_matter(work, code).content
        return select(published, first_answers(published))

    def answers(self, code: str) -> dict[str, str]:
        """The usual answers to the questions of a matter."""
        with self._office.read(SYSTEM) as work:
            return first_answers(get_matter(work, code).content)

    def take(self, package: Package) -> ToldCase:
        """网上申请: what an outside channel sent is taken."""
        with self._office.work(SYSTEM) as work:
            taken = take_package(work, package)
            case = work.session.get_one(Case, taken.case_id)
            matter = get_matter(work, package.matter_code or "")
            result = ActResult(case.id, case.number, case.query_code, case.revision, case.state)
        sent = package.applicant
        applicant = (
            PartyInput(sent.kind, sent.name, sent.identity_kind, sent.identity_number, sent.phone)
            if sent is not None
            else PartyInput(ApplicantKind.PERSON, case.applicant_name, IdentityKind.OTHER, "")
        )
        told = ToldCase(len(self.cases) + 1, matter, applicant, None, result)
        self.cases.append(told)
        self.clock.go_on()
        return told

    def act(self, told: ToldCase, use_case: Any, *args: Any) -> None:
        """An act on a case by the approver of its department."""
        self._act(self._approver(told), told, use_case, *args)

    def act_as(self, login: str, told: ToldCase, use_case: Any, *args: Any) -> None:
        """An act on a case by this member of staff."""
        self._act(self.person(login), told, use_case, *args)

    def _act(self, actor: Actor, told: ToldCase, use_case: Any, *args: Any) -> None:
        with self._office.work(actor) as work:
            told.follow(use_case(work, told.last.case_id, told.last.revision, *args))
        self.clock.go_on()

    def tick(self) -> None:
        """What the law does by itself that day; the cases it moved go on from there."""
        settle_due_cases(self._office)
        raise_cards(self._office)
        with self._office.read(SYSTEM) as work:
            for told in self.cases:
                case = work.session.get_one(Case, told.last.case_id)
                if case.revision != told.last.revision:
                    papers = list_documents(work, case.id)
                    told.last = replace(told.last, revision=case.revision, state=case.state)
                    told.document_ids = [paper.id for paper in papers]

    def other_department(self, told: ToldCase) -> int:
        """A department that has an approver and is not the one that decides the case."""
        return next(key for key in self._approvers if key is not None and key != told.matter.department_id)

    def accept(self, clerk: str, told: ToldCase) -> None:
        """受理."""
        with self._office.work(self.person(clerk)) as work:
            told.follow(cases.accept_case(work, told.last.case_id, told.last.revision))
        self.clock.go_on()

    def ask_for(self, clerk: str, told: ToldCase, demands: Mapping[str, str]) -> None:
        """一次性告知: by the beginnings of the materials' names."""
        positions = {self._position(told, name): text for name, text in demands.items()}
        with self._office.work(self.person(clerk)) as work:
            told.follow(cases.request_supplement(work, told.last.case_id, told.last.revision, positions))
        self.clock.go_on()

    def supply(self, clerk: str, told: ToldCase, names: tuple[str, ...]) -> None:
        """补正收件."""
        lines = [
            ReceivedMaterial(self._position(told, name), ReceivedAs.ORIGINAL, 1, "补正时收取")
            for name in names
        ]
        with self._office.work(self.person(clerk)) as work:
            told.follow(cases.receive_supplement(work, told.last.case_id, told.last.revision, lines))
        self.clock.go_on()

    def refuse(self, clerk: str, told: ToldCase, refusal: cases.Refusal) -> None:
        """不予受理."""
        with self._office.work(self.person(clerk)) as work:
            told.follow(cases.refuse_case(work, told.last.case_id, told.last.revision, refusal))
        self.clock.go_on()

    def examine(self, told: ToldCase, opinion: Opinion, text: str) -> None:
        """审查, by the approver of the department."""
        with self._office.work(self._approver(told)) as work:
            told.follow(examination.examine_case(work, told.last.case_id, told.last.revision, opinion, text))
        self.clock.go_on()

    def send_back(self, told: ToldCase, reason: str) -> None:
        """退回审查."""
        with self._office.work(self._approver(told)) as work:
            told.follow(examination.send_back_case(work, told.last.case_id, told.last.revision, reason))
        self.clock.go_on()

    def grant(self, told: ToldCase, certificate: Certificate) -> None:
        """准予."""
        with self._office.work(self._approver(told)) as work:
            told.follow(examination.grant_case(work, told.last.case_id, told.last.revision, certificate))
        self.clock.go_on()

    def deny(self, told: ToldCase, facts: str, reason: str) -> None:
        """不予."""
        with self._office.work(self._approver(told)) as work:
            told.follow(examination.deny_case(work, told.last.case_id, told.last.revision, facts, reason))
        self.clock.go_on()

    def deliver(self, clerk: str, told: ToldCase) -> None:
        """出件: to the agent where there is one."""
        role = PartyRole.AGENT if told.agent else PartyRole.APPLICANT
        who = told.agent or told.applicant
        collector = Collector(who.name, "代理人" if told.agent else "本人", role)
        with self._office.work(self.person(clerk)) as work:
            told.follow(deliver_case(work, told.last.case_id, told.last.revision, collector))
        self.clock.go_on()

    def rate(self, clerk: str, told: ToldCase, grade: Grade, text: str = "") -> None:
        """评价: with the first options of the grade."""
        with self._office.work(self.person(clerk)) as work:
            invitation = reviews.invite(work, told.last.case_id)
        shown = (option.code for option in invitation.options[grade] if option.is_shown)
        given = ReviewGiven(grade, tuple(itertools.islice(shown, SHOWN_OPTIONS)), text)
        self.clock.go_on()
        with self._office.work(self.person(clerk)) as work:
            reviews.give_review(work, invitation.id, given)

    def leave_unrated(self, clerk: str, told: ToldCase) -> None:
        """The citizen is asked to rate and walks away."""
        with self._office.work(self.person(clerk)) as work:
            invitation = reviews.invite(work, told.last.case_id)
        self.clock.go_on()
        with self._office.work(self.person(clerk)) as work:
            reviews.close_unrated(work, invitation.id)

    def _approver(self, told: ToldCase) -> Actor:
        return self.person(self._approvers[told.matter.department_id])

    @staticmethod
    def _position(told: ToldCase, name: str) -> int:
        materials = told.matter.content.materials
        return next(position for position, spec in enumerate(materials) if spec.name.startswith(name))


def _answers(content: MatterContent, *, has_agent: bool) -> dict[str, str]:
    """The usual answers; the sample matters call the question who applies `who`."""
    answers = first_answers(content)
    return {**answers, "who": "agent"} if has_agent and "who" in answers else answers


def checklist(
    content: MatterContent, without: tuple[str, ...], *, has_agent: bool
) -> tuple[ReceivedMaterial, ...]:
    """Every line a careful citizen brings, without those whose names begin as given."""
    return tuple(
        ReceivedMaterial(position, *_handed_in(spec))
        for position, spec in enumerate(content.materials)
        if _is_brought(spec, has_agent=has_agent) and not spec.name.startswith(without or ("\0",))
    )


def _is_brought(spec: MaterialSpec, *, has_agent: bool) -> bool:
    match spec.necessity:
        case MaterialNecessity.EXEMPT:
            return False
        case MaterialNecessity.OPTIONAL:
            return has_agent and "委托" in spec.name
        case _:
            return True


def _handed_in(spec: MaterialSpec) -> tuple[ReceivedAs, int]:
    if spec.carrier is MaterialCarrier.ELECTRONIC:
        return ReceivedAs.ELECTRONIC, 1
    if spec.originals:
        return ReceivedAs.ORIGINAL, spec.originals
    return ReceivedAs.COPY, max(1, spec.copies)
