"""Does every word of a pack mean something: lists, rules, departments, matters, stages, roles, scopes?"""

from collections.abc import Iterator, Mapping
from datetime import date
from fnmatch import fnmatchcase

from engine.catalogue import Catalogue, Matter
from engine.condition_parts import records_of
from engine.conditions import BanLeaf, EntryLeaf, FieldTest, Literal
from engine.issues import Issue, Severity
from engine.pack import BanTerm, Measure, Mode, Pack, PackKind, Propose
from engine.releases import days_that_decide, in_force
from engine.validate.library import (
    Library,
    Text,
    did_you_mean,
    issue,
    list_definitions,
    list_ids,
    list_titles,
    mirrored_list_ids,
    rules,
)
from engine.validate.reads import leaves_of_pack, met_leaves

STAGES = ("acceptance", "review", "decision")
ANY_SCOPE = "any"
PAST_ENTRY = "list.entry"


def lists_exist(library: Library) -> Iterator[Issue]:
    """What a rule proposes, a measure follows or an `entry` reads is a list of some release."""
    known = list_titles(library)
    for pack in library.packs:
        for name, line in _lists_named(pack):
            if name not in known:
                what = Text(f"没有名单“{name}”。", f"There is no list “{name}”.")
                yield issue(pack, line, "unknown-list", what, did_you_mean(name, known))


def _lists_named(pack: Pack) -> Iterator[tuple[str, int]]:
    for rule in pack.rules:
        if isinstance(rule.then, Propose):
            yield rule.then.list_id, rule.then.line or rule.line
    for measure in pack.measures:
        if measure.upon is not None:
            yield measure.upon, measure.upon_line or measure.line
    for leaf in leaves_of_pack(pack):
        if isinstance(leaf, EntryLeaf):
            yield leaf.list_id, leaf.list_line or leaf.line


def list_codes_exist(library: Library) -> Iterator[Issue]:
    """A test of the field `list` of past entries (`list.entry`) names a list of some release."""
    known = list_titles(library)
    for pack in library.packs:
        for test in _tests_of_history(pack):
            for operand in test.operands:
                if isinstance(operand, Literal) and str(operand.value) not in known:
                    name = str(operand.value)
                    what = Text(f"没有名单“{name}”。", f"There is no list “{name}”.")
                    yield issue(pack, test.line, "unknown-list", what, did_you_mean(name, known))


def _tests_of_history(pack: Pack) -> Iterator[FieldTest]:
    """The tests of the field that names the list, in selections and partners of past entries."""
    for records in (each for leaf in leaves_of_pack(pack) for each in records_of(leaf)):
        partners = ((partner.kind, partner.where) for partner in (*records.with_, *records.without))
        for kind, where in ((records.kind, records.where), *partners):
            yield from (test for test in where if kind == PAST_ENTRY and test.field == "list")


def met_rules_exist(library: Library) -> Iterator[Issue]:
    """A `met` names a rule of some release; a rule in no release at all is refused (spec chapter 11)."""
    known = frozenset(f"{pack.ref.pack}#{rule.id}" for pack, rule in rules(library))
    for pack, rule in rules(library):
        for leaf in met_leaves(rule):
            target = f"{leaf.pack}#{leaf.rule}"
            if target not in known:
                what = Text(
                    f"规则“{rule.id}”所依的规则“{target}”不在任何版本之中。",
                    f"Rule “{rule.id}” builds on “{target}”, which is in no release.",
                )
                yield issue(pack, leaf.line or rule.line, "unknown-rule", what, did_you_mean(target, known))


def met_has_no_cycles(library: Library) -> Iterator[Issue]:
    """On no day does a rule build on itself, through whatever other rules (spec chapter 11)."""
    reported: set[frozenset[str]] = set()
    for day in days_that_decide(library.packs):
        for cycle in _cycles(library, day):
            if frozenset(cycle) not in reported:
                reported.add(frozenset(cycle))
                yield _cycle_issue(library, cycle)


def _cycles(library: Library, day: date) -> Iterator[tuple[str, ...]]:
    builds_on = {
        f"{pack.ref.pack}#{rule.id}": tuple(f"{leaf.pack}#{leaf.rule}" for leaf in met_leaves(rule))
        for pack in in_force(library.packs, day)
        for rule in pack.rules
    }
    done: set[str] = set()
    for start in sorted(builds_on):
        yield from _cycles_from(start, builds_on, done)


def _cycles_from(start: str, builds_on: Mapping[str, tuple[str, ...]], done: set[str]) -> Iterator[tuple[str, ...]]:
    path: list[str] = []
    agenda = [(start, iter(builds_on.get(start, ())))] if start not in done else []
    path.extend(node for node, _ in agenda)
    while agenda:
        node, rest = agenda[-1]
        target = next(rest, None)
        if target is None:
            agenda.pop()
            path.pop()
            done.add(node)
        elif target in path:
            yield (*path[path.index(target) :], target)
        elif target not in done:
            path.append(target)
            agenda.append((target, iter(builds_on.get(target, ()))))


def _cycle_issue(library: Library, cycle: tuple[str, ...]) -> Issue:
    pack_id, _, rule_id = cycle[0].partition("#")
    pack, line = next(
        (pack, rule.line) for pack, rule in rules(library) if (pack.ref.pack, rule.id) == (pack_id, rule_id)
    )
    shown = " → ".join(cycle)
    return issue(
        pack,
        line,
        "cycle",
        Text(f"规则循环引用：{shown}。", f"Rules build on each other in a circle: {shown}."),
        Text("请去掉其中一个 met，改为直接写明条件。", "Take out one `met` and say its condition outright."),
    )


def departments_are_known(library: Library) -> Iterator[Issue]:
    """Authority and executors stand in the department catalogue; whoever determines is named."""
    known = library.catalogue.departments
    for pack in library.packs:
        if pack.kind is PackKind.CRITERIA and pack.authority not in known:
            yield _unknown(pack, 0, "department", pack.authority, dict(known))
        for measure in pack.measures:
            if measure.executor not in known:
                yield _unknown(pack, measure.line, "department", measure.executor, dict(known))


_WORDS = {
    "department": Text("部门", "department"),
    "role": Text("角色", "role"),
    "stage": Text("环节", "stage"),
    "scope": Text("禁止范围", "ban scope"),
}


def _unknown(pack: Pack, line: int, what: str, name: str, known: Mapping[str, object]) -> Issue:
    word = _WORDS[what]
    message = Text(f"未知的{word.zh}“{name}”。", f"Unknown {word.en} “{name}”.")
    return issue(pack, line, f"unknown-{what}", message, did_you_mean(name, known))


def roles_and_scopes_are_known(library: Library) -> Iterator[Issue]:
    """Roles and ban scopes in measures and conditions stand in their catalogues."""
    catalogue = library.catalogue
    for pack in library.packs:
        for name, line in _roles_named(pack):
            if name not in catalogue.roles:
                yield _unknown(pack, line, "role", name, catalogue.roles)
        for name, line in _scopes_named(pack):
            if name != ANY_SCOPE and name not in catalogue.scopes:
                yield _unknown(pack, line, "scope", name, catalogue.scopes)


def _roles_named(pack: Pack) -> Iterator[tuple[str, int]]:
    for measure in pack.measures:
        yield from ((role, measure.line) for role in measure.applies.roles)
    for leaf in leaves_of_pack(pack):
        if isinstance(leaf, EntryLeaf | BanLeaf) and leaf.of is not None:
            yield leaf.of, leaf.line


def _scopes_named(pack: Pack) -> Iterator[tuple[str, int]]:
    for measure in pack.measures:
        if isinstance(measure.lasts, BanTerm):
            yield measure.lasts.scope, measure.line
    for leaf in leaves_of_pack(pack):
        if isinstance(leaf, BanLeaf) and leaf.scope is not None:
            yield leaf.scope, leaf.line


def matters_are_known(library: Library) -> Iterator[Issue]:
    """Each matter pattern of a measure matches a matter of the catalogue, each stage is one of the three."""
    for pack in library.packs:
        for measure in pack.measures:
            for pattern in measure.applies.matters:
                if not _matching(library.catalogue, (pattern,)):
                    what = Text(f"没有事项与“{pattern}”相符。", f"No matter matches “{pattern}”.")
                    remedy = did_you_mean(pattern, dict(library.catalogue.matters))
                    yield issue(pack, measure.line, "unknown-matter", what, remedy)
            for stage in measure.applies.stages:
                if stage not in STAGES:
                    yield _unknown(pack, measure.line, "stage", stage, dict.fromkeys(STAGES))


def _matching(catalogue: Catalogue, patterns: tuple[str, ...]) -> tuple[Matter, ...]:
    return tuple(
        matter for matter in catalogue.matters.values() if any(fnmatchcase(matter.id, pattern) for pattern in patterns)
    )


def measures_are_asked_about(library: Library) -> Iterator[Issue]:
    """Warns of a measure none of whose matters is ever checked at its stages in its roles."""
    for pack in library.packs:
        for measure in pack.measures:
            matters = _matching(library.catalogue, measure.applies.matters)
            if matters and not any(_asked(matter, measure) for matter in matters):
                yield issue(
                    pack,
                    measure.line,
                    "never-asked",
                    Text(
                        f"措施“{measure.id}”所列事项都不在所列环节、以所列角色核查。",
                        f"No matter of measure “{measure.id}” is checked at its stages in its roles.",
                    ),
                    Text(
                        "请核对 applies 的环节和角色，或者补充事项目录。",
                        "Compare stages and roles in `applies` with the matter catalogue.",
                    ),
                    severity=Severity.WARNING,
                )


def _asked(matter: Matter, measure: Measure) -> bool:
    return not set(matter.stages).isdisjoint(measure.applies.stages) and not set(matter.roles).isdisjoint(
        measure.applies.roles
    )


def measures_are_reached(library: Library) -> Iterator[Issue]:
    """Warns of a measure whose list no rule proposes and no other authority fills.

    Nothing is said while a rule proposes an unknown list, which `lists_exist` tells: this may be the one it means.
    """
    proposed = {rule.then.list_id for _, rule in rules(library) if isinstance(rule.then, Propose)}
    if not proposed <= list_ids(library):
        return
    reachable = proposed | mirrored_list_ids(library)
    for pack in library.packs:
        for measure in pack.measures:
            if measure.upon is not None and measure.upon in list_ids(library) - reachable:
                yield issue(
                    pack,
                    measure.line,
                    "unreached-measure",
                    Text(
                        f"措施“{measure.id}”所依的名单“{measure.upon}”没有任何规则认定。",
                        f"No rule proposes the list “{measure.upon}” that measure “{measure.id}” follows.",
                    ),
                    Text("请补充认定规则，或者删去该措施。", "Write its criteria, or take the measure out."),
                    severity=Severity.WARNING,
                )


def modes_agree(library: Library) -> Iterator[Issue]:
    """A rule proposes only for a list that is decided the way its own pack says (here, or mirrored)."""
    modes: dict[str, set[Mode]] = {}
    for pack, listed in list_definitions(library):
        modes.setdefault(listed.id, set()).add(pack.mode)
    for pack, rule in rules(library):
        if isinstance(rule.then, Propose) and pack.mode not in modes.get(rule.then.list_id, {pack.mode}):
            name = rule.then.list_id
            yield issue(
                pack,
                rule.line,
                "mode-differs",
                Text(
                    f"规则“{rule.id}”提请列入名单“{name}”，但该名单的决定方式（mode）与本规则包不同。",
                    f"Rule “{rule.id}” proposes “{name}”, which is not decided the way this pack's `mode` says.",
                ),
                Text(
                    "请改正 mode，或者把规则移入该名单的规则包。",
                    "Correct `mode`, or move the rule to the list's pack.",
                ),
            )
