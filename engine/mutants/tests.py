"""Slips in the tests of a record's fields and in what joins records."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.conditions import AsOf, FieldTest, Literal, Op, Operand, OuterField, Parameter, Partner, Records
from engine.mutants.slips import Changed, Slip, moved, moved_period, op_slip_zh, period_slip_zh, shown

_BESIDE: Mapping[Op, tuple[Op, ...]] = {
    Op.GT: (Op.GTE,),
    Op.GTE: (Op.GT,),
    Op.LT: (Op.LTE,),
    Op.LTE: (Op.LT,),
    Op.AFTER: (Op.GTE,),
    Op.BEFORE: (Op.LTE,),
    Op.WITHIN: (Op.PAST,),
    Op.PAST: (Op.WITHIN, Op.REACHED),
    Op.REACHED: (Op.PAST,),
}
_BOUNDED = frozenset({Op.GT, Op.GTE, Op.LT, Op.LTE, Op.AFTER, Op.BEFORE, Op.BETWEEN, Op.IN_YEAR})


def mutated_tests(tests: tuple[FieldTest, ...], line: int) -> Changed[tuple[FieldTest, ...]]:
    """The tests with one of them gone or changed. `line`: of the leaf, where a test has none."""
    for place, test in enumerate(tests):
        before, after = tests[:place], tests[place + 1 :]
        at = test.line or line
        yield (*before, *after), Slip(line=at, zh=f"不问“{test.field}”", en=f"“{test.field}” is not asked")
        for changed, zh, en in _changed(test):
            slip = Slip(line=at, zh=f"“{test.field}”{zh}", en=f"“{test.field}”: {en}")
            yield (*before, changed, *after), slip


def _changed(test: FieldTest) -> Iterator[tuple[FieldTest, str, str]]:
    if any(isinstance(operand, Parameter) for operand in test.operands):
        raise ValueError(test)
    for other in _BESIDE.get(test.op, ()):
        yield replace(test, op=other), f"的{op_slip_zh(test.op, other, test.operands)}", f"{test.op} becomes {other}"
    if test.at is not None:
        yield replace(test, at=None), "改为比照判断日", "asked of the as-of date"
    if test.period is not None:
        for period in moved_period(test.period):
            told = f"的{period_slip_zh(test.period, period)}", f"{test.period} becomes {period}"
            yield replace(test, period=period), *told
    if test.op is Op.IN and len(test.operands) > 1:
        yield from _fewer(test)
    if test.op in _BOUNDED:
        yield from _moved_operands(test)


def _fewer(test: FieldTest) -> Iterator[tuple[FieldTest, str, str]]:
    for place, operand in enumerate(test.operands):
        rest = (*test.operands[:place], *test.operands[place + 1 :])
        name = _named(operand)
        yield replace(test, operands=rest), f"的列表里少了 {name}", f"{name} is not in the list"


def _named(operand: Operand) -> str:
    """The operand as the text has it."""
    if isinstance(operand, Literal):
        return shown(operand)
    if isinstance(operand, AsOf):
        return "$as_of"
    return f"$outer.{operand.name}" if isinstance(operand, OuterField) else f"${operand.name}"


def _moved_operands(test: FieldTest) -> Iterator[tuple[FieldTest, str, str]]:
    for place, operand in enumerate(test.operands):
        if not isinstance(operand, Literal):
            continue
        for other in moved(operand):
            operands = (*test.operands[:place], other, *test.operands[place + 1 :])
            told = f"的 {shown(operand)} 改为 {shown(other)}", f"{shown(operand)} becomes {shown(other)}"
            yield replace(test, operands=operands), *told


def mutated_records(records: Records, line: int) -> Changed[Records]:
    """The selection with one test or one partner gone or changed."""
    for where, slip in mutated_tests(records.where, line):
        yield replace(records, where=where), slip
    for with_, slip in _partners(records.with_, line, "with"):
        yield replace(records, with_=with_), slip
    for without, slip in _partners(records.without, line, "without"):
        yield replace(records, without=without), slip


def _partners(partners: tuple[Partner, ...], line: int, word: str) -> Changed[tuple[Partner, ...]]:
    for place, partner in enumerate(partners):
        before, after = partners[:place], partners[place + 1 :]
        slip = Slip(line=line, zh=f"删去 {word} {partner.kind}", en=f"{word} {partner.kind} is gone")
        yield (*before, *after), slip
        for name in partner.same:
            same = tuple(each for each in partner.same if each != name)
            slip = Slip(line=line, zh=f"{word} {partner.kind} 不问同一“{name}”", en=f"not the same “{name}”")
            yield (*before, replace(partner, same=same), *after), slip
        for where, slip in mutated_tests(partner.where, line):
            yield (*before, replace(partner, where=where), *after), slip
