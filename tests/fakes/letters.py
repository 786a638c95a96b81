"""One letter of every kind, about invented parties, under the wage-arrears list of this repository."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time

from casework.letter import Addressee, Citation, Letter, Paragraph
from casework.letter_decisions import Decided, decision_letters
from casework.letter_inputs import (
    NUMBER_PENDING,
    EntryNamed,
    Envelope,
    Found,
    Heard,
    HearingDate,
    ListLaw,
    ObjectionResult,
    Publication,
    RemovedBecause,
    RepairWay,
    Term,
)
from casework.letter_law import LOCAL_POLICY, ObjectionWay, ReviewOrgans, ReviewRoute, cited_basis
from casework.letter_notices import hearing_letter, intention_letter
from casework.letter_outcomes import (
    objection_answer_letter,
    removal_letter,
    repair_accepted_letter,
    repair_refused_letter,
)
from casework.letter_preview import masked_preview
from casework.records import SubjectType
from engine.pack import Step
from engine.periods import Period
from tests.fakes.province import FIRM, TODAY, WAGE, firm_code, person_code, repository_shelf

PARTY = Addressee(name=FIRM, code=firm_code(1), type=SubjectType.ENTERPRISE)
PERSON = Addressee(name="虚某某", code=person_code(7), type=SubjectType.NATURAL_PERSON)
ENVELOPE = Envelope(
    number="虚人社信告〔2027〕12号",
    dated=TODAY,
    department="虚构市人力资源和社会保障局",
    contact="虚构市虚构路1号，虚构市人力资源和社会保障局信用科，电话0000-00000000（工作日9时至17时）",
    party=PARTY,
)
TERM = Term(period=Period(years=3))
OPEN = Publication(public=True, where="“信用中国”网站和本机关网站")
REVIEW = ReviewOrgans(
    route=ReviewRoute.LOCAL_DEPARTMENT, reconsideration=("虚构市人民政府",), court="虚构市虚构区人民法院"
)
OBJECTION = ObjectionWay(organ="虚构市人力资源和社会保障局", term=Period(days=30), citations=(LOCAL_POLICY,))
HEARD = Heard(
    notice_number="虚人社信告〔2027〕12号",
    served_on=date(2027, 3, 2),
    statement="已付清部分工资，请求不予列入",
    review="付清的为另案工资，责令支付文书所载工资至今未付，意见不予采纳",
)
DECIDED = Decided(
    heard=HEARD,
    term=TERM,
    publication=OPEN,
    measures=(
        Paragraph(
            text="在政府资金支持、政府采购、招投标等方面依法限制",
            citations=(Citation(document="《保障农民工工资支付条例》（国务院令第724号）", article="第四十八条"),),
        ),
    ),
    objection=OBJECTION,
    review=REVIEW,
)
REGIME = Citation(document="《信用修复管理办法》（国家发展和改革委员会令第36号）")
WAY = RepairWay(
    regime=REGIME,
    conditions=(
        Paragraph(text="达到最短公示期限、已经纠正失信行为并履行相关义务、公开作出信用承诺", citations=(REGIME,)),
    ),
    materials=(Paragraph(text="履行义务的证明和信用承诺书", citations=(Citation(document="国办发〔2025〕22号文件"),)),),
    window="“信用中国”网站",
    earliest=date(2028, 3, 20),
)
ENTRY = EntryNamed(document="虚人社信决〔2027〕8号", decided_on=date(2027, 3, 20))


def wage_law(*, hearing: bool = False) -> ListLaw:
    """The list as released; with a hearing, where a test wants one, as a working rule."""
    pack, listed = repository_shelf().list_def(WAGE, TODAY, TODAY)
    if hearing:
        step = Step(
            step="hearing", title="听证", required=False, term=Period(working_days=5), basis=(), local_policy=True
        )
        listed = replace(listed, procedure=(*listed.procedure, step))
    return ListLaw(list_def=listed, sources=pack.sources)


def found() -> Found:
    pack, _ = repository_shelf().list_def(WAGE, TODAY, TODAY)
    rule = pack.rules[0]
    return Found(
        facts=(
            Paragraph(text="虚人社责付〔2026〕3号责令支付文书载明：农民工12人，工资86000元，限2026年9月30日前付清"),
            Paragraph(text="2026年10月8日核查，逾期未付"),
        ),
        grounds=(Paragraph(text=rule.title, citations=cited_basis(rule.basis[:1], pack.sources)),),
        law=cited_basis(rule.basis, pack.sources),
    )


def numbered(number: str, dated: date = TODAY, party: Addressee = PARTY) -> Envelope:
    return replace(ENVELOPE, number=number, dated=dated, party=party)


def intention(party: Addressee = PARTY) -> Letter:
    return intention_to(replace(ENVELOPE, party=party))


def intention_to(envelope: Envelope) -> Letter:
    return intention_letter(envelope, wage_law(hearing=True), found(), TERM, OPEN)


def hearing(party: Addressee = PARTY) -> Letter:
    envelope = numbered("虚人社信听〔2027〕1号", date(2027, 3, 5), party)
    held = HearingDate(on=date(2027, 3, 18), at=time(9, 30), place="虚构市虚构路1号三楼听证室", host="虚构甲")
    asked = f"{envelope.you}于2027年3月4日要求听证"
    return hearing_letter(envelope, wage_law(hearing=True), ENVELOPE.number, asked, held)


def decided(party: Addressee = PARTY) -> tuple[Letter, Letter]:
    made_on = ENTRY.decided_on
    return decision_letters(
        numbered(ENTRY.document, made_on, party),
        numbered("虚人社信修告〔2027〕8号", made_on, party),
        wage_law(),
        found(),
        DECIDED,
        WAY,
    )


def repair_accepted(party: Addressee = PARTY) -> Letter:
    checked = Found(
        facts=(Paragraph(text="2028年4月2日核查，所欠工资已经付清，核查期间没有新的拖欠"),),
        grounds=(Paragraph(text="已经达到最短期限、履行义务并作出信用承诺", citations=(REGIME,)),),
        law=(REGIME,),
    )
    envelope = numbered("虚人社信修决〔2028〕2号", date(2028, 4, 6), party)
    return repair_accepted_letter(envelope, wage_law(), ENTRY, date(2028, 3, 25), checked, date(2028, 4, 6))


def repair_refused(party: Addressee = PARTY) -> Letter:
    checked = Found(
        facts=(Paragraph(text="2027年6月2日核查，所欠工资中尚有31000元没有付清"),),
        grounds=(Paragraph(text="相关义务尚未履行完毕", citations=(REGIME,)),),
        law=(REGIME,),
    )
    again = (Paragraph(text="付清所欠工资并达到最短期限后，可以再次申请", citations=(REGIME,)),)
    envelope = numbered("虚人社信修决〔2027〕1号", date(2027, 6, 4), party)
    return repair_refused_letter(envelope, wage_law(), ENTRY, date(2027, 5, 25), checked, again, REVIEW)


def removal(party: Addressee = PARTY) -> Letter:
    envelope = numbered("虚人社信移〔2030〕5号", date(2030, 3, 22), party)
    grounds = (Paragraph(text="列入期限至2030年3月22日止"),)
    return removal_letter(envelope, wage_law(), ENTRY, RemovedBecause.EXPIRED, grounds, date(2030, 3, 22))


def objection_answer(party: Addressee = PARTY) -> Letter:
    verified = Found(
        facts=(Paragraph(text="经查责令支付文书送达回证和银行流水，所涉工资没有支付"),),
        grounds=(Paragraph(text="异议所附凭证为另一工程的工资，与本案无关"),),
        law=found().law,
    )
    verified = replace(verified, grounds=(replace(verified.grounds[0], citations=found().law[:1]),))
    return objection_answer_letter(
        numbered("虚人社信异〔2027〕3号", date(2027, 4, 20), party),
        wage_law(),
        ENTRY,
        date(2027, 4, 2),
        "所涉工资已于2026年9月付清",
        verified,
        ObjectionResult.DISMISSED,
        (),
        REVIEW,
    )


LETTERS: Mapping[str, Callable[[], Letter]] = {
    "intention": intention,
    "intention-to-a-person": lambda: intention(PERSON),
    "hearing": hearing,
    "decision": lambda: decided()[0],
    "repair-notice": lambda: decided()[1],
    "repair-accepted": repair_accepted,
    "repair-refused": repair_refused,
    "removal": removal,
    "objection-answer": objection_answer,
    "preview-for-a-person": lambda: masked_preview(
        intention_to(replace(ENVELOPE, party=PERSON, number=NUMBER_PENDING))
    ),
}
