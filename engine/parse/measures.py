"""The parts of a measure pack: what a list entry, or a decision that the law itself ties a ban to, brings to a matter."""

from fnmatch import fnmatchcase

from engine.catalogue import FactKind, FieldType
from engine.conditions import Condition, RecordLeaf
from engine.pack import Applies, BanTerm, Discretion, Effect, Feedback, Measure, WhileListed
from engine.parse.citations import read_basis
from engine.parse.context import Context
from engine.parse.criteria import read_when, unique_slug
from engine.parse.faults import quoted
from engine.parse.nodes import MapNode, Node, TextNode
from engine.parse.operands import TYPE_ZH
from engine.parse.reader import (
    checked,
    choice,
    day,
    flag,
    items,
    mapping,
    required,
    required_text,
    slug,
    text,
)
from engine.parse.terms import period, period_or_working_days
from engine.parse.values import read_integer
from engine.periods import Period

STAGES = ("acceptance", "review", "decision")
_RECORD_FIELD = "$record."


def read_memorandum(context: Context, node: Node | None) -> str:
    """The memorandum's document number; its date and departments are checked and stay in the text."""
    if node is None:
        return ""
    body = mapping(context.faults, node)
    day(context.faults, body.get("date"))
    departments = body.get("departments")
    if departments is not None:
        checked(context.faults, departments, read_integer, 0)
    return required_text(context.faults, body, "document")


def read_measures(context: Context, node: Node | None) -> tuple[Measure, ...]:
    """`measures:` in the order written."""
    seen: dict[str, int] = {}
    return tuple(_measure(context, each, seen) for each in items(context.faults, node))


def _measure(context: Context, node: Node, seen: dict[str, int]) -> Measure:
    body = mapping(context.faults, node)
    row, feedback = body.get("row"), body.get("feedback")
    identity = unique_slug(context, body, seen)
    upon, when = _cause(context, body)
    upon_node = body.get("upon")
    return Measure(
        id=identity,
        row=checked(context.faults, row, read_integer, 0) if row is not None else None,
        title=required_text(context.faults, body, "title"),
        instruction=required_text(context.faults, body, "instruction"),
        upon=upon,
        when=when,
        applies=_applies(context, required(context.faults, body, "applies")),
        effect=choice(context.faults, required(context.faults, body, "effect"), Effect),
        discretion=choice(context.faults, required(context.faults, body, "discretion"), Discretion),
        executor=_department(context, required(context.faults, body, "executor")),
        lasts=_lasts(context, body, when),
        basis=read_basis(context, body),
        feedback=_feedback(context, feedback) if feedback is not None else None,
        excludes=tuple(text(context.faults, each) for each in items(context.faults, body.get("excludes"))),
        remedy=text(context.faults, body.get("remedy")),
        line=body.line,
        upon_line=upon_node.line if upon_node else 0,
    )


def _cause(context: Context, body: MapNode) -> tuple[str | None, Condition | None]:
    """What brings the measure: `upon` a list, or `when` a decision stands recorded; exactly one of them."""
    upon, when = body.get("upon"), body.get("when")
    if (upon is None) is (when is None):
        zh = "措施要且只能写 upon（因名单）或 when（因法律直接规定）之一"
        context.faults.add_shape("cause-one", body, zh, "a measure holds either upon or when.")
    list_id = None
    if upon is not None:
        list_id = slug(context.faults, required(context.faults, mapping(context.faults, upon), "list"))
    return list_id, read_when(context, body) if when is not None else None


def _applies(context: Context, node: Node) -> Applies:
    body = mapping(context.faults, node)
    return Applies(
        matters=_matters(context, required(context.faults, body, "matters")),
        stages=_stages(context, required(context.faults, body, "stages")),
        roles=_roles(context, required(context.faults, body, "roles")),
    )


def _matters(context: Context, node: Node) -> tuple[str, ...]:
    patterns = []
    for each in items(context.faults, node):
        pattern = text(context.faults, each)
        if not any(matches_matter(pattern, matter) for matter in context.catalogue.matters):
            context.faults.unknown("unknown-matter", each, "事项", "matter", pattern, context.catalogue.matters)
        patterns.append(pattern)
    return tuple(patterns)


def matches_matter(pattern: str, matter: str) -> bool:
    """Whether the pattern names the matter: "a.b", "a.*" (everything below a) or "*"."""
    return fnmatchcase(matter, pattern) if pattern == "*" or pattern.endswith(".*") else matter == pattern


def _stages(context: Context, node: Node) -> tuple[str, ...]:
    found = tuple(text(context.faults, each) for each in items(context.faults, node))
    for name in found:
        if name not in STAGES:
            listed = "、".join(STAGES)
            zh, en = f"未知的阶段 “{quoted(name)}”。可用：{listed}", f'unknown stage "{quoted(name)}".'
            context.faults.add_shape("wrong-choice", node, zh, en)
    return found


def _roles(context: Context, node: Node) -> tuple[str, ...]:
    known = {"subject": "主体", **context.catalogue.roles}
    found = []
    for each in items(context.faults, node):
        name = text(context.faults, each)
        if name not in known:
            context.faults.unknown("unknown-role", each, "关联身份", "role", name, known)
        found.append(name)
    return tuple(found)


def _department(context: Context, node: Node) -> str:
    found = text(context.faults, node)
    if found not in context.catalogue.departments:
        context.faults.unknown("unknown-department", node, "部门", "department", found, context.catalogue.departments)
    return found


def _feedback(context: Context, node: Node) -> Feedback:
    body = mapping(context.faults, node)
    return Feedback(due=period_or_working_days(context.faults, required(context.faults, body, "due")))


def _lasts(context: Context, body: MapNode, when: Condition | None) -> WhileListed | BanTerm:
    node = required(context.faults, body, "lasts")
    if isinstance(node, TextNode):
        if node.text != "while_listed":
            zh = f"“{quoted(node.text)}” 不是期限，写 while_listed 或 ban: {{…}}"
            context.faults.add_shape("wrong-choice", node, zh, "lasts is while_listed or a ban.")
        elif when is not None:
            zh = "while_listed（随名单存续）要写 upon: {list: …}，不能写 when"
            context.faults.add("lasts-cause", node, zh, "while_listed needs upon: {list: ...}, not when.")
        return WhileListed()
    ban = mapping(context.faults, required(context.faults, mapping(context.faults, node), "ban"))
    return _ban_term(context, ban, _ban_kind(context, body, when))


def _ban_kind(context: Context, body: MapNode, when: Condition | None) -> FactKind | None:
    """The kind of record a ban springs from: its `when` must be one record leaf, since each record is one ban."""
    if isinstance(when, RecordLeaf):
        return context.catalogue.kinds.get(when.records.kind)
    zh = "法定禁止（ban）的 when 必须正好是一个 record 条件：每条符合的记录产生一项禁止"
    context.faults.add(
        "ban-one-record",
        body.line_of("when"),
        zh,
        "the when of a ban is exactly one record leaf: each record is one ban.",
    )
    return None


def _ban_term(context: Context, ban: MapNode, kind: FactKind | None) -> BanTerm:
    scope_node, lasts_node = required(context.faults, ban, "scope"), required(context.faults, ban, "lasts")
    scope = text(context.faults, scope_node)
    scopes = ("any", *context.catalogue.scopes)
    if scope not in scopes:
        context.faults.unknown("unknown-scope", scope_node, "禁止范围", "scope", scope, scopes)
    lasts_field = None
    written = text(context.faults, lasts_node)
    lasts: Period | str = "life"
    if written.startswith("$"):
        lasts = lasts_field = _record_date(context, lasts_node, kind)
    elif written != "life":
        lasts = period(context.faults, lasts_node)
    return BanTerm(
        scope=scope,
        lasts=lasts,
        lasts_field=lasts_field,
        start_field=_record_date(context, required(context.faults, ban, "from"), kind),
        start_inferred=flag(context.faults, ban.get("start_inferred")),
        at_most=_at_most(context, ban.get("at_most"), lasts_field),
    )


def _at_most(context: Context, node: Node | None, lasts_field: str | None) -> Period | None:
    """The longest term the article allows; it bounds a decided last day only, for a term of the law is its own bound."""
    if node is None:
        return None
    if lasts_field is None:
        zh = "at_most（法定最长期限）只能与 lasts: $record.字段 同用：其他期限由条文直接定出，不必另设上限"
        en = "at_most goes only with lasts: $record.field; any other term is fixed by the article itself."
        context.faults.add("at-most-undecided", node, zh, en)
    return period(context.faults, node)


def _record_date(context: Context, node: Node, kind: FactKind | None) -> str:
    """The field that `$record.field` names, which must be a date."""
    written = text(context.faults, node)
    name = written.removeprefix(_RECORD_FIELD)
    if not written.startswith(_RECORD_FIELD) or not name:
        zh = f"“{quoted(written)}” 应写成 $record.字段"
        context.faults.add("bad-record-field", node, zh, f'"{quoted(written)}": write $record.field.')
        return ""
    field = context.field_of(kind, name, node) if kind is not None else None
    if field is not None and field.type is not FieldType.DATE:
        zh = f"“{written}” 必须是日期字段，现在是{TYPE_ZH[field.type]}"
        context.faults.add("not-a-date", node, zh, f'"{written}" must be a date field; it is {field.type}.')
    return name
