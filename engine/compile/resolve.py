"""Pass `resolve`: every parameter becomes the value it has at law_at."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import assert_never

from engine.compile.draft import Draft, DraftRule
from engine.compile.refusal import ParameterHasNoValue
from engine.conditions import (
    All,
    AnyOf,
    AsOf,
    BanLeaf,
    Condition,
    Count,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    FieldOf,
    FieldTest,
    Literal,
    MetLeaf,
    Not,
    NumberTest,
    Operand,
    OuterField,
    Parameter,
    Partner,
    RatioLeaf,
    RecordLeaf,
    Records,
    SubjectLeaf,
    Sum,
    SumLeaf,
)
from engine.issues import Issue
from engine.pack import Pack, ParameterDef, ParameterValue, Rule

Valued = Callable[[str], Literal]


def resolve(draft: Draft) -> Draft:
    """The draft with Literals only; raises ParameterHasNoValue where a parameter says nothing at law_at."""
    rules = {key: _resolved_rule(rule, draft.law_at) for key, rule in draft.rules.items()}
    return replace(draft, rules=rules)


def rule_at(pack: Pack, rule: Rule, law_at: date) -> Rule:
    """The rule of that pack as it reads on that day, with literals in place of parameters; raises ParameterHasNoValue."""
    unless = tuple(each.when for each in rule.unless)
    draft = DraftRule(key=f"{pack.ref.pack}#{rule.id}", pack=pack, rule=rule, when=rule.when, unless=unless)
    read = _resolved_rule(draft, law_at)
    clauses = (replace(clause, when=when) for clause, when in zip(rule.unless, read.unless, strict=True))
    return replace(rule, when=read.when, unless=tuple(clauses))


def parameter_at(rule: DraftRule, name: str, law_at: date) -> tuple[ParameterDef, ParameterValue]:
    """The definition and the one value of `$name` in the rule's pack on that day."""
    definition = rule.pack.parameters.get(name)
    values = definition.values if definition else ()
    for value in values:
        if definition and value.in_force.covers(law_at):
            return definition, value
    raise ParameterHasNoValue(
        Issue(
            code="parameter-has-no-value",
            where=rule.where,
            zh=f"规则 {rule.key} 引用的参数 ${name} 在 {law_at} 没有取值。",
            en=f"Rule {rule.key} uses ${name}, which has no value on {law_at}.",
            hint_zh="请在 parameters 中为这一天补上取值及其依据。",
            hint_en="Give it a dated value with its basis under parameters.",
        )
    )


def _resolved_rule(rule: DraftRule, law_at: date) -> DraftRule:
    def valued(name: str) -> Literal:
        return Literal(parameter_at(rule, name, law_at)[1].value)

    return replace(
        rule,
        when=_condition(rule.when, valued),
        unless=tuple(_condition(each, valued) for each in rule.unless),
    )


def _condition(condition: Condition, valued: Valued) -> Condition:
    match condition:
        case All(children=children) | AnyOf(children=children):
            return replace(condition, children=tuple(_condition(child, valued) for child in children))
        case Not(child=child):
            return replace(condition, child=_condition(child, valued))
        case SubjectLeaf() | EntryLeaf() | BanLeaf():
            return replace(condition, where=_tests(condition.where, valued))
        case RecordLeaf():
            return replace(condition, records=_records(condition.records, valued))
        case CountLeaf() | SumLeaf() | ExtremeLeaf() | RatioLeaf():
            return _figure_leaf(condition, valued)
        case MetLeaf():
            return condition
        case _:
            assert_never(condition)


def _figure_leaf(leaf: CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf, valued: Valued) -> Condition:
    is_ = tuple(_number_test(test, valued) for test in leaf.is_)
    match leaf:
        case CountLeaf(figure=count):
            return replace(leaf, figure=replace(count, records=_records(count.records, valued)), is_=is_)
        case SumLeaf(figure=total):
            return replace(leaf, figure=replace(total, records=_records(total.records, valued)), is_=is_)
        case ExtremeLeaf():
            return replace(leaf, records=_records(leaf.records, valued), is_=is_)
        case RatioLeaf():
            return replace(leaf, of=_figure(leaf.of, valued), to=_figure(leaf.to, valued), is_=is_)
        case _:
            assert_never(leaf)


def _figure(figure: Count | Sum, valued: Valued) -> Count | Sum:
    return replace(figure, records=_records(figure.records, valued))


def _records(records: Records, valued: Valued) -> Records:
    return replace(
        records,
        where=_tests(records.where, valued),
        with_=tuple(_partner(partner, valued) for partner in records.with_),
        without=tuple(_partner(partner, valued) for partner in records.without),
    )


def _partner(partner: Partner, valued: Valued) -> Partner:
    return replace(partner, where=_tests(partner.where, valued))


def _tests(tests: tuple[FieldTest, ...], valued: Valued) -> tuple[FieldTest, ...]:
    return tuple(
        replace(test, operands=tuple(_operand(operand, valued) for operand in test.operands)) for test in tests
    )


def _operand(operand: Operand, valued: Valued) -> Literal | FieldOf | OuterField | AsOf:
    return valued(operand.name) if isinstance(operand, Parameter) else operand


def _number_test(test: NumberTest, valued: Valued) -> NumberTest:
    operands = tuple(valued(each.name) if isinstance(each, Parameter) else each for each in test.operands)
    return replace(test, operands=operands)
