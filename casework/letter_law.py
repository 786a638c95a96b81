"""What letters cite, and the remedies they name: objection, reconsideration, suit, with organ, period and article.

The statutes here are the Administrative Reconsideration Law in force from 2024-01-01, the Administrative Litigation Law
and, for hearings by analogy, the Administrative Penalty Law. What a list's own procedure says comes from its pack.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.errors import Refused
from casework.letter import Citation, Letter, Paragraph, Remedy, RemedyKind
from engine.articles import article_in_chinese, numeral
from engine.pack import Basis, Level, ListDef, Source, Step
from engine.periods import Period

EARLIEST = date(2024, 1, 1)
"""The Reconsideration Law whose articles are cited here is in force from this day (its article 90)."""

LOCAL_POLICY = Citation(document="此项为工作规则，不是法律、法规、规章的规定", local_policy=True)
RECONSIDERATION_DAYS = Period(days=60)
SUIT_MONTHS = Period(months=6)


def statute(title: str, article: str) -> Citation:
    """An article of a national law.

    >>> statute("行政复议法", "20 para 1")
    Citation(document='《中华人民共和国行政复议法》', article='第二十条第一款', local_policy=False, assurance=<Assurance.VERIFIED: 'verified'>)
    """
    return Citation(document=f"《中华人民共和国{title}》", article=article_in_chinese(article))


def reconsideration_law(article: str) -> Citation:
    return statute("行政复议法", article)


def litigation_law(article: str) -> Citation:
    return statute("行政诉讼法", article)


def penalty_law_by_analogy(article: str) -> Citation:
    """A listing is no penalty: the hearing's forms are taken over, and said to be."""
    return Citation(document="参照《中华人民共和国行政处罚法》", article=article_in_chinese(article))


def cited_basis(basis: Iterable[Basis], sources: Mapping[str, Source]) -> tuple[Citation, ...]:
    """A pack's bases as citations: title, document number, article."""
    return tuple(
        Citation(
            document=_titled(sources[one.source]), article=article_in_chinese(one.article), assurance=one.assurance
        )
        for one in basis
    )


def cited_step(step: Step, sources: Mapping[str, Source]) -> tuple[Citation, ...]:
    """What a step of a list's procedure rests on; a step that is ours says so, beside its basis if it has one."""
    return cited_basis(step.basis, sources) + ((LOCAL_POLICY,) if step.local_policy else ())


def _titled(source: Source) -> str:
    if source.level is Level.LAW and source.title in source.document:
        return f"《中华人民共和国{source.title.removeprefix('中华人民共和国')}》"
    return f"《{source.title}》（{source.document}）" if source.document else f"《{source.title}》"


def step_of(list_def: ListDef, step: str) -> Step | None:
    """The step of that name in the list's procedure."""
    return next((one for one in list_def.procedure if one.step == step), None)


def period_in_words(period: Period) -> str:
    """A period as a letter says it.

    >>> period_in_words(Period(years=1, months=6)), period_in_words(Period(working_days=10))
    ('一年六个月', '十个工作日')
    """
    if period.working_days is not None:
        return f"{numeral(period.working_days)}个工作日"
    counted = ((period.years, "年"), (period.months, "个月"), (period.days, "日"))
    return "".join(numeral(count) + unit for count, unit in counted if count)


def day_in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


class ReviewRoute(StrEnum):
    """Who hears a reconsideration, by what kind of organ acted."""

    LOCAL_DEPARTMENT = "local_department"
    VERTICAL = "vertical"
    JUSTICE = "justice"
    STATE_COUNCIL_DEPARTMENT = "state_council_department"


_ROUTE_ARTICLES: Mapping[ReviewRoute, str] = {
    ReviewRoute.LOCAL_DEPARTMENT: "24 para 1 item 1",
    ReviewRoute.VERTICAL: "27",
    ReviewRoute.JUSTICE: "28",
    ReviewRoute.STATE_COUNCIL_DEPARTMENT: "25 item 1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOrgans:
    """Where an act of this department can be taken to.

    `reconsideration`: the organs by name (two only by article 28). `online`: where an application can be handed in by
    internet; needed where the letter is served electronically (article 22 paragraph 2). `first`: the law that demands
    reconsideration before a suit, where there is one.
    """

    route: ReviewRoute
    reconsideration: tuple[str, ...]
    court: str
    online: str = ""
    served_electronically: bool = False
    first: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionWay:
    """Where and until when the accuracy of the entry can be questioned. `term` None: as long as the entry stands."""

    organ: str
    term: Period | None
    citations: tuple[Citation, ...]


def objection(way: ObjectionWay) -> Remedy:
    """The objection about accuracy; it has no form in national law, so it is said on what it rests."""
    within = f"自收到本决定书之日起{period_in_words(way.term)}内" if way.term else "在列入期间"
    text = f"认为本决定所载信息不准确的，可以{within}向{way.organ}提出异议，提出异议不影响申请行政复议和提起行政诉讼"
    return Remedy(
        kind=RemedyKind.OBJECTION,
        organ=way.organ,
        period=str(way.term) if way.term else "while-listed",
        last_day=None,
        paragraphs=(Paragraph(text=text, citations=way.citations),),
    )


def reconsideration_and_suit(organs: ReviewOrgans, act: str = "本决定") -> tuple[Remedy, Remedy]:
    """Both remedies against the act, with the statement that neither suspends it by itself."""
    return _reconsideration(organs, act), _suit(organs, act)


def _reconsideration(organs: ReviewOrgans, act: str) -> Remedy:
    organ = "或者".join(one.strip() for one in organs.reconsideration if one.strip())
    applied = Paragraph(
        text=f"对{act}不服的，可以自知道或者应当知道{act}之日起六十日内，向{organ}申请行政复议",
        citations=(reconsideration_law("20 para 1"), reconsideration_law(_ROUTE_ARTICLES[organs.route])),
    )
    online = Paragraph(
        text=f"也可以通过互联网提交行政复议申请书：{organs.online}", citations=(reconsideration_law("22 para 2"),)
    )
    return Remedy(
        kind=RemedyKind.RECONSIDERATION,
        organ=organ,
        period=str(RECONSIDERATION_DAYS),
        last_day=None,
        paragraphs=(applied, online) if organs.online.strip() else (applied,),
    )


def _suit(organs: ReviewOrgans, act: str) -> Remedy:
    directly = Paragraph(
        text=f"也可以自知道或者应当知道作出{act}之日起六个月内，直接向{organs.court}提起行政诉讼",
        citations=(litigation_law("46 para 1"),),
    )
    after = Paragraph(
        text="对行政复议决定不服的，可以自收到行政复议决定书之日起十五日内提起行政诉讼；"
        "复议机关逾期不作决定的，可以自复议期满之日起十五日内提起行政诉讼",
        citations=(litigation_law("45"),),
    )
    goes_on = Paragraph(
        text=f"行政复议、行政诉讼期间，不停止{act}的执行，但依法应当停止执行的除外",
        citations=(reconsideration_law("42"), litigation_law("56")),
    )
    start = directly if organs.first is None else _only_after(organs.court, organs.first)
    return Remedy(
        kind=RemedyKind.SUIT,
        organ=organs.court,
        period=str(SUIT_MONTHS if organs.first is None else Period(days=15)),
        last_day=None,
        paragraphs=(start, after, goes_on),
    )


def _only_after(court: str, first: Citation) -> Paragraph:
    return Paragraph(
        text=f"应当先申请行政复议，对行政复议决定不服的，再向{court}提起行政诉讼",
        citations=(first, litigation_law("44 para 2")),
    )


def missing_of_review(organs: ReviewOrgans) -> tuple[str, ...]:
    """What a letter cannot name: the reconsideration organ, the court, the internet channel it must then give."""
    found = (
        ("reconsideration", any(one.strip() for one in organs.reconsideration)),
        ("suit", bool(organs.court.strip())),
        ("online", bool(organs.online.strip()) or not organs.served_electronically),
    )
    return tuple(name for name, given in found if not given)


def refuse_earlier(dated: date) -> None:
    """Refused for a letter dated before the law it would cite was in force."""
    if dated < EARLIEST:
        raise Refused(
            "letter-too-early",
            zh=f"文书日期{day_in_words(dated)}早于现行《中华人民共和国行政复议法》施行之日（{day_in_words(EARLIEST)}）",
            en=f"the letter is dated {dated}, before the Reconsideration Law it cites was in force ({EARLIEST})",
            hint_zh="请核对日期；此前作出的决定以原文书登记",
            hint_en="check the date; record earlier decisions by their own document",
            law="行政复议法（2023年修订）第九十条",
        )


def all_citations(letter: Letter) -> tuple[Citation, ...]:
    """Every law the letter cites, in the order of first mention, each once; working rules are none."""
    paragraphs: Sequence[Paragraph] = [
        *(one for block in letter.blocks for one in block.paragraphs),
        *(one for remedy in letter.remedies for one in remedy.paragraphs),
    ]
    return tuple(dict.fromkeys(cited for one in paragraphs for cited in one.citations if not cited.local_policy))
