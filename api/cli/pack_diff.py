"""`shangfa packs diff A B`: what changed in law between two releases. Leaves with 0 (same), 1 (different), 2 (error)."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any

import typer

from api.cli.pack_finder import Finder, catalogue_of
from api.cli.pack_options import Lang, Root
from api.wiring import ROOT
from engine.diff import diff, meaning_digest
from engine.diff_wording import Told, caveat, comparison_told
from engine.pack import Basis, ListDef, Pack, Propose, Rule

DIFFERENT = 1


def diff_packs(
    a: Annotated[
        str, typer.Argument(help="文件、规则包@版本，或只写规则包（最近两个版本）/ file, pack@version, or pack")
    ],
    b: Annotated[str, typer.Argument(help="文件或规则包@版本 / file or pack@version")] = "",
    root: Root = ROOT,
    lang: Lang = "zh",
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出 / as JSON")] = False,
    brief: Annotated[
        bool,
        typer.Option(
            "--brief", help="只列门槛、情形、效果、期限、名单的变化 / only thresholds, limbs, effects, terms, lists"
        ),
    ] = False,
) -> None:
    """比较两个版本的含义：门槛、情形、名单、程序、措施、依据各有何变化。What changed in law, not in letters."""
    finder = Finder(root=root, lang=lang, catalogue=catalogue_of(root, lang))
    one, other = finder.pair(a, b)
    changes = diff(one, other)
    chosen = [each for each in changes if each.is_of_substance] if brief else changes
    told = comparison_told(one, other, chosen, finder.catalogue, lang)
    answer = _Answer(one=one, other=other, told=told, left_out=len(changes) - len(told), lang=lang)
    if as_json:
        typer.echo(json.dumps(answer.as_json(), ensure_ascii=False, indent=2))
    else:
        answer.tell()
    raise typer.Exit(DIFFERENT if changes else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What is told of two releases. `left_out`: how many changes are not, since only those of substance were asked."""

    one: Pack
    other: Pack
    told: Sequence[Told]
    left_out: int
    lang: str

    def say(self, zh: str, en: str) -> None:
        typer.echo(zh if self.lang == "zh" else en)

    def tell(self) -> None:
        names, number = f"{self.one.ref} → {self.other.ref}", len(self.told)
        if not number and not self.left_out:
            self.say(f"{names}：无差异（含义相同）", f"{names}: no difference (same meaning)")
            return
        self.say(f"{names}：共{number}处变化", f"{names}: {number} change{'s' * (number != 1)}")
        for heading, group in groupby(self.told, key=lambda each: each.heading):
            self.say(f"\n【{heading}】", f"\n[{heading}]")
            for subject, own in groupby(group, key=lambda each: each.subject):
                self.tell_part(subject, tuple(own))
        self.tell_end()

    def tell_part(self, subject: str, own: Sequence[Told]) -> None:
        """Articles on which several changes rest stand once, beside the part's name; others beside their change."""
        articles = [each.articles(self.lang) for each in own]
        shared = self.shared(own) if all(articles) else ""
        typer.echo(subject + shared)
        for each, its in zip(own, articles, strict=True):
            typer.echo(f"  · {each.sentence}{its if its != shared else ''}")

    def shared(self, own: Sequence[Told]) -> str:
        """The articles of most changes of the part itself: what its exceptions rest on is not what it rests on."""
        proper = [each.articles(self.lang) for each in own if "unless" not in each.change.path]
        found = Counter(proper).most_common(1)
        return found[0][0] if found and found[0][1] > 1 else ""

    def tell_end(self) -> None:
        if self.left_out:
            self.say(
                f"\n另有{self.left_out}处名称、程序、依据等变化未列出；去掉 --brief 即全部列出。",
                f"\nNot shown: {self.left_out} other (names, procedure, basis …); without --brief all are.",
            )
        if told := self.caveat:
            self.say(f"\n注：{told}", f"\nNote: {told}")

    @property
    def caveat(self) -> str:
        return caveat((each.change for each in self.told), self.lang)

    def as_json(self) -> dict[str, Any]:
        sides = ((self.one, "a"), (self.other, "b"))
        head = {name: {"release": str(pack.ref), "meaning": meaning_digest(pack)} for pack, name in sides}
        changes = [self.change(each) for each in self.told]
        same = not self.told and not self.left_out
        return {**head, "same": same, "changes": changes, "left_out": self.left_out, "caveat": self.caveat or None}

    def change(self, told: Told) -> dict[str, Any]:
        """The change, with the terms that a list, or a rule that proposes, carries on either side."""
        terms = {
            "term_old": _term(told.change.old, self.one),
            "term_new": _term(told.change.new, self.other),
        }
        return _change(told) | terms


def _term(value: object, pack: Pack) -> dict[str, str | None] | None:
    """The term a list or a rule sets, as periods of ISO 8601 (from None: no fixed end); None where it sets or finds none."""
    carrier = value.then if isinstance(value, Rule) else value
    if isinstance(carrier, Propose) and not carrier.own_term:
        carrier = pack.lists.get(carrier.list_id)
    if not isinstance(carrier, ListDef | Propose):
        return None
    first, last = (str(each) if each else None for each in (carrier.term, carrier.term_at_most))
    return {"from": first, "to": last, "set_by": "list" if isinstance(carrier, ListDef) else "rule"}


def _change(told: Told) -> dict[str, Any]:
    change = told.change
    return {
        "group": change.group,
        "id": change.id,
        "title": change.title,
        "what": change.what,
        "path": list(change.path),
        "kind": change.kind or None,
        "old": told.old if change.old is not None else None,
        "new": told.new if change.new is not None else None,
        "direction": change.direction,
        "basis_old": _citations(change.basis_old),
        "basis_new": _citations(change.basis_new),
        "sentence": told.sentence,
    }


def _citations(basis: Iterable[Basis]) -> list[dict[str, str]]:
    return [{"source": each.source, "article": each.article, "assurance": each.assurance} for each in basis]
