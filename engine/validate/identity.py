"""Is every part named once, and every day ruled by one release?"""

from collections import Counter
from collections.abc import Iterator

from engine.issues import Issue
from engine.pack import ListDef, Pack
from engine.releases import NATION, days_that_decide, in_force
from engine.validate.library import Library, Text, issue, list_definitions, releases


def ids_are_unique(library: Library) -> Iterator[Issue]:
    """Rules and measures of one release, exceptions of one rule and steps of one list each have their own id."""
    for pack in library.packs:
        yield from _repeated(pack, "规则", "rule", ((rule.id, rule.line) for rule in pack.rules))
        yield from _repeated(pack, "措施", "measure", ((measure.id, measure.line) for measure in pack.measures))
        for rule in pack.rules:
            yield from _repeated(pack, "例外", "exception", ((part.id, part.line) for part in rule.unless))
        for listed in pack.lists.values():
            yield from _repeated(pack, "程序步骤", "step", ((step.step, step.line) for step in listed.procedure))


def _repeated(pack: Pack, zh: str, en: str, named: Iterator[tuple[str, int]]) -> Iterator[Issue]:
    seen: Counter[str] = Counter()
    for name, line in named:
        seen[name] += 1
        if seen[name] > 1:
            yield issue(
                pack,
                line,
                "duplicate-id",
                Text(f"{zh}编号“{name}”重复。", f"The {en} id “{name}” is used twice."),
                Text("编号在同一规则包内只能用一次，请另取编号。", "Give this one an id of its own."),
            )


def versions_are_unique(library: Library) -> Iterator[Issue]:
    """No two files carry the same pack and version."""
    for pack_id, versions in releases(library).items():
        first: dict[str, Pack] = {}
        for pack in versions:
            other = first.setdefault(pack.ref.version, pack)
            if other is not pack:
                yield issue(
                    pack,
                    0,
                    "duplicate-version",
                    Text(
                        f"规则包“{pack_id}”的版本 {pack.ref.version} 已经见于 {other.file}。",
                        f"Version {pack.ref.version} of “{pack_id}” also stands in {other.file}.",
                    ),
                    Text("已发布的版本不得改动，请使用新的版本号。", "A release never changes: use a new version."),
                )


def lists_have_one_home(library: Library) -> Iterator[Issue]:
    """A list is defined by one pack; a local pack does not redefine a list of the nation."""
    homes: dict[str, tuple[Pack, ListDef]] = {}
    by_rank = sorted(
        list_definitions(library),
        key=lambda found: (found[0] is library.joining, found[0].jurisdiction, found[0].ref.pack),
    )
    for pack, listed in by_rank:
        home, _ = homes.setdefault(listed.id, (pack, listed))
        if home.ref.pack != pack.ref.pack:
            yield _second_home(pack, listed, home)


def _second_home(pack: Pack, listed: ListDef, home: Pack) -> Issue:
    if home.jurisdiction == NATION != pack.jurisdiction:
        return issue(
            pack,
            listed.line,
            "local-redefines-national",
            Text(
                f"地方规则包重新定义了国家层面的名单“{listed.id}”（{home.file}）。",
                f"A local pack redefines the national list “{listed.id}” ({home.file}).",
            ),
            Text(
                "地方不得变更国家规定的名单，请引用该名单，或者依地方性法规另设名单。",
                "Refer to the national list, or set up a list of its own under a local regulation.",
            ),
        )
    return issue(
        pack,
        listed.line,
        "duplicate-list",
        Text(
            f"名单编号“{listed.id}”已由规则包“{home.ref.pack}”定义（{home.file}）。",
            f"The list id “{listed.id}” is already defined by “{home.ref.pack}” ({home.file}).",
        ),
        Text("一个名单只能由一个规则包定义，请另取编号。", "Give this list an id of its own."),
    )


def corrections_name_a_release(library: Library) -> Iterator[Issue]:
    """`corrects` names another version of the same pack: a pack corrects only itself, never a higher one."""
    for versions in releases(library).values():
        known = {pack.ref.version for pack in versions}
        for pack in versions:
            if pack.corrects is None or (pack.corrects in known and pack.corrects != pack.ref.version):
                continue
            yield issue(
                pack,
                0,
                "corrects-nothing",
                Text(
                    f"更正的版本“{pack.corrects}”不是本规则包的其他版本。",
                    f"“{pack.corrects}”, which this release corrects, is no other version of this pack.",
                ),
                Text(
                    "规则包只能更正自己的版本，不得更正其他（包括上级）规则包；请改正 corrects。",
                    "A pack corrects only its own releases, never another (or a higher) pack: fix `corrects`.",
                ),
            )


def releases_do_not_overlap(library: Library) -> Iterator[Issue]:
    """On no day are two releases of one pack in force, unless one corrects the other."""
    for versions in releases(library).values():
        reported: set[tuple[str, ...]] = set()
        for day in days_that_decide(versions):
            standing = in_force(versions, day)
            names = tuple(pack.ref.version for pack in standing)
            if len(set(names)) > 1 and names not in reported:
                reported.add(names)
                yield _overlap(standing, names)


def _overlap(standing: tuple[Pack, ...], names: tuple[str, ...]) -> Issue:
    latest = standing[-1]
    return issue(
        latest,
        0,
        "overlapping-releases",
        Text(
            f"规则包“{latest.ref.pack}”的版本 {'、'.join(names)} 施行期间重叠。",
            f"Releases {', '.join(names)} of “{latest.ref.pack}” are in force on the same days.",
        ),
        Text(
            f'已发布的版本不得改动：请在版本 {names[-1]} 写明 corrects: "{names[-2]}"，自其施行之日起代替前一版本；'
            "前一版本尚未发布的，写明其 in_force.until。",
            f'A release never changes: write corrects: "{names[-2]}" in {names[-1]}, which then stands in its place from'
            " its own first day; if the earlier one is still a draft, give it an in_force.until.",
        ),
    )


def jurisdiction_stays(library: Library) -> Iterator[Issue]:
    """All releases of a pack are of one jurisdiction: a local release cannot stand in for a national one."""
    for versions in releases(library).values():
        for pack in versions[1:]:
            if pack.jurisdiction != versions[0].jurisdiction:
                yield issue(
                    pack,
                    0,
                    "jurisdiction-changed",
                    Text(
                        f"本版本的管辖区划 {pack.jurisdiction} 与版本 {versions[0].ref.version} 的"
                        f" {versions[0].jurisdiction} 不一致。",
                        f"The jurisdiction {pack.jurisdiction} differs from {versions[0].jurisdiction}"
                        f" of version {versions[0].ref.version}.",
                    ),
                    Text(
                        "同一规则包的各版本应属同一区划，请另立规则包。",
                        "Releases of one pack are of one jurisdiction: make another pack.",
                    ),
                )
