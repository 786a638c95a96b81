"""Pass `figures`: refuses a figure that the catalogue gives no meaning: a missing field, a share of unlike or negative sums.

The checks say the same of every release with its line; an engine must not depend on their having run.
"""

from engine.catalogue import FieldDef, FieldType
from engine.compile.draft import Draft, DraftRule
from engine.compile.refusal import UnfitFigure
from engine.condition_parts import leaves_of
from engine.conditions import Count, CountLeaf, ExtremeLeaf, Leaf, RatioLeaf, Records, Sum, SumLeaf
from engine.issues import Issue

NUMERIC = frozenset({FieldType.MONEY, FieldType.RATIO, FieldType.INTEGER})


def figures(draft: Draft) -> Draft:
    """The draft unchanged; raises UnfitFigure (spec chapter 10)."""
    for rule in draft.rules.values():
        for leaf in (leaf for condition in rule.conditions for leaf in leaves_of(condition)):
            for figure in _figures_of(leaf):
                _refuse_unless_readable(figure, draft, rule)
            if isinstance(leaf, RatioLeaf):
                _refuse_unlike_parts(leaf, draft, rule)
    return draft


def _figures_of(leaf: Leaf) -> tuple[Count | Sum, ...]:
    """What a leaf counts, adds up or takes the largest or smallest of (which reads a field as a sum does)."""
    match leaf:
        case CountLeaf(figure=figure) | SumLeaf(figure=figure):
            return (figure,)
        case ExtremeLeaf(records=records, field=name):
            return (Sum(records=records, field=name),)
        case RatioLeaf(of=of, to=to):
            return of, to
        case _:
            return ()


def _field(draft: Draft, records: Records, name: str) -> FieldDef | None:
    """The field; None where kind or field is not in the catalogue."""
    kind = draft.catalogue.kinds.get(records.kind)
    return kind.fields.get(name) if kind else None


def _refuse_unless_readable(figure: Count | Sum, draft: Draft, rule: DraftRule) -> None:
    """A sum needs a numeric field, a count of distinct values any field."""
    name = figure.field if isinstance(figure, Sum) else figure.distinct
    if name is None:
        return
    records = figure.records
    field = _field(draft, records, name)
    if field is None:
        raise _unfit(rule, zh=f"目录中没有字段 {records.kind}.{name}", en=f"the catalogue has no {records.kind}.{name}")
    if isinstance(figure, Sum) and field.type not in NUMERIC:
        raise _unfit(
            rule,
            zh=f"字段 {records.kind}.{name} 不是金额、比例、整数，不能求和、求最值",
            en=f"{records.kind}.{name} is no money, ratio or integer, so it has no sum, max or min",
        )


def _refuse_unlike_parts(leaf: RatioLeaf, draft: Draft, rule: DraftRule) -> None:
    """Both parts of one unit (a count is a whole number) and never negative."""
    units = {_unit(part, draft) for part in (leaf.of, leaf.to)}
    if len(units) > 1:
        named = " / ".join(sorted(units))
        raise _unfit(
            rule, zh=f"ratio 两边的单位不同（{named}）", en=f"the parts of the ratio have different units ({named})"
        )
    for part in (leaf.of, leaf.to):
        field = _field(draft, part.records, part.field) if isinstance(part, Sum) else None
        if field is not None and (field.low is None or field.low < 0):
            raise _unfit(
                rule,
                zh=f"ratio 用到的字段 {part.records.kind}.{field.id} 可能为负",
                en=f"the ratio adds up {part.records.kind}.{field.id}, which may be negative",
            )


def _unit(part: Count | Sum, draft: Draft) -> str:
    field = _field(draft, part.records, part.field) if isinstance(part, Sum) else None
    return str(field.type) if field else str(FieldType.INTEGER)


def _unfit(rule: DraftRule, zh: str, en: str) -> UnfitFigure:
    return UnfitFigure(
        Issue(
            code="unfit-figure",
            where=rule.where,
            zh=f"规则 {rule.key} 的数值无法确定：{zh}。",
            en=f"Rule {rule.key} asks for a figure without a meaning: {en}.",
            hint_zh="请核对字段，或者在目录中为它规定类型和不小于 0 的 min。",
            hint_en="Correct the field, or give it its type and a min of 0 or more in the catalogue.",
        )
    )
