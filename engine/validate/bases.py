"""Does every part of a pack stand on an article, and was that article in force with it?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from engine.articles import level_is_open
from engine.issues import Issue, Severity
from engine.pack import Assurance, Basis, Framework, Interval, ListDef, Pack, ParameterDef, Source
from engine.pack.repair import RepairRegime
from engine.releases import intersection
from engine.validate.library import Library, Text, did_you_mean, issue

LAPSE_NOTICE = timedelta(days=90)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A part of a pack that needs a basis: how it is called, its days, what it cites and under which key.

    `ours`: marked as local policy.
    """

    name: Text
    line: int
    days: Interval
    basis: tuple[Basis, ...]
    ours: bool = False
    key: str = "basis"


def cited_parts(pack: Pack) -> Iterator[Cited]:
    """Everything in the pack that must say which article it rests on, in reading order."""
    for parameter in pack.parameters.values():
        yield from _parameter_values(parameter)
    for listed in pack.lists.values():
        yield from _list_parts(listed)
    for rule in pack.rules:
        yield _cited("规则", "rule", rule.id, rule.line, rule.basis)
        for part in rule.unless:
            yield _cited("例外", "exception", part.id, part.line, part.basis)
    for measure in pack.measures:
        yield _cited("措施", "measure", measure.id, measure.line, measure.basis)
    if pack.framework is not None:
        yield from _framework_parts(pack.framework)
    if pack.repair is not None:
        yield from _repair_parts(pack.repair)


def _cited(zh: str, en: str, name: str, line: int, basis: tuple[Basis, ...]) -> Cited:
    return Cited(name=Text(f"{zh}“{name}”", f"{en} “{name}”"), line=line, days=Interval(), basis=basis)


def _parameter_values(parameter: ParameterDef) -> Iterator[Cited]:
    for dated in parameter.values:
        name = Text(f"参数“{parameter.id}”的取值", f"value of parameter “{parameter.id}”")
        yield Cited(name=name, line=dated.line, days=dated.in_force, basis=dated.basis)


def _list_parts(listed: ListDef) -> Iterator[Cited]:
    if listed.remedy:
        remedy = _cited("退出途径：名单", "remedy of list", listed.id, listed.line, listed.remedy_basis)
        yield replace(remedy, key="remedy_basis")
    for step in listed.procedure:
        name = Text(f"名单“{listed.id}”的程序步骤“{step.step}”", f"step “{step.step}” of list “{listed.id}”")
        yield Cited(name=name, line=step.line, days=Interval(), basis=step.basis, ours=step.local_policy)


def _framework_parts(framework: Framework) -> Iterator[Cited]:
    for floor in framework.floors:
        name = Text(f"合法性底线“{floor.id}”", f"legality floor “{floor.id}”")
        yield Cited(name=name, line=floor.line, days=floor.in_force, basis=floor.basis)
    for ceiling in framework.ceilings:
        name = Text(f"核实程度上限“{ceiling.id}”", f"assurance ceiling “{ceiling.id}”")
        yield Cited(name=name, line=ceiling.line, days=Interval(), basis=ceiling.basis, ours=ceiling.local_policy)
    for bar in framework.reward_bars:
        name = Text(f"激励排除“{bar.id}”", f"reward bar “{bar.id}”")
        yield Cited(name=name, line=bar.line, days=bar.in_force, basis=bar.basis)


def _repair_parts(regime: RepairRegime) -> Iterator[Cited]:
    if regime.counts_from is not None:
        named = Text("公示期的起算", "start of publication")
        yield Cited(name=named, line=regime.line, days=Interval(), basis=regime.counts_basis, key="counts_basis")
    for each in regime.classes:
        yield _cited("类别", "class", each.id, each.line, each.basis)
        for term in each.exceptions:
            yield _cited("领域例外：类别", "exception of class", each.id, term.line, term.basis)
    for part in regime.parts:
        yield _cited("信用修复规定", "repair provision", part.id, part.line, part.basis)


def every_part_has_a_basis(library: Library) -> Iterator[Issue]:
    """No rule, exception, value, step, remedy or measure without an article; local policy is marked as such."""
    for pack in library.packs:
        for part in cited_parts(pack):
            if not part.basis and not part.ours:
                yield issue(
                    pack,
                    part.line,
                    "no-basis",
                    Text(
                        f"{part.name.zh}没有列明依据：没有条文依据的内容不能写进规则包。",
                        f"The {part.name.en} has no basis: nothing stands in a pack without an article.",
                    ),
                    Text(
                        f"请写 {part.key}: [来源 art 条号]，例如 {part.key}: [order-54 art 6 item 1]，"
                        "来源须先列入 sources；仅程序步骤可以注明 local_policy: yes。",
                        f"Write {part.key}: [source art article], such as [order-54 art 6 item 1], with the source in "
                        "`sources`; only procedure steps may say `local_policy: yes`.",
                    ),
                )


def every_basis_resolves(library: Library) -> Iterator[Issue]:
    """Each basis names a source that the pack lists."""
    for pack in library.packs:
        for part in cited_parts(pack):
            for basis in part.basis:
                if basis.source not in pack.sources:
                    what = Text(
                        f"{part.name.zh}引用的文件“{basis.source}”未列入 sources。",
                        f"The {part.name.en} cites “{basis.source}”, which is not in `sources`.",
                    )
                    remedy = did_you_mean(basis.source, dict(pack.sources))
                    yield issue(pack, basis.line or part.line, "unknown-source", what, remedy)


def bases_were_in_force(library: Library) -> Iterator[Issue]:
    """Each basis was in force on at least one day on which the part that rests on it was.

    A source outside all days of the release is told once, at its own line, whatever cites it.
    """
    for pack in library.packs:
        foreign = {source.id for source in pack.sources.values() if not source.in_force.overlaps(pack.in_force)}
        cited = {basis.source for part in cited_parts(pack) for basis in part.basis}
        for name in sorted(foreign & cited):
            release = Text("本版本", "release")
            yield _never_together(pack, pack.sources[name].line, release, pack.sources[name], pack.in_force)
        for part in cited_parts(pack):
            days = intersection(pack.in_force, part.days)
            for basis, source in _resolved(pack, part):
                if days is not None and source.id not in foreign and not source.in_force.overlaps(days):
                    yield _never_together(pack, basis.line or part.line, part.name, source, days)


def _never_together(pack: Pack, line: int, name: Text, source: Source, days: Interval) -> Issue:
    lived, needed = _days(source.in_force), _days(days)
    return issue(
        pack,
        line,
        "basis-never-in-force",
        Text(
            f"{name.zh}的依据“{source.title}”（{lived.zh}）与其施行期间（{needed.zh}）没有一天重合。",
            f"The basis “{source.title}” ({lived.en}) was never in force with the {name.en} ({needed.en}).",
        ),
        Text(
            "请改引当时有效的文件，或者改正 in_force。",
            "Cite the document that was in force then, or correct in_force.",
        ),
    )


def every_day_has_a_basis(library: Library) -> Iterator[Issue]:
    """From its first day a part has a basis in force, and without a break until the last one ends.

    What goes on after its last basis is warned of (`lapsing_bases_are_shown`); a part none of whose bases was ever in
    force with it is told by `bases_were_in_force`.
    """
    for pack in library.packs:
        for part in cited_parts(pack):
            days = intersection(pack.in_force, part.days)
            lives = [source.in_force for _, source in _resolved(pack, part)]
            if days is not None and any(life.overlaps(days) for life in lives):
                for bare in _days_without(days, lives):
                    yield _without_basis(pack, part, bare)


def _days_without(days: Interval, lives: Iterable[Interval]) -> Iterator[Interval]:
    """The stretches of `days` before the first of the lives and between them, in order."""
    held = [found for life in lives if (found := intersection(days, life)) is not None]
    reached = days.start
    for life in sorted(held, key=lambda each: each.start or date.min):
        if life.start is not None and (reached is None or life.start > reached):
            yield Interval(start=reached, until=life.start)
        if life.until is None:
            return
        reached = max(reached or date.min, life.until)


def _without_basis(pack: Pack, part: Cited, days: Interval) -> Issue:
    since_zh, since_en = (f"自 {days.start} ", f"from {days.start} ") if days.start else ("", "")
    return issue(
        pack,
        part.line,
        "days-without-basis",
        Text(
            f"{part.name.zh}{since_zh}至 {days.until} 前没有施行中的依据。",
            f"The {part.name.en} has no basis in force {since_en}until {days.until}.",
        ),
        Text(
            f"请在 {part.key} 中补引当时有效的文件，或者把施行期间改为自依据施行之日起。",
            f"Cite the document then in force in `{part.key}`, or let the time begin when the basis does.",
        ),
    )


def _resolved(pack: Pack, part: Cited) -> Iterator[tuple[Basis, Source]]:
    return ((basis, pack.sources[basis.source]) for basis in part.basis if basis.source in pack.sources)


def _days(interval: Interval) -> Text:
    start, until = interval.start, interval.until
    zh = f"{start or '始终'}起" + (f"，至 {until} 前" if until else "")
    en = f"from {start}" if start else "always"
    return Text(zh, en + (f" until {until}" if until else ""))


def unverified_bases_are_shown(library: Library) -> Iterator[Issue]:
    """Warns of each part whose article nobody has read: it ends at most as a review (docs/pack-format.md)."""
    for pack in library.packs:
        for part in cited_parts(pack):
            if part.basis and all(basis.assurance is Assurance.UNVERIFIED for basis in part.basis):
                yield issue(
                    pack,
                    part.line,
                    "unverified-basis",
                    Text(
                        f"{part.name.zh}的依据尚未核实原文。", f"The text behind the {part.name.en} has not been read."
                    ),
                    Text(
                        "请核对原文并改正 assurance；核实前效果不超过“重点审查”。",
                        "Read the text and set `assurance`; until then it ends at most as a review.",
                    ),
                    severity=Severity.WARNING,
                )


def open_levels_are_shown(library: Library) -> Iterator[Issue]:
    """Warns of a draft's citation that does not say paragraph or item; published ones stay as they are."""
    for pack in library.packs:
        cited = [(part, basis) for part in cited_parts(pack) for basis in part.basis if level_is_open(basis.article)]
        for part, basis in cited if pack.file.endswith("/draft.yaml") else ():
            yield issue(
                pack,
                basis.line or part.line,
                "open-level",
                Text(
                    f"{part.name.zh}的依据条号“{basis.article}”没有写明是款还是项。",
                    f"The article {basis.article} of the {part.name.en} does not say whether it is a paragraph or an item.",
                ),
                Text(
                    "请对照条文写明 para（款）、item（项）、point（目），例如 6 para 1 item 2。",
                    "Look it up and write para, item and point, such as 6 para 1 item 2.",
                ),
                severity=Severity.WARNING,
            )


def lapsing_bases_are_shown(library: Library) -> Iterator[Issue]:
    """Warns of a basis that has lapsed or lapses within 90 days while the release that cites it goes on."""
    horizon = library.on + LAPSE_NOTICE
    for pack in library.packs:
        if not pack.in_force.covers(library.on):
            continue
        for source in pack.sources.values():
            end = source.in_force.until
            if end is not None and end <= horizon and (pack.in_force.until is None or end < pack.in_force.until):
                yield issue(
                    pack,
                    source.line,
                    "basis-lapses",
                    Text(
                        f"依据“{source.title}”自 {end} 起失效，而本版本仍在施行。",
                        f"The basis “{source.title}” lapses on {end} while this release goes on.",
                    ),
                    Text(
                        "请查明是否有新的文件，发布新的版本。",
                        "Find out what replaces it and publish a new release.",
                    ),
                    severity=Severity.WARNING,
                )


def gaps_are_told(library: Library) -> Iterator[Issue]:
    """Passes on what the pack itself says it leaves out of the law."""
    for pack in library.packs:
        for gap in pack.gaps:
            what = Text(f"未编入的内容：{gap.rstrip('。')}。", f"Left out: {gap.rstrip('.。')}.")
            remedy = Text("适用时须由人工核对原文。", "A person must read the text where it matters.")
            yield issue(pack, 0, "gap", what, remedy, severity=Severity.GAP)
