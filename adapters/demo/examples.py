"""Questions whose answers show each outcome: found in the built book by looking, never assumed.

Looks as a check looks (`casework.holdings`, `engine.measures`) and records nothing. An outcome nobody in the book shows
has no example.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from adapters.demo.subjects import DemoSubject
from casework.answer import required_roles, uncovered_sources
from casework.holdings import found_about
from casework.ports import Reader, Store
from casework.programs import ProgramBook
from casework.records import CodeKind, SubjectRecord, SubjectType
from casework.sources import sources_heard
from engine.catalogue import Matter
from engine.measures import AppliedMeasure, MeasureTable, Outcome, applied_measures, outcome_of

PLACE = "520103"
REFUSED = "refused"
PLAIN_MATTER = "government-procurement.qualification"
SUBJECTS_LOOKED_AT = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoExample:
    """One question: `outcome` as the answer will say it ("refused": the question itself is), and the form's fields."""

    outcome: str
    title: str
    title_en: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One subject at one matter: what the holdings bring. `role`: in which role it was looked at."""

    subject: DemoSubject
    matter: Matter
    stage: str
    role: str
    outcome: Outcome
    applied: tuple[AppliedMeasure, ...]

    @property
    def loses_a_reward(self) -> bool:
        return any(one.dropped and one.row.effect.is_reward for one in self.applied)

    @property
    def by_entry(self) -> bool:
        return any(one.counts and one.holding.kind == "entry" for one in self.applied)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An example to find: of what is seen and fits, the first at the first preferred matter, else at any."""

    preferred: tuple[str, ...]
    title: str
    title_en: str
    fits: Callable[[Seen], bool]


WANTED = (
    Wanted(
        title="单位受法定禁止，禁止期未满",
        preferred=(
            "government-procurement.qualification",
            "bidding.mandatory.qualification",
        ),
        title_en="A body under a statutory bar that still runs",
        fits=lambda seen: seen.outcome is Outcome.LEGAL_BAR and seen.role == "subject",
    ),
    Wanted(
        title="单位本身无记录，拟任人员受法定禁止",
        preferred=(
            "company.legal-representative-change",
            "company.registration",
        ),
        title_en="A clean body whose nominee is barred by law",
        fits=lambda seen: seen.outcome is Outcome.LEGAL_BAR and seen.role != "subject",
    ),
    Wanted(
        title="在名单上，依法限制或者从严审核",
        preferred=(
            "subsidy.fiscal-project",
            "licence.food.business",
        ),
        title_en="On a list: restricted, a person must look",
        fits=lambda seen: seen.outcome is Outcome.REVIEW and seen.by_entry and not seen.loses_a_reward,
    ),
    Wanted(
        title="决定书没有写明期限，不作不利推定",
        preferred=("government-procurement.qualification",),
        title_en="A decision that gives no term: nothing is presumed",
        fits=lambda seen: seen.outcome is Outcome.INDETERMINATE and seen.role == "subject",
    ),
    Wanted(
        title="守信主体，可以享受便利措施",
        preferred=("company.change",),
        title_en="An honoured taxpayer: measures in its favour",
        fits=lambda seen: (
            seen.outcome is Outcome.PROCEED_WITH_MEASURES
            and any(one.counts and one.row.effect.is_reward for one in seen.applied)
        ),
    ),
    Wanted(
        title="同时在守信名单和严重失信名单上，激励不予适用",
        preferred=(
            "investment.approval",
            "company.change",
        ),
        title_en="Honoured and seriously listed: the reward falls away",
        fits=lambda seen: seen.loses_a_reward,
    ),
)


def find_examples(
    store: Store, book: ProgramBook, today: date, subjects: Sequence[DemoSubject]
) -> tuple[DemoExample, ...]:
    """One example per kind, the same for the same book and day."""
    looked_at = subjects[:SUBJECTS_LOOKED_AT]
    clean = next(one for one in looked_at if one.story is None and one.type is SubjectType.ENTERPRISE)
    with store.reader() as reader:
        everything = list(_everything_seen(reader, book, looked_at, today))
    told = [_told(wanted, seen, clean) for wanted in WANTED if (seen := _best(wanted, everything))]
    return (*told, *_without_holdings(book, looked_at, clean))


def _best(wanted: Wanted, everything: Sequence[Seen]) -> Seen | None:
    fitting = [seen for seen in everything if wanted.fits(seen)]
    liked = {matter: rank for rank, matter in enumerate(wanted.preferred)}
    return min(fitting, key=lambda seen: liked.get(seen.matter.id, len(liked)), default=None)


def _everything_seen(reader: Reader, book: ProgramBook, subjects: Iterable[DemoSubject], today: date) -> Iterator[Seen]:
    table = book.table(today, today, PLACE)
    matters = sorted(book.shelf.catalogue.matters.values(), key=lambda matter: matter.id)
    for subject in subjects:
        record = _record(reader, subject) if subject.story else None
        if record is None:
            continue
        roles = sorted({role for matter in matters for role in matter.roles} - {"subject"})
        for role in roles if subject.type is SubjectType.NATURAL_PERSON else ["subject"]:
            yield from _seen_in_role(reader, book, table, matters, subject, record, role, today)


def _record(reader: Reader, subject: DemoSubject) -> SubjectRecord | None:
    kind = CodeKind.RESIDENT_ID if subject.type is SubjectType.NATURAL_PERSON else CodeKind.USCC
    return reader.subject_by_code(kind, subject.code)


def _seen_in_role(
    reader: Reader,
    book: ProgramBook,
    table: MeasureTable,
    matters: Sequence[Matter],
    subject: DemoSubject,
    record: SubjectRecord,
    role: str,
    today: date,
) -> Iterator[Seen]:
    found = found_about(reader, book, [(record, role)], today, PLACE)
    if not found.holdings:
        return
    freshness = sources_heard(book.shelf, reader.freshness())
    with_bans = found.with_ban_rows(table)
    for matter in matters:
        stage = "review" if "review" in matter.stages else matter.stages[0]
        if role not in matter.roles or (role == "subject" and required_roles(table, matter, stage)):
            continue
        applied = applied_measures(with_bans, found.holdings, matter=matter.id, stage=stage)
        unknown = [*found.uncertain(applied), *uncovered_sources(table, book, freshness, matter.id, stage)]
        outcome = outcome_of(applied, uncovered=bool(unknown))
        yield Seen(subject=subject, matter=matter, stage=stage, role=role, outcome=outcome, applied=applied)


def _told(wanted: Wanted, seen: Seen, clean: DemoSubject) -> DemoExample:
    asked = seen.subject if seen.role == "subject" else clean
    related = {} if seen.role == "subject" else {"role": seen.role, "related_code": seen.subject.code}
    return DemoExample(
        outcome=str(seen.outcome),
        title=wanted.title,
        title_en=wanted.title_en,
        fields=_fields(asked, seen.matter, seen.stage) | related,
    )


def _fields(subject: DemoSubject, matter: Matter, stage: str) -> dict[str, str]:
    return {
        "type": str(subject.type),
        "code": subject.code,
        "name": subject.name,
        "matter": matter.id,
        "stage": stage,
        "place": PLACE,
        "purpose": "演示：批前核查",
        "role": "",
        "related_code": "",
        "absent": "",
    }


def _without_holdings(book: ProgramBook, subjects: Sequence[DemoSubject], clean: DemoSubject) -> list[DemoExample]:
    """Nothing found; a name alone; a code that contradicts its type."""
    matter = _plain_matter(book)
    stage = "review" if "review" in matter.stages else matter.stages[0]
    trader = next(one for one in subjects if one.type is SubjectType.SOLE_TRADER)
    fields = _fields(clean, matter, stage)
    return [
        DemoExample(outcome="proceed", title="没有任何记录", title_en="Nothing is recorded", fields=fields),
        DemoExample(
            outcome="review",
            title="只有名称没有代码，名称不作认定",
            title_en="A name without a code: never a bar",
            fields={**fields, "code": "", "name": subjects[0].name},
        ),
        DemoExample(
            outcome=REFUSED,
            title="代码与主体类型不符，不予受理",
            title_en="The code contradicts the type: 422",
            fields={**_fields(trader, matter, stage), "type": str(SubjectType.ENTERPRISE)},
        ),
    ]


def _plain_matter(book: ProgramBook) -> Matter:
    """A matter that is asked about the applicant alone."""
    matters = book.shelf.catalogue.matters
    alone = [name for name in sorted(matters) if matters[name].roles == ("subject",)]
    return matters[PLAIN_MATTER if PLAIN_MATTER in alone else alone[0]]
