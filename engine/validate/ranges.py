"""Does a test ask what the catalogue leaves open? One that no value in the field's range passes, or every one does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from engine.catalogue import Catalogue, FieldDef, FieldType
from engine.condition_parts import records_of
from engine.conditions import BanLeaf, EntryLeaf, FieldTest, Leaf, Literal, Op, Parameter, SubjectLeaf
from engine.issues import Issue, Severity
from engine.pack import Pack
from engine.validate.library import Library, Text, issue
from engine.validate.reads import leaves_of_pack


@dataclass(frozen=True, slots=True)
class _Passing:
    """The numbers that pass a test, both ends included (None: no end)."""

    low: int | None
    high: int | None

    def misses(self, field: FieldDef) -> bool:
        return _below(self.high, field.low) or _below(field.high, self.low)

    def holds(self, field: FieldDef) -> bool:
        starts = self.low is None or (field.low is not None and self.low <= field.low)
        return starts and (self.high is None or (field.high is not None and field.high <= self.high))


def tests_ask_something(library: Library) -> Iterator[Issue]:
    """Warns of a test of a figure that never holds, or always, since the catalogue bounds the field (min, max)."""
    for pack in library.packs:
        told: set[tuple[int, str, Op]] = set()
        for leaf in leaves_of_pack(pack):
            for field, test in _tests(leaf, library.catalogue):
                key = test.line, test.field, test.op
                verdict = _verdict(pack, field, test)
                if verdict is not None and key not in told:
                    told.add(key)
                    yield _told(pack, field, test, always=verdict)


def _tests(leaf: Leaf, catalogue: Catalogue) -> Iterator[tuple[FieldDef, FieldTest]]:
    """Each test of the leaf on a field that has a bound."""
    fields: list[tuple[Mapping[str, FieldDef], tuple[FieldTest, ...]]] = []
    for records in records_of(leaf):
        fields.append((catalogue.kinds[records.kind].fields, records.where))
        for partner in (*records.with_, *records.without):
            fields.append((catalogue.kinds[partner.kind].fields, partner.where))
    match leaf:
        case SubjectLeaf(where=where):
            fields.append((catalogue.subject.fields, where))
        case EntryLeaf(where=where) | BanLeaf(where=where):
            fields.append((catalogue.entry.fields, where))
        case _:
            pass
    for known, where in fields:
        for test in where:
            field = known.get(test.field)
            if field is not None and (field.low is not None or field.high is not None):
                yield field, test


def _verdict(pack: Pack, field: FieldDef, test: FieldTest) -> bool | None:
    """True: every value of the range passes, on every day; False: none does; None: it depends."""
    passing = list(_passing(pack, test))
    if passing and all(each.misses(field) for each in passing):
        return False
    if passing and test.op is not Op.IN and all(each.holds(field) for each in passing):
        return True
    return None


def _passing(pack: Pack, test: FieldTest) -> Iterator[_Passing]:
    """What passes, for each value that a parameter ever has; nothing where that cannot be said."""
    if test.op is Op.BETWEEN and len(test.operands) == 2:
        lows, highs = (_values(pack, each) for each in test.operands)
        yield from (_Passing(low, high) for low in lows for high in highs)
        return
    for value in (value for operand in test.operands for value in _values(pack, operand)):
        match test.op:
            case Op.EQ | Op.IN:
                yield _Passing(value, value)
            case Op.GT | Op.GTE:
                yield _Passing(value + (test.op is Op.GT), None)
            case Op.LT | Op.LTE:
                yield _Passing(None, value - (test.op is Op.LT))
            case _:
                pass


def _values(pack: Pack, operand: object) -> list[int]:
    match operand:
        case Literal(value=value):
            found = [value]
        case Parameter(name=name) if name in pack.parameters:
            found = [dated.value for dated in pack.parameters[name].values]
        case _:
            found = []
    return [each for each in found if isinstance(each, int)]


def _below(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and one < other


def _told(pack: Pack, field: FieldDef, test: FieldTest, *, always: bool) -> Issue:
    zh, en = ("总是成立", "always holds") if always else ("永远不成立", "can never hold")
    return issue(
        pack,
        test.line,
        "outside-range",
        Text(
            f"“{field.id} {test.op}”{zh}：目录规定“{field.title}”{_range(field).zh}。",
            f"“{field.id} {test.op}” {en}: the catalogue says “{field.title}” is {_range(field).en}.",
        ),
        Text(
            "请核对数值、单位和比较方式，或者删去这一条件。",
            "Compare value, unit and test, or take the test out.",
        ),
        severity=Severity.WARNING,
    )


def _range(field: FieldDef) -> Text:
    low = [] if field.low is None else [_shown(field, field.low)]
    high = [] if field.high is None else [_shown(field, field.high)]
    zh = [f"不小于 {each}" for each in low] + [f"不大于 {each}" for each in high]
    en = [f"not below {each}" for each in low] + [f"not above {each}" for each in high]
    return Text("、".join(zh), ", ".join(en))


def _shown(field: FieldDef, value: int) -> str:
    """As a pack writes it: money in yuan, a ratio as a share of one."""
    scale = {FieldType.MONEY: 100, FieldType.RATIO: 1_000_000}.get(field.type, 1)
    return f"{Decimal(value) / scale:f}"
