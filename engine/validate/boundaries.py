"""Does a case stand on every threshold? Asked with the packs' cases, which the other checks do not need."""

from collections.abc import Iterator, Sequence

from engine.cases.case import Case
from engine.catalogue import FieldType
from engine.condition_parts import leaves_of, records_of
from engine.conditions import FieldTest, Literal, Op
from engine.facts import Plain
from engine.issues import Issue, Severity
from engine.validate.library import Library, Text, issue
from engine.validate.times import Asked, criteria_of

_THRESHOLDS = frozenset({Op.GT, Op.GTE, Op.LT, Op.LTE, Op.BETWEEN})
_FIGURES = frozenset({FieldType.MONEY, FieldType.RATIO, FieldType.INTEGER})


def boundaries_are_tested(library: Library, cases: Sequence[Case]) -> Iterator[Issue]:
    """Warns of a threshold of a record's figure that no case of the pack states to the unit: 以上 or 超过 is untested."""
    stated = _stated(cases)
    told: set[tuple[str, str, str, Plain]] = set()
    for _, asked in criteria_of(library):
        for each in asked:
            for kind, test, value in _thresholds(each, library):
                key = each.pack.file, kind, test.field, value
                if (each.pack.ref.pack, kind, test.field, value) not in stated and key not in told:
                    told.add(key)
                    yield _untested(each, kind, test)


def _stated(cases: Sequence[Case]) -> frozenset[tuple[str, str, str, object]]:
    """Every value that a case of a pack gives a field: (pack, kind, field, value)."""
    return frozenset(
        (case.pack, fact.kind, name, value)
        for case in cases
        for fact in case.situation.facts
        for name, value in fact.values.items()
    )


def _thresholds(asked: Asked, library: Library) -> Iterator[tuple[str, FieldTest, Plain]]:
    """Each figure that a record of the rule is measured by, with its value on that day."""
    conditions = (asked.criterion.when, *asked.criterion.unless)
    selections = (each for condition in conditions for leaf in leaves_of(condition) for each in records_of(leaf))
    for records in selections:
        wheres = [(records.kind, records.where)]
        wheres += [(partner.kind, partner.where) for partner in (*records.with_, *records.without)]
        for kind, where in wheres:
            fields = library.catalogue.kinds[kind].fields
            for test in where:
                if test.op in _THRESHOLDS and fields[test.field].type in _FIGURES:
                    yield from ((kind, test, each.value) for each in test.operands if isinstance(each, Literal))


def _untested(asked: Asked, kind: str, test: FieldTest) -> Issue:
    return issue(
        asked.pack,
        test.line or asked.rule.line,
        "untested-boundary",
        Text(
            f"规则“{asked.rule.id}”中“{kind}.{test.field}”的界线没有用例：恰好等于界线时如何，没有验证。",
            f"No case stands on the threshold of “{kind}.{test.field}” in rule “{asked.rule.id}”.",
        ),
        Text(
            "请补一个恰好等于界线的用例和一个恰好不符合的用例。",
            "Add a case on the threshold and one that just misses it.",
        ),
        severity=Severity.WARNING,
    )
