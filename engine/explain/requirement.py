"""What a condition requires, in words: the law's side of an explanation, whatever the facts are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from engine.catalogue import FieldDef
from engine.compile.program import ComputedLeaf, ParameterUse
from engine.condition_parts import leaf_tests, record_tests
from engine.conditions import (
    PERIOD_OPS,
    AsOf,
    BanLeaf,
    Count,
    CountLeaf,
    EntryLeaf,
    ExtremeLeaf,
    FieldOf,
    FieldTest,
    Held,
    Literal,
    NumberTest,
    Op,
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
from engine.explain.comparison_words import joined, test_words, year_words
from engine.explain.explanation import ComparedOperand
from engine.explain.period_words import has_no_days
from engine.explain.printing import RECORDS, VALUES, printed_period
from engine.explain.standing import register_of
from engine.explain.titles import SHARE, Titles
from engine.explain.words import HELD_ON, REQUIRED, TESTS
from engine.pack import Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """The words, and the articles of the parameters in them."""

    text: str
    basis: tuple[Basis, ...]


def requirement_of(rule: str, index: int, titles: Titles) -> Requirement:
    """What the leaf with this index asks for, as the rule ("pack#rule") writes it."""
    uses = {(use.test, use.operand): use for use in titles.program.parameters if (use.rule, use.leaf) == (rule, index)}
    words = _Wording(rule=rule, titles=titles, uses=uses)
    basis = tuple(dict.fromkeys(basis for use in uses.values() for basis in use.value.basis))
    return Requirement(text=words.leaf(titles.program.leaves[index]), basis=basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wording:
    """The wording of one leaf; tests are numbered as in `leaf_tests`."""

    rule: str
    titles: Titles
    uses: Mapping[tuple[int, int], ParameterUse]

    def leaf(self, leaf: ComputedLeaf) -> str:
        say = self.titles.say
        match leaf:
            case SubjectLeaf():
                return say(REQUIRED["subject"], tests=self.tests("subject", leaf.where, 0))
            case RecordLeaf():
                return say(REQUIRED["record"], records=self.records(leaf.records, 0))
            case CountLeaf() | SumLeaf():
                return say(
                    REQUIRED["figure"], figure=self.figure(leaf.figure, 0), tests=self.figure_tests(leaf, leaf.figure)
                )
            case ExtremeLeaf():
                figure = say(
                    REQUIRED[leaf.which],
                    records=self.records(leaf.records, 0),
                    field=self.titles.field(leaf.records.kind, leaf.field),
                )
                return say(REQUIRED["figure"], figure=figure, tests=self.figure_tests(leaf, leaf))
            case RatioLeaf():
                of, to = self.figure(leaf.of, 0), self.figure(leaf.to, len(record_tests(leaf.of.records)))
                return say(REQUIRED["ratio"], of=of, to=to, tests=self.figure_tests(leaf, leaf))
            case EntryLeaf() | BanLeaf():
                return self.standing(leaf)
            case _:
                assert_never(leaf)

    def standing(self, leaf: EntryLeaf | BanLeaf) -> str:
        register, titles = register_of(leaf), self.titles
        scoped = isinstance(leaf, BanLeaf) and leaf.scope is None
        name = leaf.list_id if isinstance(leaf, EntryLeaf) else leaf.scope or ""
        key = "any_ban" if scoped else "every_ban" if name == "any" and register == "ban" else register
        what = titles.say(REQUIRED[key], named="" if scoped else titles.standing(register, name))
        if leaf.where:
            what += titles.say(REQUIRED["where"], tests=self.tests(register, leaf.where, 0))
        if leaf.of is None:
            return titles.say(REQUIRED["own"], what=what)
        day = titles.say(HELD_ON["start" if leaf.held is Held.START else "as_of", register])
        return titles.say(REQUIRED["of_role"], what=what, role=titles.role(leaf.of), day=day)

    def records(self, records: Records, first: int) -> str:
        """“查处信息”（金额不低于……），且另有……"""
        said = self.titles.say(REQUIRED["kind"], kind=self.titles.kind(records.kind))
        if records.where:
            said += self.titles.say(REQUIRED["where"], tests=self.tests(records.kind, records.where, first))
        number = first + len(records.where)
        for key, partners in (("with", records.with_), ("without", records.without)):
            for partner in partners:
                said += self.titles.say(REQUIRED[key], partner=self.partner(partner, number))
                number += len(partner.where)
        return said

    def partner(self, partner: Partner, first: int) -> str:
        said = self.titles.say(REQUIRED["kind"], kind=self.titles.kind(partner.kind))
        told = []
        if partner.same:
            fields = self.titles.listed(self.titles.field(partner.kind, name) for name in partner.same)
            told.append(self.titles.say(REQUIRED["same"], fields=fields))
        if partner.where:
            told.append(self.tests(partner.kind, partner.where, first))
        if not told:
            return said
        return said + self.titles.say(REQUIRED["where"], tests=self.titles.say(REQUIRED["comma"]).join(told))

    def figure(self, figure: Count | Sum, first: int) -> str:
        records, say = self.records(figure.records, first), self.titles.say
        if isinstance(figure, Sum):
            return say(REQUIRED["sum"], records=records, field=self.titles.field(figure.records.kind, figure.field))
        if figure.distinct is not None:
            field = self.titles.field(figure.records.kind, figure.distinct)
            return say(REQUIRED["distinct"], records=records, field=field)
        if figure.span is not None:
            return say(REQUIRED["span"], records=records, period=printed_period(str(figure.span), self.titles.lang))
        return say(REQUIRED["count"], records=records)

    def figure_tests(
        self, leaf: CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf, of: Count | Sum | ExtremeLeaf | RatioLeaf
    ) -> str:
        first = len(leaf_tests(leaf)) - len(leaf.is_)
        measured = self.measured(of)
        told = [self.number_test(test, first + index, measured) for index, test in enumerate(leaf.is_)]
        return self.titles.say(REQUIRED["and"]).join(told)

    def measured(self, of: Count | Sum | ExtremeLeaf | RatioLeaf) -> FieldDef | None:
        match of:
            case RatioLeaf():
                return SHARE
            case Count():
                return VALUES if of.distinct is not None else RECORDS
            case Sum() | ExtremeLeaf():
                return self.titles.field_of(of.records.kind, of.field)
            case _:
                assert_never(of)

    def number_test(self, test: NumberTest, number: int, measured: FieldDef | None) -> str:
        wanted = joined(test.op, [self.operand(operand, measured) for operand in test.operands], self.titles)
        return test_words(test.op, wanted, measured, "", self.titles) + self.origin(number, test.operands)

    def tests(self, kind: str, tests: Sequence[FieldTest], first: int) -> str:
        told = [self.field_test(kind, test, first + index) for index, test in enumerate(tests)]
        return self.titles.say(REQUIRED["comma"]).join(told)

    def field_test(self, kind: str, test: FieldTest, number: int) -> str:
        if test.op in PERIOD_OPS:
            return self.period_test(kind, test)
        if test.op is Op.IS_NONE:
            return self.titles.say(REQUIRED["none"], field=self.titles.field(kind, test.field))
        wanted = test.operands[0] if test.op is Op.EQ else None
        said = self.titles.flag(kind, test.field, wanted.value) if isinstance(wanted, Literal) else ""
        if said and self.titles.lang == "zh":
            return said
        words = self.words(test, self.titles.field_of(kind, test.field))
        text = self.titles.say(REQUIRED["test"], field=self.titles.field(kind, test.field), words=words)
        return text + self.origin(number, test.operands)

    def period_test(self, kind: str, test: FieldTest) -> str:
        """`within`, `past` and `reached`: the period counted from the field, to the day asked about."""
        say = self.titles.say
        return say(
            REQUIRED[f"{test.op}_no_days" if has_no_days(str(test.period)) else str(test.op)],
            field=self.titles.field(kind, test.field),
            period=printed_period(str(test.period), self.titles.lang),
            day=self.operand(test.at, None) if test.at else say(REQUIRED["as_of"]),
        )

    def words(self, test: FieldTest, field: FieldDef | None) -> str:
        titles = self.titles
        if test.op is Op.IN_YEAR and isinstance(test.operands[0], Literal):
            shift = test.operands[0].value
            return titles.say(TESTS[test.op], wanted=year_words(shift if isinstance(shift, int) else 0, titles))
        values = [self.operand(operand, field) for operand in test.operands]
        if test.op is Op.EQ and isinstance(test.operands[0], Literal):
            return titles.say(REQUIRED["named"], value=values[0])
        return test_words(test.op, joined(test.op, values, titles), field, "", titles)

    def operand(self, operand: Operand, measured: FieldDef | None) -> str:
        match operand:
            case Literal(value=value):
                return self.titles.value(value, measured)
            case FieldOf(name=name):
                return self.titles.say(REQUIRED["own_field"], field=self.titles.any_field(name))
            case OuterField(name=name):
                return self.titles.say(REQUIRED["outer_field"], field=self.titles.any_field(name))
            case AsOf():
                return self.titles.say(REQUIRED["as_of"])
            case Parameter(name=name):
                raise ValueError(f"${name} was not resolved")
            case _:
                assert_never(operand)

    def origin(self, number: int, operands: Sequence[Operand]) -> str:
        """The parameters of the test, each with its article, in brackets."""
        used = [self.uses[number, index] for index in range(len(operands)) if (number, index) in self.uses]
        told = [
            self.titles.parameter(
                self.rule, ComparedOperand(value=use.value.value, parameter=use.definition, basis=use.value.basis)
            )
            for use in used
        ]
        return self.titles.bracketed(told)
