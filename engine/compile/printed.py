"""A draft or a program as indented text, for a reader: what each pass made of the rules, and what the engines run."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import assert_never

from engine.compile.draft import Draft
from engine.compile.program import And, CompiledRule, ComputedLeaf, Constant, Inverse, LeafAt, Node, Or, Program, RuleAt
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
    Held,
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
from engine.facts import Plain

STEP = "  "


def printed_draft(draft: Draft) -> str:
    """The rules of a draft with their conditions as they stand; before `flatten`."""
    return "".join(f"{line}\n" for rule in draft.rules.values() for line in _draft_rule_lines(draft, rule.key))


def printed_program(program: Program) -> str:
    """The numbered leaves, and each rule with its stratum and value, in the program's order."""
    return printed_rules(program.leaves, program.rules)


def printed_rules(leaves: tuple[ComputedLeaf, ...], rules: tuple[CompiledRule, ...]) -> str:
    """As `printed_program`, for a draft after `flatten`."""
    leaf_lines = (line for index, leaf in enumerate(leaves) for line in _named(f"leaf {index}:", _leaf_lines(leaf)))
    rule_lines = (line for rule in rules for line in _rule_lines(rule, rules))
    return "".join(f"{line}\n" for line in (*leaf_lines, *rule_lines))


def printed_leaf(leaf: ComputedLeaf) -> str:
    """A leaf on one line."""
    return "; ".join(line.strip() for line in _leaf_lines(leaf))


def _draft_rule_lines(draft: Draft, key: str) -> Iterator[str]:
    rule = draft.rules[key]
    yield f"{key} (stratum {rule.stratum})"
    yield from _indented(_condition_lines(rule.when))
    for clause in rule.unless:
        yield from _indented(_named("unless", _condition_lines(clause)))


def _rule_lines(rule: CompiledRule, rules: tuple[CompiledRule, ...]) -> Iterator[str]:
    yield f"{rule.key} (stratum {rule.stratum})"
    yield from _indented(_node_lines(rule.value, rules))


def _node_lines(node: Node, rules: tuple[CompiledRule, ...]) -> Iterator[str]:
    match node:
        case Constant(truth=truth):
            yield f"always {truth}"
        case LeafAt(index=index):
            yield f"leaf {index}"
        case RuleAt(index=index):
            yield f"rule {rules[index].key}"
        case And(children=children) | Or(children=children):
            yield "all" if isinstance(node, And) else "any"
            for child in children:
                yield from _indented(_node_lines(child, rules))
        case Inverse(child=child):
            yield from _named("not", _node_lines(child, rules))
        case _:
            assert_never(node)


def _condition_lines(condition: Condition) -> Iterator[str]:
    match condition:
        case All(children=children) | AnyOf(children=children):
            yield "all" if isinstance(condition, All) else "any"
            for child in children:
                yield from _indented(_condition_lines(child))
        case Not(child=child):
            yield from _named("not", _condition_lines(child))
        case MetLeaf(pack=pack, rule=rule):
            yield f"met {pack}#{rule}"
        case _:
            yield from _leaf_lines(condition)


def _leaf_lines(leaf: ComputedLeaf) -> Iterator[str]:
    match leaf:
        case SubjectLeaf(where=where):
            yield from ("subject", *_indented(_tests(where)))
        case RecordLeaf(records=records):
            yield from _records_lines("record", records)
        case CountLeaf(figure=figure) | SumLeaf(figure=figure):
            yield from (*_figure_lines(figure), *_indented(_numbers(leaf.is_)))
        case ExtremeLeaf(which=which, records=records, field=name):
            yield from (*_records_lines(f"{which} {name} of", records), *_indented(_numbers(leaf.is_)))
        case RatioLeaf(of=of, to=to):
            yield "ratio"
            yield from _indented((*_named("of", _figure_lines(of)), *_named("to", _figure_lines(to))))
            yield from _indented(_numbers(leaf.is_))
        case EntryLeaf(list_id=list_id, where=where):
            yield from (f"entry on {list_id}{_of_whom(leaf)}", *_indented(_tests(where)))
        case BanLeaf(scope=scope, where=where):
            yield from (f"ban of {scope or 'whatever scope'}{_of_whom(leaf)}", *_indented(_tests(where)))
        case _:
            assert_never(leaf)


def _of_whom(leaf: EntryLeaf | BanLeaf) -> str:
    if leaf.of is None:
        return ""
    return f", of a {leaf.of}" + (" held at its start" if leaf.held is Held.START else "")


def _figure_lines(figure: Count | Sum) -> Iterator[str]:
    if isinstance(figure, Sum):
        return _records_lines(f"sum {figure.field} of", figure.records)
    distinct = f" distinct {figure.distinct}" if figure.distinct else ""
    span = f" within {figure.span} of each other" if figure.span else ""
    return _records_lines(f"count{distinct}{span} of", figure.records)


def _records_lines(head: str, records: Records) -> Iterator[str]:
    yield f"{head} {records.kind}"
    yield from _indented(_tests(records.where))
    for partner in records.with_:
        yield from _indented(_partner_lines("with", partner))
    for partner in records.without:
        yield from _indented(_partner_lines("without", partner))


def _partner_lines(head: str, partner: Partner) -> Iterator[str]:
    same = f", same {', '.join(partner.same)}" if partner.same else ""
    yield from (f"{head} {partner.kind}{same}", *_indented(_tests(partner.where)))


def _tests(tests: Iterable[FieldTest]) -> Iterator[str]:
    for test in tests:
        period = (str(test.period),) if test.period else ()
        at = ("at", _operand(test.at)) if test.at else ()
        yield " ".join((test.field, test.op.value, *period, *map(_operand, test.operands), *at))


def _numbers(tests: Iterable[NumberTest]) -> Iterator[str]:
    for test in tests:
        yield " ".join(("is", test.op.value, *map(_operand, test.operands)))


def _operand(operand: Operand) -> str:
    match operand:
        case Literal(value=value):
            return _plain(value)
        case Parameter(name=name) | FieldOf(name=name):
            return f"${name}"
        case OuterField(name=name):
            return f"$outer.{name}"
        case AsOf():
            return "$as_of"
        case _:
            assert_never(operand)


def _plain(value: Plain) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return f"“{value}”" if isinstance(value, str) else str(value)


def _named(name: str, lines: Iterable[str]) -> Iterator[str]:
    """The lines with a name before the first; the others are below it already."""
    first, *rest = lines
    yield f"{name} {first}"
    yield from rest


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (STEP + line for line in lines)
