"""Sources and the basis of each part: which article of which document, and how sure we are of it."""

import re
from collections.abc import Mapping

from engine.articles import in_digits, is_miswritten
from engine.pack import Assurance, Basis, Level, Source
from engine.parse.context import Context
from engine.parse.faults import Faults, quoted
from engine.parse.missing_basis import has_none, tell_missing_basis
from engine.parse.nodes import MapNode, Node, TextNode
from engine.parse.reader import choice, interval, items, mapping, required, required_text, slug, text

_CITATION = re.compile(r"(?P<source>\S+)(?: art (?P<article>\S.*))?")
_SUREST_FIRST = tuple(Assurance)


def read_sources(faults: Faults, node: Node | None) -> Mapping[str, Source]:
    """`sources:` by id."""
    if node is None:
        return {}
    found = {}
    for entry in mapping(faults, node).entries:
        body = mapping(faults, entry.value)
        slug(faults, TextNode(entry.key, entry.line))
        found[entry.key] = Source(
            id=entry.key,
            title=required_text(faults, body, "title"),
            document=required_text(faults, body, "document"),
            level=choice(faults, required(faults, body, "level"), Level),
            in_force=interval(faults, required(faults, body, "in_force")),
            assurance=choice(faults, required(faults, body, "assurance"), Assurance),
            note=text(faults, body.get("note")),
            line=entry.line,
        )
    return found


def read_basis(context: Context, parent: MapNode, key: str = "basis", optional: bool = False) -> tuple[Basis, ...]:
    """The list of citations under `key`; at least one unless `optional`."""
    node = parent.get(key)
    if node is None and optional:
        return ()
    if node is None or has_none(node):
        tell_missing_basis(context.faults, parent, key)
        return ()
    found = items(context.faults, node)
    return tuple(basis for each in found if (basis := _citation(context, each)) is not None)


def _citation(context: Context, node: Node) -> Basis | None:
    if isinstance(node, TextNode):
        match = _CITATION.fullmatch(node.text)
        if not match:
            zh = f"依据 “{quoted(node.text)}” 应写成 来源 art 条号，例如 order-54 art 6 item 1"
            en = f'"{quoted(node.text)}": write source art article, such as order-54 art 6 item 1.'
            context.faults.add("bad-citation", node, zh, en)
            return None
        return _basis(context, match["source"], match["article"] or "", MapNode((), node.line))
    body = mapping(context.faults, node)
    source = text(context.faults, required(context.faults, body, "source"))
    return _basis(context, source, text(context.faults, body.get("article")), body)


def _basis(context: Context, name: str, written: str, body: MapNode) -> Basis | None:
    source = context.sources.get(name)
    if source is None:
        context.faults.unknown("unknown-source", body, "依据来源", "source", name, context.sources)
        return None
    article = " ".join(written.split())
    if is_miswritten(article):
        zh = f"条号 “{quoted(article)}” 写法有误：条之后依次写款 para、项 item、目 point，没有的不写"
        en = f'the article "{quoted(article)}" is miswritten: after it come para, item and point, in this order.'
        hint = (
            "例如 6 para 1 item 2（第六条第一款第（二）项）、12-1（第十二条之一）",
            "Such as 6 para 1 item 2, or 12-1.",
        )
        if not article[0].isdigit() and (meant := in_digits(article)):
            zh, en = f"条号 “{quoted(article)}” 要用数字写", f'the article "{quoted(article)}" is written in digits.'
            hint = f"，请写成 “{meant}”", f'Write "{meant}".'
        context.faults.add("bad-article", body.line_of("article"), zh, en, *hint)
    assurance, node = source.assurance, body.get("assurance")
    if node is not None:
        assurance = choice(context.faults, node, Assurance)
        if _SUREST_FIRST.index(assurance) < _SUREST_FIRST.index(source.assurance):
            zh = f"核对程度 {assurance} 高于来源 “{name}” 的 {source.assurance}；单条依据只能调低，不能调高"
            en = f'{assurance} is surer than the source "{name}" ({source.assurance}); an article may lower it, never raise it.'
            context.faults.add("assurance-raised", node, zh, en)
    note = text(context.faults, body.get("note"))
    return Basis(source=name, article=article, assurance=assurance, note=note, line=body.line)
