"""One small pair for each kind of change: what is told, which way it goes, and in which words."""

from dataclasses import replace
from datetime import date
from enum import Enum

import pytest

from engine.conditions import (
    All,
    AnyOf,
    Condition,
    Count,
    FieldOf,
    FieldTest,
    Held,
    MetLeaf,
    Not,
    Op,
    OuterField,
    Parameter,
    Partner,
    RatioLeaf,
    RecordLeaf,
)
from engine.diff import Change, Direction, Group, What, diff
from engine.diff_wording import Told, comparison_told
from engine.diff_wording.words import GROUPS, TESTS, VALUES
from engine.pack import (
    Assurance,
    Colour,
    Conclude,
    Discretion,
    Effect,
    Gravity,
    Level,
    Mode,
    Pack,
    PackKind,
    Propose,
    UnlessClause,
)
from engine.pack.repair import Concern, CountsFrom, RepairField
from engine.periods import Period
from tests.engine.changed_packs import EVERY, FINDING, LARGE, PARTNER, STAY
from tests.engine.parse_texts import CRITERIA, FRAMEWORK, MEASURES, REPAIR, edited, sound, the_catalogue
from tests.fakes.conditions import check, count, figures, record

LOOSER, STRICTER, UNCLEAR, NONE = Direction.LOOSER, Direction.STRICTER, Direction.UNCLEAR, Direction.NONE
AMOUNT = check("amount", Op.GTE, 100)
MORE = check("amount", Op.GTE, 200)
EVASION = record(check("violation", Op.EQ, "evasion"), AMOUNT, kind=FINDING)
INVOICE = record(check("violation", Op.EQ, "invoice"), check("invoices", Op.GTE, 100), kind=FINDING)


def asking(when: Condition, colour: Colour = Colour.BLACK, unless: tuple[UnlessClause, ...] = ()) -> Pack:
    """A pack with one rule that proposes its one list."""
    pack = sound(CRITERIA)
    [(name, listed)] = pack.lists.items()
    rule = replace(pack.rules[0], when=when, unless=unless)
    return replace(pack, rules=(rule,), lists={name: replace(listed, colour=colour)})


def leaf(*where: FieldTest, **more: object) -> RecordLeaf:
    return record(*where, **{"kind": FINDING, **more})


def share(*tests: tuple[Op, int]) -> RatioLeaf:
    """How many of the records have a high amount, in millionths."""
    bounds = tuple(test for op, bound in tests for test in figures(op, bound))
    return RatioLeaf(of=Count(records=LARGE), to=Count(records=EVERY), is_=bounds)


def only(old: Pack, new: Pack) -> Change:
    """The single change between two packs; the way back tells the contrary."""
    changes, back = diff(old, new), diff(new, old)
    assert len(changes) == len(back) == 1, changes
    assert back[0].direction is changes[0].direction.reversed
    assert (back[0].old, back[0].new) == (changes[0].new, changes[0].old)
    return changes[0]


def told(old: Pack, new: Pack, lang: str = "zh") -> Told:
    [one] = comparison_told(old, new, diff(old, new), the_catalogue(), lang)
    return one


def every_told(old: Pack, new: Pack, lang: str = "zh") -> tuple[Told, ...]:
    return comparison_told(old, new, diff(old, new), the_catalogue(), lang)


def from_text(text: str, old: str, new: str) -> tuple[Pack, Pack]:
    return sound(text), sound(edited(text, old, new))


CONDITIONS = [
    ("a higher floor lets fewer in", leaf(AMOUNT), leaf(MORE), What.CHANGED, LOOSER),
    ("超过 is more than 以上", leaf(AMOUNT), leaf(check("amount", Op.GT, 100)), What.CHANGED, LOOSER),
    ("above 99 is from 100", leaf(AMOUNT), leaf(check("amount", Op.GT, 99)), What.CHANGED, NONE),
    ("a lower ceiling lets fewer in", leaf(check("amount", Op.LT, 9)), leaf(check("amount", Op.LT, 5)), What.CHANGED, LOOSER),
    ("a band inside a band", leaf(check("amount", Op.BETWEEN, 1, 9)), leaf(check("amount", Op.BETWEEN, 2, 9)), What.CHANGED, LOOSER),
    ("bands that overlap", leaf(check("amount", Op.BETWEEN, 1, 5)), leaf(check("amount", Op.BETWEEN, 3, 9)), What.CHANGED, UNCLEAR),
    ("one code more", leaf(check("violation", Op.IN, "evasion")), leaf(check("violation", Op.IN, "evasion", "invoice")), What.CHANGED, STRICTER),
    ("another code", leaf(check("violation", Op.EQ, "evasion")), leaf(check("violation", Op.EQ, "invoice")), What.CHANGED, UNCLEAR),
    ("a test more", leaf(AMOUNT), leaf(AMOUNT, check("fled", Op.EQ, True)), What.ADDED, LOOSER),
    ("a test less", leaf(AMOUNT, check("fled", Op.EQ, True)), leaf(AMOUNT), What.REMOVED, STRICTER),
    ("a longer look back", leaf(check("found_on", Op.WITHIN, period=Period(years=1))), leaf(check("found_on", Op.WITHIN, period=Period(years=2))), What.CHANGED, STRICTER),
    ("a longer wait", leaf(check("found_on", Op.PAST, period=Period(years=1))), leaf(check("found_on", Op.PAST, period=Period(years=2))), What.CHANGED, LOOSER),
    ("a term that must have run longer", leaf(check("found_on", Op.REACHED, period=Period(years=1))), leaf(check("found_on", Op.REACHED, period=Period(years=2))), What.CHANGED, LOOSER),
    ("30 days or a month", leaf(check("found_on", Op.WITHIN, period=Period(days=30))), leaf(check("found_on", Op.WITHIN, period=Period(months=1))), What.CHANGED, UNCLEAR),
    ("before an earlier day", leaf(check("found_on", Op.BEFORE, date(2022, 1, 1))), leaf(check("found_on", Op.BEFORE, date(2021, 1, 1))), What.CHANGED, LOOSER),
    ("a city of the province", leaf(check("place", Op.REGION_WITHIN, "520000")), leaf(check("place", Op.REGION_WITHIN, "520100")), What.CHANGED, LOOSER),
    ("known not to exist is another question", leaf(check("paid_on", Op.IS_NONE)), leaf(check("paid_on", Op.AFTER, date(2020, 1, 1))), What.CHANGED, UNCLEAR),
    ("an alternative more", EVASION, AnyOf(children=(EVASION, INVOICE)), What.ADDED, STRICTER),
    ("an alternative less", AnyOf(children=(EVASION, INVOICE)), INVOICE, What.REMOVED, LOOSER),
    ("a demand more", EVASION, All(children=(EVASION, INVOICE)), What.ADDED, LOOSER),
    ("all become any", All(children=(EVASION, INVOICE)), AnyOf(children=(EVASION, INVOICE)), What.CHANGED, STRICTER),
    ("under not, a higher floor lets more in", Not(child=leaf(AMOUNT)), Not(child=leaf(MORE)), What.CHANGED, STRICTER),
    ("a related record demanded", leaf(AMOUNT), leaf(AMOUNT, with_=(PARTNER,)), What.ADDED, LOOSER),
    ("a record that excludes", leaf(AMOUNT), leaf(AMOUNT, without=(STAY,)), What.ADDED, LOOSER),
    ("what excludes is wider", leaf(AMOUNT, without=(STAY,)), leaf(AMOUNT, without=(replace(STAY, where=()),)), What.REMOVED, LOOSER),
    ("what is demanded is wider", leaf(AMOUNT, with_=(PARTNER,)), leaf(AMOUNT, with_=(replace(PARTNER, where=()),)), What.REMOVED, STRICTER),
    ("joined by nothing", leaf(AMOUNT, with_=(PARTNER,)), leaf(AMOUNT, with_=(replace(PARTNER, same=()),)), What.CHANGED, STRICTER),
    ("two become three", count(Op.GTE, 2, of=EVERY), count(Op.GTE, 3, of=EVERY), What.CHANGED, LOOSER),
    ("fewer are counted", count(Op.GTE, 2, of=EVERY), count(Op.GTE, 2, of=LARGE), What.ADDED, LOOSER),
    ("at most two of fewer", count(Op.LTE, 2, of=EVERY), count(Op.LTE, 2, of=LARGE), What.ADDED, STRICTER),
    ("exactly two of fewer", count(Op.EQ, 2, of=EVERY), count(Op.EQ, 2, of=LARGE), What.ADDED, UNCLEAR),
    ("within a year of each other", count(Op.GTE, 2, of=EVERY), count(Op.GTE, 2, of=EVERY, span=Period(years=1)), What.CHANGED, LOOSER),
    ("a share above 10 % may be below 10.0001 %", share((Op.GTE, 100_001)), share((Op.GT, 100_000)), What.CHANGED, STRICTER),
    ("a share of 10 % is not below 10 %", share((Op.LTE, 99_999)), share((Op.LT, 100_000)), What.CHANGED, STRICTER),
    ("a share of 10 % is no share above 10 %", share((Op.GTE, 100_000)), share((Op.GT, 100_000)), What.CHANGED, LOOSER),
    ("exactly 10 % lies from 10 % up", share((Op.EQ, 100_000)), share((Op.GTE, 100_000)), What.CHANGED, STRICTER),
    ("exactly 10 % does not lie above 10 %", share((Op.EQ, 100_000)), share((Op.GT, 100_000)), What.CHANGED, UNCLEAR),
    ("a share from one end, and another up to the other", share((Op.GTE, 100_001), (Op.LTE, 500_000)), share((Op.GT, 100_000), (Op.LTE, 400_000)), What.CHANGED, UNCLEAR),
    ("the day itself counts, too", leaf(check("found_on", Op.AFTER, FieldOf("paid_on"))), leaf(check("found_on", Op.GTE, FieldOf("paid_on"))), What.CHANGED, STRICTER),
    ("after another day", leaf(check("found_on", Op.AFTER, FieldOf("paid_on"))), leaf(check("found_on", Op.AFTER, FieldOf("due_on"))), What.CHANGED, UNCLEAR),
    ("another kind of record", leaf(kind="tax.finding"), leaf(kind="tax.decision"), What.CHANGED, UNCLEAR),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "what", "direction"), [row[1:] for row in CONDITIONS], ids=[row[0] for row in CONDITIONS]
)
def test_a_changed_condition_tells_its_direction(
    old: Condition, new: Condition, what: What, direction: Direction
) -> None:
    """On a black list; on a red one the same change goes the other way, and for a bare conclusion it cannot be told."""
    change = only(asking(old), asking(new))
    red = only(asking(old, Colour.RED), asking(new, Colour.RED))
    bare = [replace(pack, rules=(replace(pack.rules[0], then=Conclude()),)) for pack in (asking(old), asking(new))]

    assert (change.group, change.what, change.direction) == (Group.RULE, what, direction)
    assert red.direction is direction.reversed
    assert only(*bare).direction is (NONE if direction is NONE else UNCLEAR)


def test_a_conclusion_stands_where_the_rule_that_asks_for_it_stands() -> None:
    """The number is in one rule, the burden in another: forward chaining must not hide the direction."""
    old = sound(CRITERIA)
    new = sound(edited(CRITERIA, "when: {record: tax.finding, where: {amount: $paid}}", "when: {record: tax.finding}"))

    [change] = diff(old, new)

    assert (change.id, change.what, change.direction) == ("repaid", What.REMOVED, UNCLEAR)
    asked = replace(old.rules[0], unless=(), when=old.rules[0].unless[0].when)
    changed = diff(*(replace(pack, rules=(asked, pack.rules[1])) for pack in (old, new)))
    assert [each.direction for each in changed] == [STRICTER]


def test_limbs_are_matched_by_what_they_say() -> None:
    """A limb written in front of the others has not changed the others."""
    third = record(kind="tax.decision")
    raised = record(check("violation", Op.EQ, "evasion"), MORE, kind=FINDING)

    changes = diff(asking(AnyOf(children=(EVASION, INVOICE))), asking(AnyOf(children=(third, INVOICE, raised))))

    assert [(each.what, each.path, each.direction) for each in changes] == [
        (What.CHANGED, ("when", "amount"), LOOSER),
        (What.ADDED, ("when", "any"), STRICTER),
    ]


def test_an_exception_more_is_looser_and_inside_it_directions_turn() -> None:
    """`unless` takes people out: what widens it narrows the rule."""
    pack = sound(CRITERIA)
    clause = replace(pack.rules[0].unless[0], when=leaf(AMOUNT))
    raised = replace(clause, when=leaf(MORE))

    assert only(asking(EVASION), asking(EVASION, unless=(clause,))).direction is LOOSER
    assert only(asking(EVASION, unless=(clause,)), asking(EVASION, unless=(raised,))).direction is STRICTER
    assert "除外情形“已更正”中，" in told(asking(EVASION, unless=(clause,)), asking(EVASION, unless=(raised,))).sentence


def test_a_parameter_tells_old_and_new_value_with_its_unit_and_articles() -> None:
    """The line a jurist looks for first."""
    old, new = from_text(CRITERIA, "value: 1000000.50", "value: 4000000")

    change, line = only(old, new), told(old, new)

    assert (change.group, change.old, change.new, change.unit) == (Group.PARAMETER, 100_000_050, 400_000_000, "CNY")
    assert change.direction is LOOSER
    assert line.sentence == "数值（2024-01-01起）：1 000 000.50 元 → 4 000 000 元（放宽）"
    assert "第六条（一）" in line.line()
    assert told(old, new, "en").sentence == "value (from 2024-01-01): 1 000 000.50 yuan → 4 000 000 yuan (looser)"


def test_a_parameter_that_is_used_both_ways_has_no_direction() -> None:
    """A floor of one rule may be the ceiling of another."""
    text = edited(CRITERIA, "where: {amount: $paid}", "where: {amount: {lt: $evasion_floor}}")
    text = edited(text, "then: {conclude: yes}", "then: {propose: tax-major-violation}")

    old, new = from_text(text, "value: 1000000.50", "value: 4000000")

    assert only(old, new).direction is UNCLEAR


TEXTS = [
    (CRITERIA, "title: 重大税收违法失信主体\n", "title: 严重失信主体\n", What.RENAMED, NONE, "名称：“重大税收违法失信主体” → “严重失信主体”"),
    (CRITERIA, "term: P3Y", "term: P2Y", What.CHANGED, LOOSER, "期限：3年 → 2年（减轻）"),
    (CRITERIA, "term: P3Y", "term: none", What.CHANGED, STRICTER, "期限：3年 → 无固定期限（加重）"),
    (CRITERIA, "term: P3Y", "term: {from: P1Y, to: P3Y}", What.CHANGED, LOOSER, "期限：3年 → 1年以上3年以下（减轻）"),
    (CRITERIA, "term: P3Y", "term: {from: P3Y, to: P5Y}", What.CHANGED, STRICTER, "期限：3年 → 3年以上5年以下（加重）"),
    (CRITERIA, "gravity: serious", "gravity: ordinary", What.CHANGED, LOOSER, "严重程度：严重 → 一般（减轻）"),
    (CRITERIA, "remedy: 缴清税款后可以申请提前停止公布", "remedy: 不得提前", What.CHANGED, NONE, "救济途径：“缴清"),
    (CRITERIA, "title: 告知, required: yes", "title: 告知, required: no", What.CHANGED, NONE, "是否必经：是 → 否"),
    (CRITERIA, "term: P5D", "term: P10D", What.CHANGED, NONE, "期限：5日 → 10日"),
    (CRITERIA, "      - {step: approval, title: 复核, required: no, local_policy: yes}\n", "", What.REMOVED, NONE, "删去步骤：“复核”（非必经）"),
    (CRITERIA, "then: {propose: tax-major-violation}", "then: {propose: tax-major-violation, term: P1Y}", What.CHANGED, LOOSER, "期限：名单的3年 → 本条1年（减轻）"),
    (CRITERIA, "then: {propose: tax-major-violation}", "then: {propose: tax-major-violation, term: none}", What.CHANGED, STRICTER, "期限：名单的3年 → 本条无固定期限（加重）"),
    (CRITERIA, "then: {propose: tax-major-violation}", "then: {propose: tax-major-violation, term: P3Y}", What.CHANGED, NONE, "期限：名单的3年 → 本条3年"),
    (CRITERIA, "then: {propose: tax-major-violation}", "then: {propose: tax-major-violation, term: {from: P3Y, to: P5Y}}", What.CHANGED, STRICTER, "期限：名单的3年 → 本条3年以上5年以下（加重）"),
    (CRITERIA, "mode: mirrored", "mode: determined_here", What.CHANGED, NONE, "认定方式：由其他系统认定，本平台镜像 → 在本平台认定"),
    (CRITERIA, "in_force: {from: 2022-02-01}\ngaps", "in_force: {from: 2022-02-01, until: 2030-01-01}\ngaps", What.CHANGED, NONE, "适用期间：自2022年2月1日起 → 2022年2月1日至2029年12月31日"),
    (CRITERIA, "gaps: [文书送达方式未写入]", "gaps: []", What.REMOVED, NONE, "删去已注明的缺口：“文书送达方式未写入”"),
    (CRITERIA, "    basis: [order-54 art 6(1)]\n    when", "    basis: [order-54 art 6(2)]\n    when", What.MOVED, NONE, "第六条（一）（据转载文本） → 《重大"),
    (CRITERIA, "    basis: [order-54 art 6(1)]\n    when", "    basis: [order-54 art 6(1), order-54 art 7]\n    when", What.ADDED, NONE, "增加依据：《重大税收违法失信主体信息公布管理办法》（国家税务总局令第54号）第七条"),
    (CRITERIA, 'article: "7", assurance: unverified', 'article: "7"', What.CHANGED, NONE, "（条文未经核对） → "),
    (CRITERIA, "level: department_rule", "level: law", What.CHANGED, NONE, "效力级别：部门规章 → 法律"),
    (MEASURES, "effect: deny\n    discretion: must\n    executor: finance\n    lasts: while_listed", "effect: review\n    discretion: must\n    executor: finance\n    lasts: while_listed", What.CHANGED, LOOSER, "效果：不予办理 → 重点审查（减轻）"),
    (MEASURES, "executor: finance\n    lasts: while_listed", "executor: tax\n    lasts: while_listed", What.CHANGED, NONE, "执行单位：财政厅 → 税务局"),
    (MEASURES, "roles: [subject]}", "roles: [subject, legal_representative]}", What.ADDED, STRICTER, "增加适用身份：法定代表人（收紧）"),
    (MEASURES, "stages: [review]", "stages: [review, decision]", What.ADDED, STRICTER, "增加适用阶段：决定（收紧）"),
    (MEASURES, "lasts: P3Y, from", "lasts: life, from", What.CHANGED, STRICTER, "存续期限：3年 → 终身（加重）"),
    (MEASURES, "scope: procurement", "scope: any", What.CHANGED, STRICTER, "→ 各个领域（加重）"),
    (MEASURES, "feedback: {due: P10D}", "feedback: {due: P20D}", What.CHANGED, NONE, "反馈期限：10日 → 20日"),
    (MEASURES, "excludes: [reward.*]", "excludes: []", What.REMOVED, NONE, "不能并用的措施"),
    (MEASURES, "where: {final: yes}", "where: {final: yes, served: yes}", What.ADDED, LOOSER, "（放宽）"),
    (FRAMEWORK, "effects: [deny, restrict]", "effects: [deny]", What.CHANGED, STRICTER, "所及效果：不予办理、限制 → 不予办理（收紧）"),
    (FRAMEWORK, "levels: [law, admin_regulation]", "levels: [law]", What.CHANGED, LOOSER, "所需的效力级别：法律、行政法规 → 法律（放宽）"),
    (REPAIR, "shortest: P6M", "shortest: P9M", What.CHANGED, STRICTER, "最短公示期：6个月 → 9个月（加重）"),
    (REPAIR, "shortest: P6M", "shortest: none", What.CHANGED, LOOSER, "最短公示期：6个月 → （无）（减轻）"),
    (REPAIR, "longest: P3Y", "longest: P5Y", What.CHANGED, STRICTER, "最长公示期：3年 → 5年（加重）"),
    (REPAIR, "counts_from: decided", "counts_from: published", What.CHANGED, Direction.UNCLEAR, "公示期的起算：认定之日 → 公示之日（宽严无法判断）"),
    (REPAIR, "required: no, ", "", What.CHANGED, STRICTER, "是否必须：否 → 是（收紧）"),
    (REPAIR, "  materials:\n    - {id: performance_proof, title: 履行证明, basis: [order-1 art 6]}\n", "", What.REMOVED, LOOSER, "删去材料：“履行证明”（放宽）"),
    (FRAMEWORK, "heaviest: review", "heaviest: notify", What.CHANGED, LOOSER, "最重的效果：重点审查 → 提示（放宽）"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "old", "new", "what", "direction", "words"), TEXTS, ids=[row[5] for row in TEXTS])
def test_a_changed_part_is_told_in_the_words_of_the_law(
    text: str, old: str, new: str, what: What, direction: Direction, words: str
) -> None:
    """Each kind of change a jurist may meet, with the word that tells its weight."""
    before, after = from_text(text, old, new)

    changes = diff(before, after)

    assert [(each.what, each.direction) for each in changes] == [(what, direction)]
    assert words in told(before, after).sentence
    assert told(before, after, "en").sentence.isprintable()


def test_discretion_weighs_on_burdens_and_lifts_rewards() -> None:
    """可以 instead of 应当 is lighter for a burden; for a reward it is the contrary."""
    pack = sound(MEASURES)
    measure = pack.measures[0]
    soft, reward = replace(measure, discretion=Discretion.MAY), replace(measure, effect=Effect.PREFER)

    assert only(replace(pack, measures=(measure,)), replace(pack, measures=(soft,))).direction is LOOSER
    sides = (replace(pack, measures=(replace(each, effect=Effect.PREFER),)) for each in (measure, soft))
    assert only(*sides).direction is STRICTER
    assert only(replace(pack, measures=(measure,)), replace(pack, measures=(reward,))).direction is LOOSER


def test_a_list_under_a_new_id_is_the_same_list_renamed() -> None:
    """A slug that changed is no second list."""
    pack = asking(EVASION)
    [listed] = pack.lists.values()
    new = replace(
        pack,
        lists={"tax-serious": replace(listed, id="tax-serious")},
        rules=(replace(pack.rules[0], then=Propose(list_id="tax-serious")),),
    )

    changes = diff(pack, new)

    assert (changes[0].what, changes[0].path) == (What.RENAMED, ("id",))
    assert {each.path for each in changes} == {("id",), ("then", "list_id")}


def test_a_rule_that_gains_a_fixed_end_is_told_with_both_terms() -> None:
    """Both terms are the rule's own: the list's three years are no part of it."""
    own = edited(CRITERIA, "{propose: tax-major-violation}", "{propose: tax-major-violation, term: none}")

    line = told(*from_text(own, "term: none", "term: P5Y"))

    assert (line.change.path, line.change.direction) == (("then", "term"), LOOSER)
    assert line.sentence == "期限：无固定期限 → 5年（减轻）"


def test_the_term_of_a_list_that_stands_elsewhere_is_not_guessed() -> None:
    """A local rule may propose the list of a national pack, whose term this comparison does not see."""
    pack = replace(asking(EVASION), lists={})
    own = replace(pack, rules=(replace(pack.rules[0], then=Propose(list_id="tax-major-violation", own_term=True)),))

    assert only(pack, own).direction is UNCLEAR
    assert told(pack, own).sentence == "期限：名单规定的期限 → 本条无固定期限（宽严无法判断）"
    assert told(pack, own, "en").sentence == (
        "term: the list's own → no fixed end, by the rule itself (direction cannot be told)"
    )


def test_the_same_document_under_another_id_moves_no_article() -> None:
    """Ids of sources are each pack's own."""
    changes = diff(sound(CRITERIA), sound(CRITERIA.replace("order-54", "decree-54")))

    assert [(each.group, each.what, each.path) for each in changes] == [(Group.BASIS, What.RENAMED, ("sources", "id"))]


def test_steps_in_another_order_are_told() -> None:
    """Hearing after decision is another procedure, though every step is still there."""
    pack = asking(EVASION)
    [(name, listed)] = pack.lists.items()
    turned = replace(pack, lists={name: replace(listed, procedure=tuple(reversed(listed.procedure)))})

    change = only(pack, turned)

    assert (change.group, change.old, change.new) == (Group.PROCEDURE, ("告知", "复核"), ("复核", "告知"))


NEW_STEP = "      - {step: hearing, title: 听证, required: yes, basis: [order-54 art 9]}\n"
APPROVAL = "      - {step: approval, title: 复核, required: no, local_policy: yes}\n"


def test_an_added_part_is_said_to_be_new_and_a_removed_one_gone() -> None:
    """“原：—” says nothing to a jurist."""
    without, with_step = from_text(CRITERIA, APPROVAL, NEW_STEP + APPROVAL)

    added, removed = told(without, with_step), told(with_step, without)

    article = "《重大税收违法失信主体信息公布管理办法》（国家税务总局令第54号）第九条（据转载文本）"
    assert added.line() == f"增加步骤：“听证”（必经）〔新增，依据：{article}〕"
    assert removed.line() == f"删去步骤：“听证”（必经）〔已删去，原依据：{article}〕"
    assert " [new; basis: " in told(without, with_step, "en").line("en")
    assert " [removed; basis was: " in told(with_step, without, "en").line("en")


def test_a_part_that_gains_or_loses_its_articles_is_not_new() -> None:
    """A list whose way out had no article was there before."""
    with_basis = sound(CRITERIA)
    [(name, listed)] = with_basis.lists.items()
    without = replace(with_basis, lists={name: replace(listed, term=Period(years=2), remedy_basis=())})

    gained = [one.line() for one in comparison_told(without, with_basis, diff(without, with_basis), the_catalogue())]
    lost = [one.line() for one in comparison_told(with_basis, without, diff(with_basis, without), the_catalogue())]

    assert [line for line in gained if line.startswith("期限：2年 → 3年（加重）〔原没有列明依据；现：《")]
    assert [
        line
        for line in lost
        if line.startswith("期限：3年 → 2年（减轻）〔原：《") and line.endswith("；现没有列明依据〕")
    ]
    assert "—" not in "".join((*gained, *lost))


@pytest.mark.parametrize(("old", "new"), [("6(1)", "6 item 1"), ("6 item 1", "6(1)"), ("6(1)", "6 para 1")])
def test_an_article_whose_levels_are_named_did_not_move(old: str, new: str) -> None:
    """The next release says 项 where the last one had a bracket: the same words of the same law."""
    text = edited(CRITERIA, "    basis: [order-54 art 6(1)]\n    when", f"    basis: [order-54 art {old}]\n    when")

    change = only(*from_text(text, f"[order-54 art {old}]\n    when", f"[order-54 art {new}]\n    when"))

    assert (change.group, change.what, change.path) == (Group.BASIS, What.CHANGED, ("basis", "article"))
    line = told(*from_text(text, f"[order-54 art {old}]\n    when", f"[order-54 art {new}]\n    when")).sentence
    assert line.startswith("引文的款、项写法：《重大税收违法失信主体信息公布管理办法》")


def test_an_article_that_moves_beside_one_that_is_told_apart_is_told_alone() -> None:
    """Two things happened: one citation says its level now, the other is another article."""
    text = edited(
        CRITERIA, "    basis: [order-54 art 6(1)]\n    when", "    basis: [order-54 art 6(1), order-54 art 7]\n    when"
    )

    changes = diff(*from_text(text, "[order-54 art 6(1), order-54 art 7]", "[order-54 art 6 item 1, order-54 art 8]"))

    assert [(each.what, each.path) for each in changes] == [
        (What.CHANGED, ("basis", "article")),
        (What.MOVED, ("basis",)),
    ]
    assert [[each.article for each in side] for change in changes for side in (change.old, change.new)] == [  # type: ignore[attr-defined]  # citations
        ["6(1)"], ["6 item 1"], ["7"], ["8"],
    ]  # fmt: skip


def test_codes_and_thresholds_are_read_with_the_catalogues_words() -> None:
    """A jurist reads titles, not ids."""
    line = told(asking(EVASION), asking(AnyOf(children=(EVASION, INVOICE)))).sentence

    assert line == "增加可选情形：有税务稽查结论（行为为“虚开”，份数在100份以上）（收紧）"


def test_another_field_is_named_by_its_title() -> None:
    """`$decided_on` and `$outer.found_on` are ids; whoever compares two releases reads what the catalogue calls them."""
    joined = Partner(
        kind="tax.decision", same=("case_no",), where=(check("decided_on", Op.AFTER, OuterField("found_on")),)
    )
    later = replace(joined, where=(check("decided_on", Op.GTE, OuterField("found_on")),))

    line = told(asking(leaf(with_=(joined,))), asking(leaf(with_=(later,)))).sentence

    title = the_catalogue().kinds["tax.finding"].fields["found_on"].title
    assert f"晚于主记录的“{title}” → 不早于主记录的“{title}”（收紧）" in line


def test_a_threshold_through_another_parameter_is_compared_by_value() -> None:
    """A new name for the standard does not hide that it rose."""
    pack = asking(leaf(check("amount", Op.GTE, Parameter("floor"))))
    [(_, known)] = pack.parameters.items()
    values = (replace(known.values[0], value=100),), (replace(known.values[0], value=300),)
    names = {"floor": values[0], "ceiling": values[1]}
    held = {name: replace(known, id=name, title=name, values=value) for name, value in names.items()}
    old = replace(pack, parameters=held)
    new = replace(asking(leaf(check("amount", Op.GTE, Parameter("ceiling")))), parameters=held)

    assert only(old, new).direction is LOOSER


_ENUMERATIONS: tuple[type[Enum], ...] = (
    *(Colour, Gravity, Mode, PackKind, Discretion, Assurance, Level, Effect),
    *(CountsFrom, Concern, RepairField, Held),
)


def test_every_test_of_the_language_and_every_value_of_a_pack_has_words() -> None:
    """A test or an effect that is new in the language would otherwise be told by its code."""
    assert set(TESTS) == set(Op)
    assert {each for kind in _ENUMERATIONS for each in kind} == set(VALUES)
    assert set(GROUPS) == set(Group)


def test_ids_of_fields_rules_and_units_are_told_by_their_titles() -> None:
    """A jurist reads what the record is called; the id is the author's."""
    start = told(*from_text(MEASURES, "$record.decided_on", "$record.until"))
    joined = told(*from_text(CRITERIA, "same: [case_no]", "same: [case_no, place]"))
    referred = told(asking(leaf(AMOUNT)), asking(MetLeaf(pack=sound(CRITERIA).ref.pack, rule="evasion")))
    pack = sound(CRITERIA)
    [(name, floor)] = pack.parameters.items()
    unit = told(pack, replace(pack, parameters={name: replace(floor, unit="count")}))

    assert start.sentence == "起算日：“决定日期” → “最后一日”（宽严无法判断）"
    assert "关联字段：“案号” → “案号”、“地点”" in joined.sentence
    assert "符合规则“偷税数额大且比例高”" in referred.sentence
    assert unit.sentence == "单位：元 → 个数"


def test_the_parts_of_a_share_are_told_as_they_are_read() -> None:
    """They were printed as the values of the program."""
    of, to = Count(records=LARGE), Count(records=EVERY)
    one = RatioLeaf(of=of, to=to, is_=tuple(figures(Op.GTE, 100_000)))
    sentences = [each.sentence for each in every_told(asking(one), asking(replace(one, to=Count(records=LARGE))))]

    assert sentences
    assert not any("records" in each or "where" in each for each in sentences), sentences


def test_english_is_set_in_english_marks() -> None:
    """《》, （） and “” are marks of Chinese text; only what a pack itself says keeps them."""
    added = CRITERIA.replace(
        "parameters:\n",
        "  notice-1: {title: 通知, document: 1号, level: law, in_force: {from: 2022-02-01}, assurance: verified}\nparameters:\n",
        1,
    )
    document = told(sound(CRITERIA), sound(added), "en")
    step = told(
        *from_text(CRITERIA, "      - {step: approval, title: 复核, required: no, local_policy: yes}\n", ""), "en"
    )
    leaves = every_told(
        asking(leaf(AMOUNT)), asking(All(children=(leaf(AMOUNT), leaf(check("fled", Op.EQ, True))))), "en"
    )

    assert document.sentence == 'document added: "通知" (1号)'
    assert document.subject == "通知 (notice-1)"
    assert step.sentence == 'step removed: "复核" (optional)'
    assert not any(mark in each.sentence for each in leaves for mark in "（）“”《》"), leaves


def test_both_ends_of_a_rules_own_term_are_one_change() -> None:
    """Two lines for one term would tell two directions of one thing; whichever end moved, the range is told whole."""
    ranged = edited(
        CRITERIA, "{propose: tax-major-violation}", "{propose: tax-major-violation, term: {from: P1Y, to: P3Y}}"
    )

    wider, lower = told(*from_text(ranged, "to: P3Y", "to: P5Y")), told(*from_text(ranged, "from: P1Y", "from: P2Y"))

    assert wider.sentence == "期限：1年以上3年以下 → 1年以上5年以下（加重）"
    assert lower.sentence == "期限：1年以上3年以下 → 2年以上3年以下（加重）"
    assert (
        told(*from_text(ranged, "{from: P1Y, to: P3Y}", "none")).sentence == "期限：1年以上3年以下 → 无固定期限（加重）"
    )


def test_an_added_rule_tells_the_term_it_carries() -> None:
    """A second rule for one list may bring its own term, which the list's line does not show."""
    pack = asking(EVASION)
    own = Propose(list_id="tax-major-violation", term=Period(years=1), own_term=True)
    [first] = pack.rules
    carried, plain = (replace(first, id="other", when=INVOICE, then=then) for then in (own, first.then))

    sentences = [told(pack, replace(pack, rules=(first, each))).sentence for each in (carried, plain)]

    assert sentences[0].endswith("；建议列入“重大税收违法失信主体”（期限：本条1年）（收紧）")
    assert sentences[1].endswith("；建议列入“重大税收违法失信主体”（期限：名单的3年）（收紧）")


def test_a_conclusion_that_becomes_a_proposal_tells_its_term() -> None:
    """From then on the rule puts people on a list: for how long is the first question."""
    pack = asking(EVASION)
    bare = replace(pack, rules=(replace(pack.rules[0], then=Conclude()),))

    line = told(bare, pack)

    assert line.sentence == "结论：只供其他规则引用 → 建议列入“重大税收违法失信主体”（期限：名单的3年）（宽严无法判断）"


def test_an_added_list_tells_both_ends_of_its_term() -> None:
    """One to three years is not one year."""
    pack = sound(edited(CRITERIA, "term: P3Y", "term: {from: P1Y, to: P3Y}"))

    [line] = comparison_told(
        replace(pack, lists={}, rules=()),
        replace(pack, rules=()),
        diff(replace(pack, lists={}, rules=()), replace(pack, rules=())),
        the_catalogue(),
    )

    assert "期限1年以上3年以下" in line.sentence


def test_a_test_that_came_or_went_is_told_as_a_demand() -> None:
    """“删去认定的认定有履行能力：为是” is no sentence that an official would write."""
    fled = check("fled", Op.EQ, True)
    strict, loose = asking(leaf(AMOUNT, fled)), asking(leaf(AMOUNT))
    shut = [asking(leaf(AMOUNT, without=(each,))) for each in (replace(STAY, where=()), STAY)]

    assert told(strict, loose).sentence == "税务稽查结论：不再要求“走逃”为“是”（收紧）"
    assert told(loose, strict).sentence == "税务稽查结论：增加要求“走逃”为“是”（放宽）"
    assert told(strict, loose, "en").sentence == '税务稽查结论: no longer required that "走逃" is "yes" (stricter)'
    assert told(*shut).sentence == "予以排除的税务处理决定：增加要求“最后一日”晚于2020年1月1日（收紧）"
    assert told(loose, asking(leaf(MORE))).sentence.startswith("税务稽查结论“税款”：在")


def test_what_bears_on_subjects_is_told_apart_from_names_and_articles() -> None:
    """A reader in a hurry asks for thresholds, limbs, effects, terms and lists."""
    bearing = [row for row in TEXTS if row[4] is not NONE]
    silent = [
        row
        for row in TEXTS
        if row[5].startswith(("名称", "救济途径", "是否必经", "执行单位", "增加依据", "删去已注明"))
    ]
    assert len(bearing) > 10
    assert len(silent) == 6

    assert all(only_of(row).is_of_substance for row in bearing)
    assert not any(only_of(row).is_of_substance for row in silent)
    assert only(asking(leaf(AMOUNT)), asking(leaf(check("amount", Op.GT, 99)))).is_of_substance, "a threshold"


def only_of(row: tuple[str, str, str, What, Direction, str]) -> Change:
    [change] = diff(*from_text(*row[:3]))
    return change
