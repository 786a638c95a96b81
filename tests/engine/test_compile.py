"""What compiling keeps, shares and refuses."""

from dataclasses import replace
from datetime import date

import pytest

from engine.compile import MetCycle, OverCapacity, ParameterHasNoValue, ProgramRefused, TwoReleases, UnknownKind
from engine.compile.program import And, Constant, Inverse, LeafAt, Or, RuleAt
from engine.conditions import (
    All,
    AnyOf,
    Count,
    CountLeaf,
    Literal,
    MetLeaf,
    Not,
    NumberTest,
    Op,
    Parameter,
    Partner,
    RecordLeaf,
    Records,
    SubjectLeaf,
)
from engine.facts import Truth
from engine.pack import (
    Applies,
    BanTerm,
    Conclude,
    Discretion,
    Effect,
    Interval,
    Measure,
)
from engine.periods import Period
from tests.fakes.conditions import check, record
from tests.fakes.programs import PACK, TODAY, basis, pack, parameter, program, rule

FINDING = RecordLeaf(records=Records(kind="finding"))
DECISION = RecordLeaf(records=Records(kind="decision"))
FINAL = SubjectLeaf(where=(check("final", Op.EQ, True),))
TURN = date(2022, 2, 1)


def met(name: str, of: str = PACK) -> MetLeaf:
    return MetLeaf(pack=of, rule=name)


def test_a_parameter_takes_the_value_of_the_laws_date():
    """spec chapter 3: law_at chooses every parameter value; the day a new value starts already has it."""
    floor = parameter("floor", (Interval(until=TURN), 50), (Interval(start=TURN), 100))
    law = pack(rule("r", record(check("amount", Op.GTE, Parameter("floor")))), parameters=[floor])

    read = {day: program(law, law_at=day).leaves[0].records.where[0].operands for day in (date(2022, 1, 31), TURN)}

    assert read == {date(2022, 1, 31): (Literal(50),), TURN: (Literal(100),)}


def test_parameters_are_resolved_in_partners_and_figures_too():
    """An unresolved parameter in a corner of a leaf would stop both engines in mid-determination."""
    floor = parameter("floor", (Interval(), 2))
    joined = Partner(kind="decision", same=("case_no",), where=(check("amount", Op.GT, Parameter("floor")),))
    leaf = CountLeaf(
        figure=Count(records=Records(kind="finding", with_=(joined,), without=(joined,))),
        is_=(NumberTest(op=Op.GTE, operands=(Parameter("floor"),)),),
    )

    compiled = program(pack(rule("r", leaf), parameters=[floor]))

    assert "Parameter" not in repr(compiled.leaves)
    assert [(use.leaf, use.test, use.operand) for use in compiled.parameters] == [(0, 0, 0), (0, 1, 0), (0, 2, 0)]


def test_the_program_remembers_where_a_literal_came_from():
    """An explanation names the parameter and its article, though engines see a plain number."""
    floor = parameter("floor", (Interval(), 100))

    compiled = program(pack(rule("r", record(check("amount", Op.GTE, Parameter("floor")))), parameters=[floor]))

    (use,) = compiled.parameters
    assert (use.rule, use.definition, use.value.basis) == (f"{PACK}#r", floor, basis("6(1)"))


def test_a_parameter_without_a_value_is_refused():
    """Guessing a threshold of another time would be guessing law."""
    floor = parameter("floor", (Interval(start=date(2030, 1, 1)), 1))
    law = pack(rule("r", record(check("amount", Op.GTE, Parameter("floor")))), parameters=[floor])

    with pytest.raises(ParameterHasNoValue, match=r"\$floor, which has no value on 2024-06-30") as refused:
        program(law)
    assert refused.value.issue.where.line == 7


def test_nested_connectives_merge_and_equal_leaves_are_shared():
    """A leaf written twice, also by another pack, is computed once."""
    nested = All(children=(FINDING, All(children=(DECISION, FINDING))))
    other = pack(rule("q", AnyOf(children=(DECISION, AnyOf(children=(FINDING,))))), name="rules/cn/other")

    compiled = program(pack(rule("r", nested)), other)

    assert len(compiled.leaves) == 2
    values = {each.key: each.value for each in compiled.rules}
    assert values == {"rules/cn/other#q": Or((LeafAt(0), LeafAt(1))), f"{PACK}#r": And((LeafAt(1), LeafAt(0)))}


def test_a_double_negation_is_none():
    """`not` swaps met and not met and keeps unknown, so twice is nothing."""
    compiled = program(pack(rule("r", Not(child=Not(child=FINDING)))))

    assert compiled.rules[0].value == LeafAt(0)


def test_unless_becomes_a_negated_any():
    """spec chapter 11: `when` and not any `unless`."""
    compiled = program(pack(rule("r", FINDING, DECISION, FINAL)))

    assert compiled.rules[0].value == And((LeafAt(0), Inverse(Or((LeafAt(1), LeafAt(2))))))
    assert compiled.rules[0].unless == (LeafAt(1), LeafAt(2))


def test_rules_stand_above_the_conclusions_they_read():
    """Engines go stratum by stratum; an index into rules must point backwards."""
    law = pack(rule("a", met("b")), rule("b", All(children=(met("c"), FINDING))), rule("c", FINDING))

    compiled = program(law)

    assert [(each.key[-1], each.stratum) for each in compiled.rules] == [("c", 0), ("b", 1), ("a", 2)]
    assert [each.value for each in compiled.rules] == [LeafAt(0), And((RuleAt(0), LeafAt(0))), RuleAt(1)]
    assert compiled.strata == 3


def test_a_cycle_is_refused_with_its_path():
    """spec chapter 11: any cycle of `met`, not only through negation, is refused with the cycle printed."""
    law = pack(rule("a", met("b")), rule("b", FINDING, met("c")), rule("c", met("b")))

    with pytest.raises(MetCycle) as refused:
        program(law)
    assert refused.value.path == (f"{PACK}#b", f"{PACK}#c", f"{PACK}#b")
    assert " → ".join(refused.value.path) in refused.value.issue.zh


def test_a_rule_that_names_itself_is_a_cycle():
    """The shortest cycle is easily missed by a search that starts with the neighbours."""
    with pytest.raises(MetCycle):
        program(pack(rule("a", met("a"))))


def test_met_of_a_rule_in_no_release_in_force_is_not_met():
    """spec chapter 11: no release in force, or none with that rule: not met."""
    law = pack(rule("a", AnyOf(children=(met("gone"), met("x", "rules/cn/repealed")))))

    assert program(law).rules[0].value == Constant(Truth.NOT_MET)


def test_a_measure_that_hangs_on_a_record_becomes_a_rule():
    """Statutory bans are decided by the same engines; measures upon a list are not."""
    ban = Measure(
        id="ban",
        row=None,
        title="终身禁入",
        instruction="不予许可",
        upon=None,
        when=FINDING,
        applies=Applies(matters=("*",), stages=("review",), roles=("subject",)),
        effect=Effect.DENY,
        discretion=Discretion.MUST,
        executor="finance",
        lasts=BanTerm(scope="any", lasts="life", lasts_field=None, start_field="on"),
        basis=basis("9"),
    )
    listed = replace(ban, id="listed", upon="wage-list", when=None)

    compiled = program(pack(measures=(ban, listed)))

    assert [(each.key, each.then) for each in compiled.rules] == [(f"{PACK}#ban", Conclude())]


def test_two_releases_of_one_pack_are_refused():
    """spec chapter 3: one release per pack, or none."""
    with pytest.raises(TwoReleases, match=f"{PACK}@1 and {PACK}@2"):
        program(pack(rule("r", FINDING)), pack(rule("r", FINDING), version="2"))


def test_a_kind_that_the_catalogue_lacks_is_refused():
    """Its fields' ranges would be unknown to the engines."""
    with pytest.raises(UnknownKind, match="rumour"):
        program(pack(rule("r", RecordLeaf(records=Records(kind="rumour")))))


@pytest.mark.parametrize("empty", [All(children=()), AnyOf(children=())])
def test_empty_connectives_are_refused(empty):
    """spec chapter 5: an empty `all` would hold for everyone."""
    with pytest.raises(ProgramRefused, match="empty"):
        program(pack(rule("r", empty)))


def _deep(levels: int):
    condition = FINDING
    for level in range(levels):
        condition = (All if level % 2 else AnyOf)(children=(condition, record(check("amount", Op.EQ, level))))
    return condition


def _wide(children: int):
    return AnyOf(children=tuple(record(check("amount", Op.EQ, number)) for number in range(children)))


@pytest.mark.parametrize(
    ("held", "refused"),
    [
        (_deep(31), _deep(32)),
        (_wide(250), _wide(251)),
        (record(check("amount", Op.LT, 2**63 - 1)), record(check("amount", Op.LT, 2**63))),
        (record(check("case_no", Op.EQ, "x" * 65_535)), record(check("case_no", Op.EQ, "x" * 65_536))),
    ],
    ids=["depth", "breadth", "number", "text"],
)
def test_what_the_engines_cannot_hold_is_refused(held, refused):
    """Past these sizes the forward-chaining engine fails in ways that no restart repairs."""
    program(pack(rule("r", held)))

    with pytest.raises(OverCapacity):
        program(pack(rule("r", refused)))


def test_the_digest_tells_the_law_and_not_the_layout():
    """The same packs in another order or with other line numbers are one program; another law's date is not."""
    one, two = pack(rule("r", FINDING)), pack(rule("q", DECISION), name="rules/cn/other")
    moved = replace(one, rules=(replace(one.rules[0], line=99),))

    digests = {program(one, two).digest, program(two, one).digest, program(moved, two).digest}

    assert len(digests) == 1
    assert program(one, two, law_at=TODAY.replace(day=1)).digest not in digests


def test_a_changed_threshold_changes_the_digest():
    """A replay must notice that it runs other law, even where nobody renewed the file's digest."""
    low, high = (pack(rule("r", record(check("amount", Op.GTE, floor)))) for floor in (1, 2))

    assert program(low).digest != program(high).digest


def test_kinds_hold_what_leaves_read_and_the_pseudo_kinds():
    """Engines look up a field's range there; partners' kinds count too."""
    leaf = RecordLeaf(records=Records(kind="finding", with_=(Partner(kind="decision", same=("case_no",)),)))

    assert set(program(pack(rule("r", leaf))).kinds) == {"finding", "decision", "subject", "entry"}


def test_a_span_and_its_absence_are_different_leaves():
    """Sharing must not fold what differs only in a figure's setting."""
    plain = CountLeaf(
        figure=Count(records=Records(kind="finding")), is_=(NumberTest(op=Op.GTE, operands=(Literal(2),)),)
    )
    spanned = replace(plain, figure=replace(plain.figure, span=Period(months=12)))

    assert len(program(pack(rule("r", All(children=(plain, spanned))))).leaves) == 2
