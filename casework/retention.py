"""What is kept how long, from when, what happens then, and why: one page of data. `retention_due` computes from it.

No law read here gives a period for the records of this platform. 《个人信息保护法》 article 19 asks for the shortest time the
purpose needs, article 47 for erasure once it is over; so each number of years is the platform's own rule (LOCAL) and
says by what it was measured. Where a law gives the minimum, the row says so. Only persons' records fall under it
(natural persons and sole traders), and every question that names one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What happens after the period: texts: contents are erased, the bare record stays; identifiers: name and number too."""

    TEXTS = "texts"
    IDENTIFIERS = "identifiers"


class Standing(StrEnum):
    """How the number of years stands: local: no law gives it; minimum: a law gives the least, the number is ours."""

    LOCAL = "local"
    MINIMUM = "minimum"


class Kept(StrEnum):
    """Kinds of what is kept: the rules of the page below."""

    CHECK = "check"
    LOOK = "look"
    PROPOSAL = "proposal"
    CASE = "case"
    FILE = "file"
    CORRECTED = "corrected"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """One row. `years`: whole calendar years after the day `begins` tells of; on the day after the last of them it is due.

    `measure`: why so many years, in Chinese and English.
    """

    kind: Kept
    title: str
    title_en: str
    begins: str
    begins_en: str
    years: int
    fate: Fate
    erased: str
    erased_en: str
    basis: str
    standing: Standing
    measure: str
    measure_en: str


PIPL = "《中华人民共和国个人信息保护法》"
SHORTEST = f"{PIPL}第十九条、第四十七条第一款第（一）项、第（二）项"
SUIT = "《中华人民共和国行政诉讼法》（2017年修正）第四十六条第二款"

RETENTION: tuple[Keeping, ...] = (
    Keeping(
        kind=Kept.CHECK,
        title="批前核查的提问、答复和反馈（写有自然人或者个体工商户的）",
        title_en="questions, answers and feedback of checks that name a person",
        begins="核查之日",
        begins_en="the day of the check",
        years=3,
        fate=Fate.TEXTS,
        erased="提问、答复、用途和反馈的理由",
        erased_en="question, answer, purpose and reasons of the feedback",
        basis=SHORTEST,
        standing=Standing.LOCAL,
        measure=f"比照{PIPL}第五十六条处理情况记录至少保存三年",
        measure_en="as long as PIPL art. 56 asks records of processing to be kept at least",
    ),
    Keeping(
        kind=Kept.LOOK,
        title="查看记录",
        title_en="records of looks",
        begins="查看之日",
        begins_en="the day of the look",
        years=3,
        fate=Fate.TEXTS,
        erased="查看用途的文字（查看的单位、方式和时间保留）",
        erased_en="the words of its purpose (department, way and time stay)",
        basis=f"{PIPL}第十九条、第五十五条、第五十六条",
        standing=Standing.MINIMUM,
        measure="法律规定处理情况记录至少保存三年；查看记录属于处理情况记录为本平台的理解",
        measure_en="records of processing are kept at least three years; that looks are such records is our reading",
    ),
    Keeping(
        kind=Kept.PROPOSAL,
        title="未予列入的案件（不予列入、逾期失效）",
        title_en="cases that led to no entry (rejected, lapsed)",
        begins="案件终结之日",
        begins_en="the day the case closed",
        years=1,
        fate=Fate.TEXTS,
        erased="认定依据、陈述申辩、办理步骤和文书的文字",
        erased_en="grounds, statements, texts of moves and letters",
        basis=SHORTEST,
        standing=Standing.LOCAL,
        measure="未产生对当事人不利的结果，目的已不能实现；留一年以备查考",
        measure_en="nothing adverse came of it; one year to look back",
    ),
    Keeping(
        kind=Kept.CASE,
        title="已移出的条目及其案件、文书、案卷",
        title_en="ended entries with their case, letters and files",
        begins="移出之日和最后一个案卷办结之日中较晚的一日",
        begins_en="the later of the day it ended and the day its last file closed",
        years=5,
        fate=Fate.TEXTS,
        erased="认定依据、陈述申辩、办理步骤、文书和案卷的文字",
        erased_en="grounds, statements, texts of moves, letters and files",
        basis=SHORTEST,
        standing=Standing.LOCAL,
        measure=f"与{SUIT}的最长起诉期限（五年）相同，以便答辩",
        measure_en="as long as a suit may be brought at most (Administrative Litigation Law art. 46, para. 2: five years)",
    ),
    Keeping(
        kind=Kept.FILE,
        title="不针对条目的案卷（匹配异议、承诺、培训、约谈、报告等）",
        title_en="files over no entry (match objections, commitments, trainings, talks, reports)",
        begins="案卷办结之日",
        begins_en="the day the file closed",
        years=5,
        fate=Fate.TEXTS,
        erased="受理号、各步骤的内容和文书的文字",
        erased_en="receipt number, contents of steps, texts of letters",
        basis=SHORTEST,
        standing=Standing.LOCAL,
        measure=f"与{SUIT}的最长起诉期限（五年）相同",
        measure_en="as ended cases",
    ),
    Keeping(
        kind=Kept.CORRECTED,
        title="已被更正的记录",
        title_en="records that have been corrected",
        begins="更正之日",
        begins_en="the day of the correction",
        years=3,
        fate=Fate.TEXTS,
        erased="原记录的内容",
        erased_en="the contents of the former record",
        basis=SHORTEST,
        standing=Standing.LOCAL,
        measure="与据其作出的核查答复保存同样长的时间，以便核对",
        measure_en="as long as the answers that were given on it",
    ),
    Keeping(
        kind=Kept.PERSON,
        title="自然人、个体工商户的身份信息和其余记录",
        title_en="a person's identity and every record that is left",
        begins="与其有关的最后一事（条目移出、法定禁止终止、案卷办结、记录登记、职务终止）之日",
        begins_en="the last thing recorded about it (entry, ban, file or role ended, record made)",
        years=5,
        fate=Fate.IDENTIFIERS,
        erased="姓名、名称、号码、属性、全部记录的内容及其检索值",
        erased_en="name, number, attributes, contents of every record, and the keyed look-ups",
        basis=SHORTEST,
        standing=Standing.LOCAL,
        measure="比照《征信业管理条例》第十六条个人不良信息自终止之日起五年（该条约束征信机构，不直接适用于本平台）",
        measure_en="by analogy with art. 16 of the Credit Reporting Regulation: five years (it binds credit reporting bodies, not us)",
    ),
)
"""INVARIANT: one row a kind. Years are whole; a change here is a change of policy and belongs into the assessment."""

BY_KIND: Mapping[Kept, Keeping] = {one.kind: one for one in RETENTION}

STANDING_TITLES: Mapping[Standing, str] = {
    Standing.LOCAL: "本平台规定，不是法律规定",
    Standing.MINIMUM: "法律规定最短年限；具体年限为本平台规定",
}
HELD_BACK = (
    "当事人有在办案件、案卷（异议、复议、诉讼等）或者停止执行的，全部不予删除",
    "尚在生效的条目、法定禁止及其所依据的记录，不予删除",
    "仍在其他主体任职的，其身份信息不予删除",
)
"""What holds an erasure back whatever the years say."""


def retention_table() -> str:
    """The page as a table, for docs/impact-assessment.md."""
    head = "| 保存的内容 | 起算 | 期限 | 届满后删除 | 依据 | 年限的性质 | 年限的考虑 |\n| --- | --- | --- | --- | --- | --- | --- |\n"
    rows = (
        f"| {one.title} | {one.begins} | {one.years}年 | {one.erased} | {one.basis}"
        f" | {STANDING_TITLES[one.standing]} | {one.measure} |\n"
        for one in RETENTION
    )
    return head + "".join(rows)
