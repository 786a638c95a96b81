"""Generated conditions: every kind of leaf, every test, under `all`, `any`, `not` and `met`."""

from dataclasses import dataclass, replace

from engine import conditions as c
from engine.catalogue import Catalogue, FieldType
from engine.conditions import Op
from tests.engine.generated_words import (
    ENTRY_FIELDS,
    FIELDS,
    FIGURES,
    LISTS,
    OFTEN,
    ORDER,
    ROLES,
    SCOPES,
    SUBJECT_FIELDS,
    TESTS,
    WORKING,
    YEARS,
    Chance,
)

DISTINCT = ("case_no", "sort", "items", "due", "place", "amount")
JOINS = ("case_no", "sort", "items", "amount", "due", "final")
NUMBERS = (2, 1, 3, 0, 4)


@dataclass(frozen=True)
class Writer:
    """Writes the conditions of one pack; a `met` names one of the `earlier` rules, or a rule that is not in force."""

    chance: Chance
    catalogue: Catalogue
    earlier: tuple[tuple[str, str], ...] = ()
    has_parameters: bool = True

    def condition(self, depth: int) -> c.Condition:
        shape = self.chance.of(("leaf", "all", "any", "not", "met")) if depth else "leaf"
        match shape:
            case "all":
                return c.All(children=self.chance.several(1, 3, lambda: self.condition(depth - 1)))
            case "any":
                return c.AnyOf(children=self.chance.several(1, 3, lambda: self.condition(depth - 1)))
            case "not":
                return c.Not(child=self.condition(depth - 1))
            case "met":
                pack, rule = self.chance.of((*self.earlier, ("rules/cn/not-in-force", "r1")))
                return c.MetLeaf(pack=pack, rule=rule)
        return self.leaf()

    def leaf(self) -> c.Leaf:
        makes = (self.record, self.count, self.sum, self.extreme, self.ratio, self.subject, self.entry, self.ban)
        return self.chance.of(makes)()

    def subject(self) -> c.SubjectLeaf:
        return c.SubjectLeaf(where=self.where(SUBJECT_FIELDS, least=1))

    def record(self) -> c.RecordLeaf:
        return c.RecordLeaf(records=self.records())

    def count(self) -> c.CountLeaf:
        figure = self.a_count()
        if figure.distinct is None and self.chance.yes(40):
            figure = replace(figure, span=self.chance.of(self.chance.periods))
        ops = (Op.GTE, Op.GT) if figure.span else ORDER
        return c.CountLeaf(figure=figure, is_=self.number_tests(ops, FieldType.INTEGER))

    def sum(self) -> c.SumLeaf:
        field, type_ = self.figure_field()
        return c.SumLeaf(figure=c.Sum(records=self.records(), field=field), is_=self.number_tests(ORDER, type_))

    def extreme(self) -> c.ExtremeLeaf:
        field, type_ = self.figure_field()
        tests = self.number_tests((Op.GTE, Op.GT, Op.LT, Op.LTE), type_)
        return c.ExtremeLeaf(which=self.chance.of(("max", "min")), records=self.records(), field=field, is_=tests)

    def ratio(self) -> c.RatioLeaf:
        """Of two counts, of two sums of one type that cannot fall below 0, or of a count and a sum of whole numbers."""
        sums = [
            (c.Sum(records=c.Records(kind=kind.id), field=name), field.type)
            for kind in self.catalogue.kinds.values()
            for name, field in kind.fields.items()
            if field.type in FIGURES and field.low is not None and field.low >= 0
        ]
        whole = [figure for figure, type_ in sums if type_ is FieldType.INTEGER]
        if whole and self.chance.yes(20):
            total = self.chance.of(whole)
            pair = (self.a_count(), replace(total, records=self.records(total.records.kind)))
            of, to = self.chance.of((pair, pair[::-1]))
        elif sums and self.chance.yes(50):
            of, type_ = self.chance.of(sums)
            to = self.chance.of([figure for figure, other in sums if other is type_])
            of, to = (replace(figure, records=self.records(figure.records.kind)) for figure in (of, to))
        else:
            of, to = self.a_count(), self.a_count()
        if self.chance.yes(50):  # a share of all records of a kind, so that the whole is seldom empty
            to = replace(to, records=c.Records(kind=to.records.kind))
        return c.RatioLeaf(of=of, to=to, is_=self.number_tests(ORDER, FieldType.RATIO))

    def entry(self) -> c.EntryLeaf:
        where = self.where(ENTRY_FIELDS) if self.chance.yes(60) else ()
        list_id, (of, held) = self.chance.of((LISTS[0], *LISTS)), self.whose()
        return c.EntryLeaf(list_id=list_id, where=where, of=of, held=held)

    def ban(self) -> c.BanLeaf:
        where = self.where(ENTRY_FIELDS) if self.chance.yes(60) else ()
        scope, (of, held) = self.chance.of((None, *SCOPES)), self.whose()
        return c.BanLeaf(scope=scope, where=where, of=of, held=held)

    def whose(self) -> tuple[str | None, c.Held]:
        """The subject's own, or that of a person in a role on one of two days."""
        of = self.chance.of((None, *ROLES))
        return of, self.chance.of((c.Held.AS_OF, c.Held.START)) if of else c.Held.AS_OF

    def a_count(self) -> c.Count:
        distinct = self.chance.of(DISTINCT) if self.chance.yes(35) else None
        return c.Count(records=self.records(), distinct=distinct)

    def figure_field(self) -> tuple[str, FieldType]:
        field = self.chance.of([name for name, type_ in FIELDS.items() if type_ in FIGURES])
        return field, FIELDS[field]

    def records(self, kind: str | None = None) -> c.Records:
        return c.Records(
            kind=kind or self.chance.of(OFTEN),
            where=self.where(FIELDS),
            with_=self.chance.several(1, 2, self.partner) if self.chance.yes(20) else (),
            without=self.chance.several(1, 2, self.partner) if self.chance.yes(20) else (),
        )

    def partner(self) -> c.Partner:
        least = 0 if self.chance.yes(20) else 1
        same = tuple(dict.fromkeys(self.chance.several(least, 2 * least, lambda: self.chance.of(JOINS))))
        return c.Partner(kind=self.chance.of(OFTEN), same=same, where=self.where(FIELDS, in_partner=True))

    def where(self, fields: dict[str, FieldType], least: int = 0, in_partner: bool = False) -> tuple[c.FieldTest, ...]:
        return self.chance.several(least, self.chance.of((1, 1, 2)), lambda: self.test(fields, in_partner))

    def test(self, fields: dict[str, FieldType], in_partner: bool) -> c.FieldTest:
        field = self.chance.of(tuple(fields))
        op = self.chance.of(TESTS[fields[field]])
        if op in c.PERIOD_OPS:
            period = self.chance.of(WORKING if self.chance.yes(35) else self.chance.periods)
            return c.FieldTest(field=field, op=op, period=period, at=self.day(fields, field, in_partner))
        if op is Op.IN_YEAR:
            return c.FieldTest(field=field, op=op, operands=(c.Literal(self.chance.of(YEARS)),))
        least, most = {Op.IS_NONE: (0, 0), Op.IN: (1, 3), Op.BETWEEN: (2, 2)}.get(op, (1, 1))
        operands = self.chance.several(least, most, lambda: self.operand(fields, field, in_partner))
        return c.FieldTest(field=field, op=op, operands=operands)

    def day(self, fields: dict[str, FieldType], field: str, in_partner: bool) -> c.FieldOf | c.OuterField | None:
        """None: as_of; else another date field of the record, or a date field of the outer one."""
        dates = [name for name, type_ in fields.items() if type_ is FieldType.DATE]
        way = self.chance.of(("as_of", "as_of", "field", "outer"))
        if way == "field" and dates != [field]:
            return c.FieldOf(self.chance.of([name for name in dates if name != field]))
        return c.OuterField(self.chance.of(dates)) if way == "outer" and in_partner else None

    def operand(self, fields: dict[str, FieldType], field: str, in_partner: bool) -> c.Operand:
        type_ = fields[field]
        alike = [name for name, other in fields.items() if other is type_]
        way = self.chance.of(("literal", "literal", "literal", "parameter", "field", "outer"))
        if way == "field" and alike != [field]:
            return c.FieldOf(self.chance.of([name for name in alike if name != field]))
        if way == "outer" and in_partner:
            return c.OuterField(self.chance.of(alike))
        if type_ is FieldType.DATE and self.chance.yes(20):
            return c.AsOf()
        return self.known(type_, way == "parameter")

    def number_tests(self, ops: tuple[Op, ...], type_: FieldType) -> tuple[c.NumberTest, ...]:
        return self.chance.several(1, 1 + self.chance.yes(30), lambda: self.number_test(ops, type_))

    def number_test(self, ops: tuple[Op, ...], type_: FieldType) -> c.NumberTest:
        op = self.chance.of(ops)
        ends = 2 if op is Op.BETWEEN else 1
        operands = self.chance.several(ends, ends, lambda: self.known(type_, self.chance.yes(20)))
        return c.NumberTest(op=op, operands=operands)

    def known(self, type_: FieldType, by_parameter: bool) -> c.Literal | c.Parameter:
        if by_parameter and self.has_parameters:
            return c.Parameter(f"p_{type_}")
        return c.Literal(self.chance.plain(type_))
