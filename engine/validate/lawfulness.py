"""Does a pack ask for something the law refuses, whatever its words say?

Adverse rules on unfit records, lists without due process, discretion that bars, law about the law that makes things
heavier. What a text alone cannot decide (whether a local condition is milder than a national one) is not claimed here.
"""

from collections.abc import Iterator
from itertools import pairwise

from engine.catalogue import FieldType
from engine.conditions import RecordLeaf
from engine.issues import Issue
from engine.pack import (
    BanTerm,
    Colour,
    Discretion,
    Effect,
    ListDef,
    Measure,
    Mode,
    Pack,
    ParameterDef,
    Propose,
    Rule,
    WhileListed,
)
from engine.releases import intersection
from engine.validate.library import Library, Text, issue, list_definitions, rules
from engine.validate.reads import grounds, met_leaves

DUE_PROCESS = {"notice": "事先告知", "statement": "听取陈述申辩", "decision": "作出决定", "approval": "另一名人员批准"}
FOUR_EYES = ("decision", "approval")


def discretion_never_bars(library: Library) -> Iterator[Issue]:
    """A measure that an executor may take never ends as a refusal: 可以 is not 不得."""
    for pack in library.packs:
        for measure in pack.measures:
            if measure.discretion is Discretion.MAY and measure.effect is Effect.DENY:
                yield issue(
                    pack,
                    measure.line,
                    "may-with-deny",
                    Text(
                        f"措施“{measure.id}”为“可以”（may），却写明一律不予办理（deny）。",
                        f"Measure “{measure.id}” is discretionary (may) and yet refuses outright (deny).",
                    ),
                    Text(
                        "条文为“可以”的，效果改为 review 或者更轻；条文为“应当”“不得”的，改为 must。",
                        "Where the article says 可以, use review or lighter; where it commands, use must.",
                    ),
                )


def watch_lists_bring_no_punishment(library: Library) -> Iterator[Issue]:
    """A measure upon a watch list supervises or tells; it is never joint punishment and never public."""
    watched = {listed.id for _, listed in list_definitions(library) if listed.colour is Colour.WATCH}
    for pack in library.packs:
        for measure in pack.measures:
            if measure.upon in watched and not measure.effect.suits_watch:
                yield issue(
                    pack,
                    measure.line,
                    "punishes-upon-watch",
                    Text(
                        f"措施“{measure.id}”（{measure.effect}）附于重点关注名单“{measure.upon}”，重点关注名单不产生联合惩戒，也不公开。",
                        f"Measure “{measure.id}” ({measure.effect}) is upon the watch list “{measure.upon}”, which brings no joint"
                        " punishment and is never public.",
                    ),
                    Text(
                        "重点关注名单只能附 supervise（重点监管）或者 notify（提示）；依法限制的，写成法定禁止或者附于失信名单。",
                        "Use supervise or notify; where a law restricts, write a ban or a measure upon the black list.",
                    ),
                )


def lists_have_due_process(library: Library) -> Iterator[Issue]:
    """A list determined here requires notice, statement, decision and approval; a red one decision and approval."""
    for pack, listed in list_definitions(library):
        if pack.mode is not Mode.DETERMINED_HERE:
            continue
        missing = _missing_steps(listed)
        if missing:
            yield issue(
                pack,
                listed.line,
                "no-due-process",
                Text(
                    f"名单“{listed.id}”由本级认定，但程序缺少必经步骤：{'、'.join(f'{DUE_PROCESS[step]}（{step}）' for step in missing)}。",
                    f"List “{listed.id}” is determined here, but its procedure does not require: {', '.join(missing)}.",
                ),
                Text(
                    "认定前应当告知并听取陈述申辩，决定与批准由不同人员作出；请在 procedure 中补上，required: yes。",
                    "Notice and a hearing of the subject come before the decision, and another officer approves:"
                    " add the steps with required: yes.",
                ),
            )


def _missing_steps(listed: ListDef) -> tuple[str, ...]:
    required = {step.step for step in listed.procedure if step.required}
    needed = FOUR_EYES if listed.colour is Colour.RED else DUE_PROCESS
    return tuple(step for step in needed if step not in required)


def adverse_rules_rest_on_documents(library: Library) -> Iterator[Issue]:
    """What speaks against a subject rests only on records that come from an effective document (`adverse: yes`).

    Followed through `met`. What only an exception or a `without` reads speaks for the subject and is free.
    """
    adverse_lists = {listed.id for _, listed in list_definitions(library) if listed.colour is not Colour.RED}
    for pack, rule in rules(library):
        if isinstance(rule.then, Propose) and rule.then.list_id in adverse_lists:
            for kind, line in _grounds_through_met(library, pack, rule):
                yield from _unfit(library, pack, line, rule.id, kind)
    for pack in library.packs:
        for measure in pack.measures:
            if measure.when is not None and not measure.effect.is_reward:
                for kind, line in grounds(measure.when):
                    yield from _unfit(library, pack, line, measure.id, kind)


def _grounds_through_met(library: Library, pack: Pack, rule: Rule) -> Iterator[tuple[str, int]]:
    """The kinds of the rule itself, with their lines, and of the rules it builds on, at its own line."""
    yield from grounds(rule.when)
    seen = {(pack.ref.pack, rule.id)}
    agenda = [(leaf.pack, leaf.rule) for leaf in met_leaves(rule)]
    while agenda:
        target = agenda.pop()
        if target in seen:
            continue
        seen.add(target)
        for home, other in rules(library):
            if (home.ref.pack, other.id) == target:
                yield from ((kind, rule.line) for kind, _ in grounds(other.when))
                agenda.extend((leaf.pack, leaf.rule) for leaf in met_leaves(other))


def _unfit(library: Library, pack: Pack, line: int, name: str, kind: str) -> Iterator[Issue]:
    known = library.catalogue.kinds.get(kind)
    if known is not None and not known.adverse_allowed:
        yield issue(
            pack,
            line,
            "unfit-record",
            Text(
                f"“{name}”对主体不利，却以“{known.title}”（{kind}）为据，该类信息不得用于失信认定。",
                f"“{name}” goes against the subject and rests on {kind}, which may not serve an adverse rule.",
            ),
            Text(
                "请改用判决、裁决、处罚、行政决定等生效文书记载的信息（目录中 adverse: yes）。",
                "Rest it on records from an effective judgment, award, penalty or decision (adverse: yes).",
            ),
        )


def bans_rest_on_one_record(library: Library) -> Iterator[Issue]:
    """A ban follows one recorded decision; a measure that lasts while listed follows a list."""
    for pack in library.packs:
        for measure in pack.measures:
            match measure.lasts:
                case BanTerm() as term:
                    yield from _ban_faults(library, pack, measure, term)
                case WhileListed() if measure.upon is None:
                    yield issue(
                        pack,
                        measure.line,
                        "no-list-to-last",
                        Text(
                            f"措施“{measure.id}”写明 while_listed，但没有写明名单（upon）。",
                            f"Measure “{measure.id}” lasts while_listed, but follows no list (`upon`).",
                        ),
                        Text("请写明 upon: {list: …}，或者改为 ban。", "Name `upon: {list: …}`, or make it a ban."),
                    )


def _ban_faults(library: Library, pack: Pack, measure: Measure, term: BanTerm) -> Iterator[Issue]:
    if not isinstance(measure.when, RecordLeaf) or measure.upon is not None:
        yield issue(
            pack,
            measure.line,
            "ban-without-record",
            Text(
                f"禁止措施“{measure.id}”须由一条记录引起（when 只写一个 record）。",
                f"The ban “{measure.id}” must follow from one record: `when` is exactly one `record` leaf.",
            ),
            Text("请改写 when，不写 upon。", "Rewrite `when`, without `upon`."),
        )
        return
    kind = library.catalogue.kinds.get(measure.when.records.kind)
    for name in (term.start_field, term.lasts_field):
        known = kind.fields.get(name) if kind and name else None
        if kind and name and (known is None or known.type is not FieldType.DATE):
            yield issue(
                pack,
                measure.line,
                "ban-date",
                Text(
                    f"禁止措施“{measure.id}”的起止字段“{name}”不是“{kind.id}”的日期字段。",
                    f"“{name}”, which dates the ban “{measure.id}”, is no date field of {kind.id}.",
                ),
                Text("请改用该类信息的日期字段。", "Use one of that kind's date fields."),
            )


def floors_make_lighter(library: Library) -> Iterator[Issue]:
    """What a legality floor leaves of a measure is lighter than the measure."""
    for pack in library.packs:
        for floor in pack.framework.floors if pack.framework else ():
            if any(floor.otherwise.weight <= effect.weight for effect in floor.effects):
                yield issue(
                    pack,
                    floor.line,
                    "floor-not-lighter",
                    Text(
                        f"合法性底线“{floor.id}”降为“{floor.otherwise}”，并不轻于原效果。",
                        f"Legality floor “{floor.id}” falls to {floor.otherwise}, which is not lighter.",
                    ),
                    Text(
                        "otherwise 应当轻于 effects 中的每一项。", "`otherwise` must be lighter than each of `effects`."
                    ),
                )


def parameters_have_one_value_each_day(library: Library) -> Iterator[Issue]:
    """On every day of the release each parameter has one value: no gap, no overlap."""
    for pack in library.packs:
        for parameter in pack.parameters.values():
            yield from _value_faults(pack, parameter)


def _value_faults(pack: Pack, parameter: ParameterDef) -> Iterator[Issue]:
    inside = [days for dated in parameter.values if (days := intersection(pack.in_force, dated.in_force)) is not None]
    inside.sort(key=lambda days: (days.start is not None, days.start))
    for earlier, later in pairwise(inside):
        if earlier.until is None or later.start is None or later.start < earlier.until:
            yield _value_issue(pack, parameter, "value-overlap", Text("取值的期间重叠", "has two values on some days"))
        elif later.start > earlier.until:
            yield _value_issue(pack, parameter, "value-gap", Text("取值的期间有空档", "has no value on some days"))
    if not inside or (inside[0].start, inside[-1].until) != (pack.in_force.start, pack.in_force.until):
        what = Text("没有覆盖本版本的全部施行期间", "does not cover all days of the release")
        yield _value_issue(pack, parameter, "value-gap", what)


def _value_issue(pack: Pack, parameter: ParameterDef, code: str, what: Text) -> Issue:
    return issue(
        pack,
        parameter.line,
        code,
        Text(f"参数“{parameter.id}”{what.zh}。", f"Parameter “{parameter.id}” {what.en}."),
        Text(
            "请改正 values 的 from 和 until；until 不含当日，前一个值的 until 就是后一个值的 from。",
            "Correct `from` and `until` of its values; `until` is exclusive: it is the next value's `from`.",
        ),
    )
