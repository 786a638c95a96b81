"""The catalogue files together: what facts, departments, matters, effects, roles, scopes, working days and local holidays there are.

Files may come in any order and facts in several files; an id stands once in all of them. References between the files
(a matter's department, roles, scopes; the subject types of a kind and who reports it) are checked when all are read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.catalogue import Catalogue, Department, FactKind, Matter
from engine.issues import Issue, in_reading_order
from engine.local_holidays import LocalHolidays
from engine.parse.fact_kinds import ENTRY_ID, SUBJECT_ID, open_fields, read_kind, read_pseudo_kind
from engine.parse.faults import Faults
from engine.parse.local_holidays import check_local_days, read_place
from engine.parse.nodes import Entry, MapNode, Node, TextNode
from engine.parse.reader import flag, items, mapping, required, required_text, slug, text
from engine.parse.shape import check_shape
from engine.parse.working_days import PublishedYear, calendar_of, check_no_gap, read_year
from engine.parse.yaml_text import load_yaml
from engine.schema import CatalogueKind, catalogue_schema


@dataclass(slots=True, kw_only=True)
class _Collected:
    """What was read so far; `places` tells file and line of each id, by the kind of thing it names."""

    subject: FactKind | None = None
    entry: FactKind | None = None
    kinds: dict[str, FactKind] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    matters: dict[str, Matter] = field(default_factory=dict)
    effects: dict[str, str] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    scopes: dict[str, str] = field(default_factory=dict)
    years: dict[int, PublishedYear] = field(default_factory=dict)
    local_holidays: dict[str, LocalHolidays] = field(default_factory=dict)
    places: dict[tuple[str, str], tuple[Faults, int]] = field(default_factory=dict)


def parse_catalogue(texts: Mapping[str, str]) -> tuple[Catalogue | None, tuple[Issue, ...]]:
    """The catalogue of all files (file name to text) and all issues; no catalogue exactly where one is an error.

    Never raises. The pseudo-kinds `subject` and `entry` are empty where no file gives them.
    """
    collected = _Collected()
    gathered = []
    for file, written in sorted(texts.items()):
        faults = Faults(file)
        gathered.append(faults)
        root = load_yaml(written, faults)
        if root is not None:
            _read_file(faults, root, collected)
    _check_references(collected)
    issues = in_reading_order(issue for faults in gathered for issue in faults.in_order())
    if any(faults.any_error for faults in gathered):
        return None, issues
    return _finish(collected), issues


def _read_file(faults: Faults, root: Node, collected: _Collected) -> None:
    if not isinstance(root, MapNode):
        faults.add("wrong-shape", root, "目录应是“键: 值”的映射", "a catalogue is a mapping of keys to values.")
        return
    node = root.get("catalogue")
    if not isinstance(node, TextNode) or node.text not in set(CatalogueKind):
        written = node.text if isinstance(node, TextNode) else ""
        faults.unknown("wrong-choice", node or root, "目录种类（catalogue）", "catalogue", written, CatalogueKind)
        return
    kind = CatalogueKind(node.text)
    check_shape(root, catalogue_schema(kind), faults)
    match kind:
        case CatalogueKind.FACTS:
            _read_facts(faults, root, collected)
        case CatalogueKind.DEPARTMENTS:
            _read_departments(faults, root, collected)
        case CatalogueKind.MATTERS:
            _read_matters(faults, root, collected)
        case CatalogueKind.EFFECTS:
            _read_titles(faults, root, kind, collected.effects, collected)
        case CatalogueKind.ROLES:
            _read_titles(faults, root, kind, collected.roles, collected)
        case CatalogueKind.SCOPES:
            _read_titles(faults, root, kind, collected.scopes, collected)
        case CatalogueKind.WORKING_DAYS:
            _read_years(faults, root, collected)
        case CatalogueKind.LOCAL_HOLIDAYS:
            _read_places(faults, root, collected)


def _claim(faults: Faults, collected: _Collected, what: str, name: str, line: int) -> None:
    """Takes an id; a second claim of it is a fault."""
    earlier = collected.places.setdefault((what, name), (faults, line))
    if earlier != (faults, line):
        place = f"{earlier[0].file}:{earlier[1]}"
        faults.add("duplicate-id", line, f"“{name}” 重复，{place} 已经写过", f'"{name}" stands in {place} already.')


def _read_facts(faults: Faults, root: MapNode, collected: _Collected) -> None:
    subject, entry = root.get("subject"), root.get("entry")
    if subject is not None:
        _claim(faults, collected, "pseudo", SUBJECT_ID, root.line_of("subject"))
        collected.subject = read_pseudo_kind(faults, subject, SUBJECT_ID, "主体")
    if entry is not None:
        _claim(faults, collected, "pseudo", ENTRY_ID, root.line_of("entry"))
        collected.entry = read_pseudo_kind(faults, entry, ENTRY_ID, "名单条目")
    for each in _entries(faults, root, "kinds"):
        _claim(faults, collected, "kinds", each.key, each.line)
        if each.key in (SUBJECT_ID, ENTRY_ID):
            faults.add("reserved-name", each.line, f"“{each.key}” 是保留名称", f'"{each.key}" is reserved.')
        collected.kinds[each.key] = read_kind(faults, each)


def _read_departments(faults: Faults, root: MapNode, collected: _Collected) -> None:
    for each in _entries(faults, root, "departments"):
        _claim(faults, collected, "departments", each.key, each.line)
        slug(faults, TextNode(each.key, each.line))
        body = mapping(faults, each.value)
        title, vertical = required_text(faults, body, "title"), flag(faults, body.get("vertical"))
        collected.departments[each.key] = Department(id=each.key, title=title, vertical=vertical)


def _read_matters(faults: Faults, root: MapNode, collected: _Collected) -> None:
    for each in _entries(faults, root, "matters"):
        _claim(faults, collected, "matters", each.key, each.line)
        body = mapping(faults, each.value)
        collected.matters[each.key] = Matter(
            id=each.key,
            title=required_text(faults, body, "title"),
            department=required_text(faults, body, "department"),
            stages=_texts(faults, required(faults, body, "stages")),
            roles=_texts(faults, required(faults, body, "roles")),
            scopes=_texts(faults, body.get("scopes")),
            on_indeterminate=text(faults, body.get("on_indeterminate")) or "review",
        )


def _read_titles(
    faults: Faults, root: MapNode, kind: CatalogueKind, into: dict[str, str], collected: _Collected
) -> None:
    for each in _entries(faults, root, kind):
        _claim(faults, collected, kind, each.key, each.line)
        slug(faults, TextNode(each.key, each.line))
        into[each.key] = title = text(faults, each.value)
        if not title.strip():
            faults.add_shape("missing-key", each.line, f"“{each.key}” 的名称不能为空", f'"{each.key}" needs a title.')


def _read_years(faults: Faults, root: MapNode, collected: _Collected) -> None:
    for each in _entries(faults, root, "years"):
        _claim(faults, collected, "years", each.key, each.line)
        published = read_year(faults, each)
        if published is not None:
            collected.years.setdefault(published.year, published)


def _read_places(faults: Faults, root: MapNode, collected: _Collected) -> None:
    for each in _entries(faults, root, "areas"):
        _claim(faults, collected, "areas", each.key, each.line)
        collected.local_holidays[each.key] = read_place(faults, each)


def _entries(faults: Faults, root: MapNode, key: str) -> tuple[Entry, ...]:
    node = root.get(key)
    return mapping(faults, node).entries if node is not None else ()


def _texts(faults: Faults, node: Node | None) -> tuple[str, ...]:
    return tuple(text(faults, each) for each in items(faults, node))


def _check_references(collected: _Collected) -> None:
    for matter in collected.matters.values():
        faults, line = collected.places["matters", matter.id]
        _check_known(
            faults, line, "unknown-department", "部门", "department", (matter.department,), collected.departments
        )
        _check_known(faults, line, "unknown-role", "关联身份", "role", matter.roles, ("subject", *collected.roles))
        _check_known(faults, line, "unknown-scope", "禁止范围", "scope", matter.scopes, collected.scopes)
    types = collected.subject.fields.get("type") if collected.subject else None
    for kind in collected.kinds.values() if types else ():
        faults, line = collected.places["kinds", kind.id]
        known = types.values if types else ()
        _check_known(faults, line, "unknown-subject-type", "主体类型", "subject type", kind.subject_types, known)
    for kind in collected.kinds.values():
        _check_reporters(kind, collected)
    check_no_gap(collected.years.values())
    national = calendar_of(collected.years)
    for area, place in collected.local_holidays.items():
        faults, _ = collected.places["areas", area]
        check_local_days(faults, place, national)


def _check_reporters(kind: FactKind, collected: _Collected) -> None:
    """Who may report a kind is known; for an adverse kind it is said, or any data clerk could bring about a ban."""
    faults, line = collected.places["kinds", kind.id]
    _check_known(faults, line, "unknown-department", "部门", "department", kind.reported_by, collected.departments)
    if kind.adverse_allowed and not kind.reported_by:
        zh = f"“{kind.id}” 可作不利依据（adverse: yes），但没有写明归口报送部门"
        en = f'"{kind.id}" may serve against a subject (adverse: yes) and does not say who may report it.'
        hint_zh, hint_en = "。请补写 reported_by: [部门标识]", "Add reported_by: [department ids]."
        faults.add("missing-reporter", line, zh, en, hint_zh, hint_en)


def _check_known(
    faults: Faults, line: int, code: str, zh: str, en: str, names: Iterable[str], known: Iterable[str]
) -> None:
    options = list(known)
    for name in names:
        if name not in options:
            faults.unknown(code, line, zh, en, name, options)


def _finish(collected: _Collected) -> Catalogue:
    nothing = MapNode((), 0)
    empty = Faults("")
    entry = collected.entry or read_pseudo_kind(empty, nothing, ENTRY_ID, "名单条目")
    titles = {each.id: each.title for each in collected.departments.values()}
    return Catalogue(
        subject=collected.subject or read_pseudo_kind(empty, nothing, SUBJECT_ID, "主体"),
        entry=open_fields(entry, titles),
        kinds={name: open_fields(kind, titles) for name, kind in collected.kinds.items()},
        departments=collected.departments,
        matters=collected.matters,
        roles=collected.roles,
        scopes=collected.scopes,
        effects=collected.effects,
        calendar=calendar_of(collected.years),
        local_holidays=collected.local_holidays,
    )
