"""The text of one release as a Pack, with every fault of it at once.

First the shape (jsonschema), then the types against the catalogue, both over the same tree, so that one look shows all
that is wrong. Refuses nothing that needs another pack to judge: that is `engine.validate`.
"""

import re
from hashlib import sha256

from engine.catalogue import Catalogue
from engine.issues import Issue
from engine.pack import Framework, Mode, Pack, PackKind, PackRef
from engine.pack.repair import RepairRegime
from engine.parse.citations import read_sources
from engine.parse.context import Context
from engine.parse.criteria import read_lists, read_rules
from engine.parse.faults import Faults, quoted
from engine.parse.framework import read_framework
from engine.parse.measures import read_measures, read_memorandum
from engine.parse.nodes import ListNode, MapNode, Node, TextNode
from engine.parse.parameters import read_parameters
from engine.parse.reader import area, choice, interval, items, mapping, required, required_text, text
from engine.parse.repair import read_repair
from engine.parse.shape import check_shape
from engine.parse.yaml_text import load_yaml
from engine.schema import pack_schema

_PACK_ID = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)*")
_VERSION = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z._-]*[0-9A-Za-z])?")


def parse_pack(text: str, file: str, catalogue: Catalogue) -> tuple[Pack | None, tuple[Issue, ...]]:
    """The pack and all issues in reading order; no pack exactly where one of them is an error. Never raises.

    `file` is only repeated in issues and in `Pack.file`. The digest is SHA-256 over the UTF-8 bytes of `text`.
    """
    faults = Faults(file)
    root = load_yaml(text, faults)
    if root is None:
        return None, faults.in_order()
    if not isinstance(root, MapNode):
        faults.add("wrong-shape", root, "规则包应是“键: 值”的映射", "a pack is a mapping of keys to values.")
        return None, faults.in_order()
    kind = _kind(root)
    check_shape(root, pack_schema(kind), faults)
    digest = "sha256:" + sha256(text.encode("utf-8")).hexdigest()
    pack = _read_pack(faults, root, kind, digest, catalogue)
    return (None if faults.any_error else pack), faults.in_order()


def _kind(root: MapNode) -> PackKind:
    """The kind as written; where it is wrong, the kind the other keys speak of, so that they are judged as meant."""
    node = root.get("kind")
    if isinstance(node, TextNode) and node.text in set(PackKind):
        return PackKind(node.text)
    return next(
        (kind for kind in (PackKind.MEASURES, PackKind.FRAMEWORK, PackKind.REPAIR) if root.has(kind)), PackKind.CRITERIA
    )


def _read_ref(faults: Faults, root: MapNode, digest: str) -> PackRef:
    pack = _matching(faults, root, "pack", _PACK_ID, "规则包标识", "rules/cn/tax-major-violation")
    version = _matching(faults, root, "version", _VERSION, "版本", "2022.1")
    return PackRef(pack=pack, version=version, digest=digest)


def _matching(faults: Faults, root: MapNode, key: str, form: re.Pattern[str], what_zh: str, example: str) -> str:
    node = required(faults, root, key)
    found = text(faults, node)
    if root.has(key) and isinstance(node, TextNode) and not form.fullmatch(found):
        zh = f"{what_zh} “{quoted(found)}” 写法不对，应如 {example}"
        faults.add("bad-id", node, zh, f'{key} "{quoted(found)}" is not well formed; such as {example}.')
    return found


def _read_pack(faults: Faults, root: MapNode, kind: PackKind, digest: str, catalogue: Catalogue) -> Pack:
    ref = _read_ref(faults, root, digest)
    sources = read_sources(faults, required(faults, root, "sources"))
    bare = Context(faults=faults, catalogue=catalogue, pack=ref.pack, sources=sources)
    parameters = read_parameters(bare, root.get("parameters"))
    criteria = kind is PackKind.CRITERIA
    context = Context(
        faults=faults,
        catalogue=catalogue,
        pack=ref.pack,
        sources=sources,
        parameters=parameters,
        rules=_rule_ids(root.get("rules")) if criteria else None,
    )
    corrects = root.get("corrects")
    return Pack(
        ref=ref,
        kind=kind,
        title=required_text(faults, root, "title"),
        jurisdiction=area(faults, required(faults, root, "jurisdiction")),
        in_force=interval(faults, required(faults, root, "in_force")),
        sources=sources,
        file=faults.file,
        authority=_authority(context, root) if criteria else "",
        mode=choice(faults, required(faults, root, "mode"), Mode) if criteria else Mode.DETERMINED_HERE,
        memorandum=read_memorandum(context, root.get("memorandum")),
        corrects=text(faults, corrects) if corrects is not None else None,
        gaps=tuple(text(faults, each) for each in items(faults, root.get("gaps"))),
        parameters=parameters,
        lists=read_lists(context, root.get("lists")),
        rules=read_rules(context, root.get("rules")),
        measures=read_measures(context, root.get("measures")),
        framework=_framework(context, root) if kind is PackKind.FRAMEWORK else None,
        repair=_repair(context, root) if kind is PackKind.REPAIR else None,
    )


def _framework(context: Context, root: MapNode) -> Framework:
    return read_framework(context, mapping(context.faults, required(context.faults, root, "framework")))


def _repair(context: Context, root: MapNode) -> RepairRegime:
    return read_repair(context, mapping(context.faults, required(context.faults, root, "repair")))


def _authority(context: Context, root: MapNode) -> str:
    node = required(context.faults, root, "authority")
    found = text(context.faults, node)
    if found not in context.catalogue.departments:
        context.faults.unknown("unknown-department", node, "部门", "department", found, context.catalogue.departments)
    return found


def _rule_ids(node: Node | None) -> frozenset[str]:
    """The ids of the pack's rules, read ahead so that `met` may name a later one."""
    rules = node.items if isinstance(node, ListNode) else ()
    ids = (each.get("id") for each in rules if isinstance(each, MapNode))
    return frozenset(each.text for each in ids if isinstance(each, TextNode))
