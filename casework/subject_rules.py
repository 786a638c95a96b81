"""What may happen in a subject's life, one page of data: to whom, what must be said, under which law, what follows for entries.

Only articles that were read. Where no law read says what becomes of a list entry, nothing is guessed: the entry goes to
an officer of the authority that decided it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from casework.records import SubjectType
from casework.subject_words import EventKind

LOCAL = "本平台规定"
BODIES = frozenset(one for one in SubjectType if one is not SubjectType.NATURAL_PERSON)
FIRMS = BODIES - {SubjectType.PUBLIC_BODY}
LEGAL_PERSONS = BODIES - {SubjectType.SOLE_TRADER}


class Follows(StrEnum):
    """What an event means for the subject's entries. `stay`: nothing changes. `review`: an officer decides entry by entry."""

    STAY = "stay"
    REVIEW = "review"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeRule:
    """One kind of event. `types`: whom it can befall. `needs`: what must be said beside day and document.

    `others`: the types of the other subject it names. `recorders`: departments that keep the register; others may record
    it only about a subject of their own cases. `meaning`: what follows, told to the officer.
    """

    title: str
    types: frozenset[SubjectType]
    follows: Follows
    law: str
    meaning: str
    needs: tuple[str, ...] = ()
    others: frozenset[SubjectType] = frozenset()
    recorders: frozenset[str] = frozenset({"market-regulation", "civil-affairs"})


LIFE: Mapping[EventKind, LifeRule] = {
    EventKind.RENAMED: LifeRule(
        title="更名",
        types=frozenset(SubjectType),
        needs=("name",),
        follows=Follows.STAY,
        law="《市场主体登记管理条例》第二十四条（变更登记）；其他主体依其登记规定",
        meaning="代码不变，仍为同一主体，条目照旧；曾用名连同使用期间保留备查。",
    ),
    EventKind.RECODED: LifeRule(
        title="换码",
        types=BODIES,
        needs=("code",),
        follows=Follows.STAY,
        law=f"{LOCAL}：换发统一社会信用代码不改变主体，旧代码自换码之日起指向同一主体",
        meaning="仍为同一主体，条目照旧；以旧代码查询的，答复同一主体并予提示。",
    ),
    EventKind.MERGED: LifeRule(
        title="合并（被吸收或者因新设合并解散）",
        types=LEGAL_PERSONS,
        needs=("other",),
        others=LEGAL_PERSONS,
        follows=Follows.REVIEW,
        law="《中华人民共和国民法典》第六十七条第一款；《中华人民共和国公司法》（2023年修订）第二百一十八条、第二百二十一条",
        meaning="债权债务依法由存续或者新设的法人承继；条目是否由其承继，所核对的法律未作规定，"
        "由作出认定的单位逐条决定，不自动承继。",
    ),
    EventKind.DIVIDED: LifeRule(
        title="分立",
        types=LEGAL_PERSONS,
        needs=("other", "goes_on"),
        others=LEGAL_PERSONS,
        follows=Follows.REVIEW,
        law="《中华人民共和国民法典》第六十七条第二款；《中华人民共和国公司法》（2023年修订）第二百二十二条、第二百二十三条",
        meaning="分立前的债务由分立后的法人连带承担（与债权人另有约定的除外）；条目由谁承担，所核对的法律未作规定，"
        "由作出认定的单位逐条决定，不自动承继。",
    ),
    EventKind.CONVERTED: LifeRule(
        title="个体工商户转为企业",
        types=frozenset({SubjectType.SOLE_TRADER}),
        needs=("other",),
        others=frozenset({SubjectType.ENTERPRISE}),
        follows=Follows.REVIEW,
        law="《市场主体登记管理条例实施细则》第三十七条第四款；《中华人民共和国民法典》第五十六条第一款",
        meaning="企业为新设主体，原条目不自动转入企业；原条目是否随个体工商户终止移出，由作出认定的单位决定。",
    ),
    EventKind.DEREGISTERED: LifeRule(
        title="注销登记",
        types=BODIES,
        follows=Follows.REVIEW,
        law="《市场主体登记管理条例》第三十一条；《中华人民共和国民法典》第六十八条",
        meaning="主体终止。条目是否随之移出，名单规则有规定的从其规定；所核对的法律未作规定，由作出认定的单位逐条决定。",
    ),
    EventKind.LICENCE_REVOKED: LifeRule(
        title="吊销营业执照（未注销）",
        types=FIRMS,
        follows=Follows.STAY,
        law="《中华人民共和国公司法》（2023年修订）第二百二十九条第一款第四项；《中华人民共和国民法典》第七十二条",
        meaning="吊销后、注销前主体仍然存续，条目照旧。",
    ),
    EventKind.BRANCH_OF: LifeRule(
        title="登记为分支机构",
        types=FIRMS,
        needs=("other",),
        others=BODIES,
        follows=Follows.STAY,
        law="《中华人民共和国民法典》第七十四条；《中华人民共和国公司法》（2023年修订）第十三条",
        meaning="分支机构的条目是其自身的条目，不因此成为设立单位的条目，反之亦然。",
    ),
    EventKind.DIED: LifeRule(
        title="自然人死亡",
        types=frozenset({SubjectType.NATURAL_PERSON}),
        follows=Follows.END,
        law=f"《中华人民共和国民法典》第十三条、第十五条；{LOCAL}：死亡的，条目和公示当日终止",
        meaning="该自然人的条目、在办案件和法定禁止当日终止，不再显示。",
        recorders=frozenset({"public-security", "civil-affairs"}),
    ),
    EventKind.POST_HELD: LifeRule(
        title="任职登记",
        types=BODIES,
        needs=("other", "role"),
        others=frozenset({SubjectType.NATURAL_PERSON, SubjectType.ENTERPRISE}),
        follows=Follows.STAY,
        law=f"{LOCAL}：任职按起止日登记，行为发生时由谁任职以登记为准",
        meaning="单位与个人的条目互不推及，法律点名该身份的除外。",
    ),
}
WITHDRAWAL_TITLE = "撤回误登"
WITHDRAWAL_LAW = f"{LOCAL}：误登的事项以撤回方式更正，原登记保留"


def event_title(kind: EventKind) -> str:
    return WITHDRAWAL_TITLE if kind is EventKind.WITHDRAWN else LIFE[kind].title
