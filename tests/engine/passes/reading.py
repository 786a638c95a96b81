"""Reads a pass's fixture (why, packs, dates, expected text) and runs the packs up to and including that pass."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from engine.catalogue import Catalogue
from engine.compile import compile_program, draft_of
from engine.compile.capacity import CAPACITY, Capacity, capacity, nesting
from engine.compile.draft import Draft
from engine.compile.figures import figures
from engine.compile.flatten import flatten
from engine.compile.printed import printed_draft, printed_rules
from engine.compile.refusal import ProgramRefused
from engine.compile.resolve import resolve
from engine.compile.stratify import stratify
from engine.pack import Pack
from engine.parse import parse_catalogue, parse_pack
from engine.rete_network import SAFE, Limits, Meant, Network, ProgramTooLarge, network_of

FOLDER = Path(__file__).parent
DAY = "2024-06-30"
HEAD = """\
pack: {pack}
version: "1"
kind: {kind}
title: 示例
jurisdiction: "000000"
{authority}in_force: {{from: 2000-01-01}}
sources:
  law: {{title: 示例法, document: 第1号, level: law, in_force: {{from: 2000-01-01}}, assurance: verified}}
"""


@dataclass(frozen=True, kw_only=True)
class Fixture:
    """`packs` by id, `limits` in place of the real ones, and the expected text for each day asked."""

    why: str
    packs: Mapping[str, str]
    limits: Mapping[str, int]
    expected: Mapping[str, str]


def fixture(path: Path) -> Fixture:
    """Sections begin with `--- pack <id>`, `--- limits <name>=<n> …` or `--- <date>`; the first one says why."""
    why, *sections = path.read_text(encoding="utf-8").split("\n--- ")
    packs, limits, expected = dict[str, str](), dict[str, int](), dict[str, str]()
    for section in sections:
        head, _, body = section.partition("\n")
        word, _, rest = head.partition(" ")
        if word == "pack":
            packs[rest] = body.rstrip("\n") + "\n"
        elif word == "limits":
            limits |= {name: int(number) for name, _, number in (each.partition("=") for each in rest.split())}
        else:
            expected[word] = body.rstrip("\n") + "\n"
    return Fixture(why=why.strip(), packs=packs, limits=limits, expected=expected)


def written(found: Fixture) -> str:
    """The text of the fixture's file."""
    packs = "".join(f"--- pack {name}\n{body}" for name, body in found.packs.items())
    limits = "".join(f" {name}={number}" for name, number in found.limits.items())
    expected = "".join(f"--- {day}\n{text}" for day, text in found.expected.items())
    return f"{found.why}\n{packs}" + (f"--- limits{limits}\n" if limits else "") + expected


def outcome(pass_name: str, found: Fixture, day: str) -> str:
    """What the pass makes of the packs on that day, or the words of its refusal."""
    packs = [_parsed(name, body) for name, body in found.packs.items()]
    try:
        return AFTER[pass_name](packs, date.fromisoformat(day), found.limits)
    except ProgramRefused as refused:
        return f"refused: {refused.issue.line('en')}\n"
    except ProgramTooLarge as refused:
        return f"refused: {refused}\n"


def _parsed(name: str, body: str) -> Pack:
    measures = "\nmeasures:" in f"\n{body}"
    authority = "" if measures else "authority: tax\nmode: mirrored\n"
    head = HEAD.format(pack=name, kind="measures" if measures else "criteria", authority=authority)
    memorandum = "memorandum: {document: 第2号, date: 2000-01-01, departments: 3}\n" if measures else ""
    pack, issues = parse_pack(head + memorandum + body, f"{name}/1.yaml", the_catalogue())
    assert pack is not None, [issue.line("en") for issue in issues]
    above = (head + memorandum).count("\n")  # so that a line in a refusal is the line in the fixture's pack
    rules = tuple(replace(rule, line=rule.line - above) for rule in pack.rules)
    return replace(pack, rules=rules)


@cache
def the_catalogue() -> Catalogue:
    text = (FOLDER / "catalogue.yaml").read_text(encoding="utf-8")
    plain = {"departments": "tax: {title: 税务局, vertical: yes}", "roles": "boss: 负责人", "scopes": "food: 食品"}
    texts = {f"{name}.yaml": f'catalogue: {name}\nversion: "1"\n{name}: {{{one}}}\n' for name, one in plain.items()}
    texts["effects.yaml"] = 'catalogue: effects\nversion: "1"\neffects: {deny: 不予许可}\n'
    matter = "bid: {title: 投标, department: tax, stages: [review], roles: [subject], scopes: [food]}"
    texts["matters.yaml"] = f'catalogue: matters\nversion: "1"\nmatters: {{{matter}}}\n'
    catalogue, issues = parse_catalogue({"facts.yaml": text} | texts)
    assert catalogue is not None, [issue.line("en") for issue in issues]
    return catalogue


Print = Callable[[list[Pack], date, Mapping[str, int]], str]


def _resolved(packs: list[Pack], day: date, _: Mapping[str, int]) -> str:
    return printed_draft(resolve(nesting(_draft(packs, day))))


def _stratified(packs: list[Pack], day: date, _: Mapping[str, int]) -> str:
    return printed_draft(stratify(resolve(_draft(packs, day))))


def _flattened(packs: list[Pack], day: date, _: Mapping[str, int]) -> str:
    draft = flatten(stratify(resolve(_draft(packs, day))))
    return printed_rules(draft.leaves, draft.compiled)


def _judged(judge: Callable[[Draft, Capacity], Draft]) -> Print:
    """A pass that refuses or changes nothing."""

    def told(packs: list[Pack], day: date, limits: Mapping[str, int]) -> str:
        draft = flatten(stratify(resolve(_draft(packs, day))))
        assert judge(draft, replace(CAPACITY, **limits)) is draft
        return "held\n"

    return told


def _sharded(packs: list[Pack], day: date, limits: Mapping[str, int]) -> str:
    program = compile_program(packs, the_catalogue(), day)
    return printed_network(network_of(program, replace(SAFE, **limits)), [rule.key for rule in program.rules])


def _draft(packs: list[Pack], day: date) -> Draft:
    return draft_of(packs, the_catalogue(), day)


AFTER: Mapping[str, Print] = {
    "resolve": _resolved,
    "figures": _judged(lambda draft, _: figures(draft)),
    "stratify": _stratified,
    "flatten": _flattened,
    "capacity": _judged(lambda draft, limits: capacity(nesting(draft, limits), limits)),
    "shard": _sharded,
}


def printed_network(network: Network, keys: list[str]) -> str:
    """The rulesets, and what the tokens of the rules are."""

    def named(token: int) -> str:
        return _named(network.meant[token], keys)

    lines = list[str]()
    for layer_number, layer in enumerate(network.layers):
        for shard_number, shard in enumerate(layer.shards):
            lines.append(f"layer {layer_number}, ruleset {shard_number}")
            lines.extend(f"  {named(each.head)} <- {', '.join(map(named, each.body))}" for each in shard)
    for key, head in zip(keys, network.heads, strict=True):
        if named(head) != key:
            lines.append(f"{key} is {named(head)}")
    return "".join(f"{line}\n" for line in lines)


def _named(meant: Meant, keys: list[str]) -> str:
    what, index, positive = meant
    sign = "" if positive else "not "
    if what == "constant":
        return ("never", "possibly", "always")[index]
    return sign + (keys[index] if what == "rule" else f"{what} {index}")


def limits_are_real(found: Fixture) -> bool:
    known = {*CAPACITY.__slots__, *Limits.__slots__}
    return found.limits.keys() <= known
