"""The values and conditions of one release in words, with the catalogue's titles and the release's own standards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import assert_never

from engine.catalogue import Catalogue, FactKind, FieldDef, FieldType
from engine.conditions import (
    PERIOD_OPS,
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
from engine.diff_wording.words import DATE_TESTS, KINDS, RESERVED, TESTS, VALUES, Pair
from engine.explain.printing import RECORDS, printed, printed_period
from engine.facts import Plain
from engine.pack import Interval, Pack
from engine.periods import Period

_TYPE_OF_UNIT = {"CNY": FieldType.MONEY, "ratio": FieldType.RATIO}
_COUNTED_AS = {"month": "月数", "day": "日数", "year": "年数"}
"""As whose number a parameter of these units is told; one of the unit `count` by its own title."""
_SHARE = FieldDef(id="share", type=FieldType.RATIO, title="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Speaks for one release. `lang`: "zh" or "en"."""

    pack: Pack
    catalogue: Catalogue
    lang: str

    def say(self, pair: Pair, *values: str) -> str:
        return pair[self.lang != "zh"].format(*values)

    def quoted(self, words: str) -> str:
        return self.say(("“{}”", '"{}"'), words)

    def bracketed(self, words: str) -> str:
        """In brackets, behind what they belong to."""
        return self.say(("（{}）", " ({})"), words)

    def listed(self, words: Sequence[str]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(words)

    def plain(self, value: Plain, field: FieldDef | None = None, unit: str = "", title: str = "") -> str:
        """One value in its field's unit, or in the unit of a parameter of that title."""
        if unit:
            title = _COUNTED_AS.get(unit, title)
            field = FieldDef(id=unit, type=_TYPE_OF_UNIT.get(unit, FieldType.INTEGER), title=title)
        return printed(value, field, self.lang)

    def named(self, word: str) -> str:
        """A department, matter, role, scope, stage, list or field by its title, else as it is written."""
        if word in RESERVED:
            return self.say(RESERVED[word])
        catalogue = self.catalogue
        if word in catalogue.departments:
            return catalogue.departments[word].title
        if word in catalogue.matters:
            return catalogue.matters[word].title
        if word in self.pack.lists:
            return self.pack.lists[word].title
        return catalogue.roles.get(word) or catalogue.scopes.get(word) or word

    def period(self, period: Period | None) -> str:
        if period is None:
            return self.say(("无固定期限", "no fixed end"))
        if period.working_days is not None:
            return self.say(("{}个工作日", "{} working days"), str(period.working_days))
        return printed_period(str(period), self.lang)

    def interval(self, interval: Interval) -> str:
        last = interval.until - timedelta(days=1) if interval.until else None
        start, end = (self.plain(day) if day else "" for day in (interval.start, last))
        if start and end:
            return self.say(("{}至{}", "{} to {}"), start, end)
        if end:
            return self.say(("至{}止", "until {}"), end)
        return self.say(("自{}起", "from {}"), start) if start else self.say(("不限期间", "without limit"))

    def enumerated(self, value: Enum) -> str:
        return self.say(VALUES[value]) if value in VALUES else str(value.value)

    def kind(self, name: str) -> FactKind | None:
        return {"subject": self.catalogue.subject, "entry": self.catalogue.entry}.get(name) or self.catalogue.kinds.get(
            name
        )

    def kind_title(self, name: str) -> str:
        if name in KINDS:
            return self.say(KINDS[name])
        known = self.catalogue.kinds.get(name)
        return known.title if known else name

    def field(self, kind: str, name: str) -> FieldDef | None:
        known = self.kind(kind)
        return known.fields.get(name) if known else None

    def field_title(self, kind: str, name: str) -> str:
        known = self.field(kind, name)
        return known.title if known else name

    def title_in_any_kind(self, name: str) -> str:
        """The title of a field of a record that is not at hand; its id where kinds call it differently."""
        titles = {kind.fields[name].title for kind in self.catalogue.kinds.values() if name in kind.fields}
        return titles.pop() if len(titles) == 1 else name

    def tests(self, tests: Sequence[FieldTest] | Sequence[NumberTest], kind: str, figure: str = "") -> str:
        """The tests without the name of what they test. `figure`: count, ratio, or the field summed or compared."""
        return ("且" if self.lang == "zh" else " and ").join(self._test(test, kind, figure) for test in tests)

    def _test(self, test: FieldTest | NumberTest, kind: str, figure: str) -> str:
        field = self.field(kind, test.field) if isinstance(test, FieldTest) else self._measured(kind, figure)
        if isinstance(test, FieldTest) and test.op in PERIOD_OPS:
            day = self.operand(test.at, None, kind) if test.at else self.say(("评判日", "the date asked about"))
            return self.say(TESTS[test.op], day, self.period(test.period))
        if test.op is Op.IN_YEAR:
            return self.say(TESTS[test.op], self._shift(test.operands[0]))
        dated = field is not None and field.type is FieldType.DATE
        pattern = DATE_TESTS[test.op] if dated and test.op in DATE_TESTS else TESTS[test.op]
        return self.say(pattern, self.listed([self.operand(each, field, kind) for each in test.operands]))

    def _shift(self, operand: Operand) -> str:
        years = operand.value if isinstance(operand, Literal) and isinstance(operand.value, int) else 0
        if years == 0:
            return self.say(("", "itself"))
        return self.say(("之前第{}年", "{} before that"), str(-years))

    def _measured(self, kind: str, figure: str) -> FieldDef | None:
        return _SHARE if figure == "ratio" else RECORDS if figure == "count" else self.field(kind, figure)

    def operand(self, operand: Operand, field: FieldDef | None, kind: str = "") -> str:
        """`kind`: of the record that is tested, whose fields a `$name` may mean."""
        match operand:
            case Literal(value=(str() | bool()) as word):
                return self.quoted(self.plain(word, field))
            case Literal(value=value):
                return self.plain(value, field)
            case Parameter(name=name):
                return self._standard(name)
            case FieldOf(name=name):
                return self.say(("本记录的“{}”", 'its own "{}"'), self.field_title(kind, name))
            case OuterField(name=name):
                return self.say(("主记录的“{}”", 'the main record\'s "{}"'), self.title_in_any_kind(name))
            case AsOf():
                return self.say(("评判日", "the date asked about"))
            case _:
                assert_never(operand)

    def _standard(self, name: str) -> str:
        known = self.pack.parameters.get(name)
        if known is None:
            return name
        values = self.listed([self.plain(each.value, unit=known.unit, title=known.title) for each in known.values])
        return self.say(("{}（标准“{}”）", '{} (standard "{}")'), values, known.title)

    def condition(self, condition: Condition) -> str:
        """The condition in one sentence without its full stop."""
        match condition:
            case All(children=children):
                told = self.say(("同时满足：{}", "all of: {}"), self._children(children))
            case AnyOf(children=children):
                told = self.say(("满足其一：{}", "any of: {}"), self._children(children))
            case Not(child=child):
                told = self.say(("并非：{}", "not: {}"), self.condition(child))
            case SubjectLeaf(where=where):
                told = self.say(("主体{}", "the subject: {}"), self.where(where, "subject"))
            case RecordLeaf(records=records):
                told = self.say(("有{}", "there is {}"), self.records(records))
            case EntryLeaf() | BanLeaf():
                told = self._standing(condition)
            case MetLeaf():
                told = self.say(("符合规则“{}”", 'rule "{}" is met'), self._rule(condition))
            case _:
                told = self._figure(condition)
        return told

    def _rule(self, leaf: MetLeaf) -> str:
        """The rule's title where it is one of this release, else its id."""
        own = self.pack.rules if leaf.pack == self.pack.ref.pack else ()
        return next((each.title for each in own if each.id == leaf.rule), leaf.rule)

    def _children(self, children: Sequence[Condition]) -> str:
        return ("；" if self.lang == "zh" else "; ").join(
            self.say(("（{}）{}", "({}) {}"), str(index), self.condition(child))
            for index, child in enumerate(children, 1)
        )

    def where(self, tests: Sequence[FieldTest], kind: str) -> str:
        told = [
            f"{self.field_title(kind, test.field)}{' ' * (self.lang != 'zh')}{self.tests([test], kind)}"
            for test in tests
        ]
        return ("，" if self.lang == "zh" else ", ").join(told)

    def records(self, records: Records) -> str:
        told = self._selected(records.kind, records.where)
        told += "".join(self.say(("，并有{}", ", with {}"), self.partner(each)) for each in records.with_)
        return told + "".join(self.say(("，且无{}", ", without {}"), self.partner(each)) for each in records.without)

    def partner(self, partner: Partner) -> str:
        return self._selected(partner.kind, partner.where)

    def _selected(self, kind: str, where: Sequence[FieldTest]) -> str:
        title = self.kind_title(kind)
        return title + (self.bracketed(self.where(where, kind)) if where else "")

    def _standing(self, leaf: EntryLeaf | BanLeaf) -> str:
        kind, name = ("entry", leaf.list_id) if isinstance(leaf, EntryLeaf) else ("ban", leaf.scope or "")
        whose = self.named(leaf.of) if leaf.of else self.say(("主体", "the subject"))
        what = self.kind_title(kind)
        if name:
            what = self.say(("{}“{}”", '{} "{}"'), what, self.named(name))
        where = self.bracketed(self.where(leaf.where, kind)) if leaf.where else ""
        return self.say(("{}有有效的{}{}", "{} has an effective {}{}"), whose, what, where)

    def _figure(self, leaf: CountLeaf | SumLeaf | ExtremeLeaf | RatioLeaf) -> str:
        match leaf:
            case CountLeaf(figure=figure):
                return self._measures(self.figure(figure), self.tests(leaf.is_, "", "count"))
            case SumLeaf(figure=figure):
                return self._measures(self.figure(figure), self.tests(leaf.is_, figure.records.kind, figure.field))
            case ExtremeLeaf():
                pair = (
                    ("{}的最大{}", "the largest {1} of {0}")
                    if leaf.which == "max"
                    else ("{}的最小{}", "the least {1} of {0}")
                )
                kind = leaf.records.kind
                what = self.say(pair, self.records(leaf.records), self.field_title(kind, leaf.field))
                return self._measures(what, self.tests(leaf.is_, kind, leaf.field))
            case RatioLeaf(of=of, to=to):
                share = self.say(("{}占{}的比例", "{} as a share of {}"), self.figure(of), self.figure(to))
                return self._measures(share, self.tests(leaf.is_, "", "ratio"))
            case _:
                assert_never(leaf)

    def _measures(self, figure: str, tests: str) -> str:
        return self.say(("{}{}", "{} {}"), figure, tests)

    def figure(self, figure: Count | Sum) -> str:
        records = self.records(figure.records)
        if isinstance(figure, Sum):
            return self.say(
                ("{}的{}合计", "the sum of {1} of {0}"), records, self.field_title(figure.records.kind, figure.field)
            )
        told = self.say(("{}的件数", "the number of {}"), records)
        if figure.distinct:
            told += self.say(("（不同的{}）", " (distinct {})"), self.field_title(figure.records.kind, figure.distinct))
        if figure.span:
            told += self.say(("（{}之内）", " (within {} of each other)"), self.period(figure.span))
        return told
